"""A bench's JSON as a table for people."""

from arplab import faults
from arplab.measure import PING_INTERVAL
from arplab.report import number

COLUMNS = "{:<35} {:<20} {:>3}  {:>8} {:>8} {:>9} {:>8}   {:>10} {:>9} {:>8}  {}"
IDLE_COLUMNS = "{:<35} {:<20} {:>8} {:>8} {:>8}  {}"
MANY_COLUMNS = "{:<35} {:<20} {:>3}  {:>14} {:>14}"


def table(written):
    """The summaries, what idling costs, and with many addresses how a takeover of all went."""
    parts = []
    if written["summary"]:
        parts += [*_outages(written["summary"]), "", *_legend(written)]
    if written["addresses"] > 1:
        parts += ["", *_many(written)]
    if written["idle"]:
        parts += ["", *_idle(written["idle"])]
    return "\n".join(line.rstrip() for line in parts)


def _outages(summaries):
    yield COLUMNS.format("", "", "", "", "outage,", "ms", "", "", "two", "owners", "")
    yield COLUMNS.format(
        "fault", "pair", "n", "min", "median", "max", "target", "configured", "kernel", "answers", "")
    previous = None
    for summary in summaries:
        if previous not in (None, summary["fault"]):
            yield ""
        yield _row(summary, "" if summary["fault"] == previous else faults.ALL[summary["fault"]].title)
        previous = summary["fault"]


def _row(summary, title):
    outage, owners = summary["outageMs"], summary["twoOwners"]
    mark = "*" if summary["notRecovered"] else ""
    more = ">" if owners["untilMended"] else ""
    return COLUMNS.format(
        title, summary["pair"], summary["n"], number(outage["min"]), number(outage["median"]),
        number(outage["max"]) + mark, number(summary.get("targetMs")), number(owners["addressMs"]),
        more + number(owners["leaseMs"]), number(owners["doubleAnswers"]), _remark(summary))


def _remark(row):
    """What was missed; it must not be overlooked."""
    missed = list(row.get("missed", []))
    if row.get("failed"):
        missed.append(f"{row['failed']} failed")
    return "MISSED: " + ", ".join(missed) if missed else ""


def _legend(written):
    coarsest = max((row["resolutionMs"] for row in written["summary"] if row["resolutionMs"] is not None), default=None)
    yield (f"outage      the client's longest time without an answered ping, sent every {PING_INTERVAL * 1e3:g} ms"
           " through the gateway")
    yield f"            the longest time between two pings in all runs was {number(coarsest)} ms: see there, \"floor\""
    yield "target      for the median; 0: no request lost in any run, and the address does not move"
    yield "configured  ms for which both servers had the address on their interface (outside a lease it is mute)"
    yield "kernel      ms for which both kernels passed it: configured, and leased where there is a lease"
    yield "answers     who-has questions on the LAN that both servers answered"
    yield "> until the fault was mended; without that it goes on      * not recovered within the window"
    held = [f"{written['loss']} % of the pair's datagrams lost"] if written["loss"] else []
    held += ["every core busy, once for each server"] if written["load"] else []
    if held:
        yield "conditions  " + ", ".join(held)


def _many(written):
    yield MANY_COLUMNS.format(f"{written['addresses']} addresses, ms", "pair", "n", "repointed", "heartbeat gap")
    for summary in written["summary"]:
        yield MANY_COLUMNS.format(faults.ALL[summary["fault"]].title, summary["pair"], summary["n"],
                                  number(summary["repointMs"]), number(summary["heartbeatGapMs"]))
    yield "repointed      the longest from the claim until the gateway had answered for every address"
    yield "heartbeat gap  the longest silence of the new holder towards its peer in its first two seconds"


def _idle(rows):
    yield IDLE_COLUMNS.format("idle", "pair", "RSS MiB", "PSS MiB", "CPU %", "")
    for row in rows:
        yield IDLE_COLUMNS.format(row["role"], row["pair"], f"{row['rssMiB']:.1f}", f"{row['pssMiB']:.1f}",
                                  f"{row['cpuPercent']:.2f}", _remark(row))
