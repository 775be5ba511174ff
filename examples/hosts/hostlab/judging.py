"""What of a trial breaks a promise, and what only misses a figure that a busy machine may miss."""

from arplab import report

MORE = 3  # a machine that shares its cores with all hosts, and perhaps with others, is not held to the millisecond
MORE_MS = 100


def missed(run, target, promise, moves):
    """`run`: a trial as arplab.report.run_of writes it. `moves`: whether the address was to go to the other server."""
    found = [report.sentence(run)] if report.is_violation(run) else []
    if "error" in run:
        return found
    if not run["recovered"]:
        found.append("not served when the time was over")
    if run["outageMs"] > allowed_ms(target, promise):
        found.append(f"outage over {allowed_ms(target, promise):.0f} ms")
    if moves != run["moved"] and (moves or target.unnoticed):
        found.append("moved" if run["moved"] else "did not move")
    return found


def allowed_ms(target, promise):
    return target.outage_ms(promise) * MORE + MORE_MS


def figures(run, target, promise):
    """For the table: always what was measured, next to what is promised."""
    if "error" in run:
        return ""
    return figure(run["outageMs"], target.outage_ms(promise), run["lostPings"])


def figure(outage_ms, target_ms, lost):
    over = ", over it" if outage_ms > target_ms else ""
    return f"outage {report.number(outage_ms)} ms (target {report.number(target_ms)}{over}), {lost} requests lost"
