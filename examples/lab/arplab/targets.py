"""What we promise for each fault, as a table, and what of it the runs did not keep.

T is how long a promise lasts; a pair that has none, and a rival, has no targets here. Two owners are never
allowed, whatever the fault, and are no matter of targets: see report.is_violation.
"""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """The outage allowed: so many T and so many milliseconds.

    Nothing at all means that no run loses a single request and that the address stays where it is; of any other
    target the median counts.
    """

    promises: float = 0
    milliseconds: float = 0

    def outage_ms(self, promise):
        """`promise`: T in seconds."""
        return self.promises * promise * 1e3 + self.milliseconds

    @property
    def unnoticed(self):
        return self.promises == 0 and self.milliseconds == 0


UNNOTICED = Target()
OUTAGES = {
    "nothing": UNNOTICED,
    "power-loss": Target(promises=1, milliseconds=30),
    "kill": Target(milliseconds=30),
    "stop": Target(milliseconds=30),
    "stop-half": UNNOTICED,
    "stop-2": Target(milliseconds=30),
    "stop-10": Target(milliseconds=30),
    "lan-cut": Target(promises=2),
    "carrier": Target(milliseconds=60),
    "zk-cut": UNNOTICED,
    "zk-down": UNNOTICED,
    "zk-down-60": UNNOTICED,
    "heir-kill": UNNOTICED,
    "heir-restart": UNNOTICED,
    "restart": UNNOTICED,
    "both-restart": Target(milliseconds=2000),
    "switchover": Target(milliseconds=5),
}
REPOINTED_MS = 250  # all of 1000 addresses, after the claim
HEARTBEATS_A_PROMISE = 5
MOST_RSS_MIB = 90
MOST_CPU_PERCENT = 1.0


def missed(fault_name, runs, promise):
    """What the complete runs of one fault missed, each in a few words."""
    target = OUTAGES[fault_name]
    outages = [run["outageMs"] for run in runs]
    found = []
    if target.unnoticed:
        found += _count(runs, "lost requests", lambda run: run["lostPings"] > 0)
        found += _count(runs, "moved", lambda run: run["moved"])
    elif outages and statistics.median(outages) > target.outage_ms(promise):
        found.append(f"median over {target.outage_ms(promise):.0f} ms")
    found += _count(runs, "not recovered", lambda run: not run["recovered"])
    return found + _count(runs, "late frames", lambda run: run["lateFrames"] > 0)


def missed_with_many(runs, promise):
    """What a takeover of many addresses missed: the time to repoint them all, or its own heartbeat."""
    interval = promise * 1e3 / HEARTBEATS_A_PROMISE
    slow = _count(runs, f"repointed after {REPOINTED_MS} ms", lambda run: (run["repointMs"] or 0) > REPOINTED_MS)
    delayed = (lambda run: (run["heartbeatGapMs"] or 0) >= 2 * interval)
    return slow + _count(runs, "heartbeat left out", delayed)


def missed_idle(usage):
    found = []
    if usage["rssMiB"] > MOST_RSS_MIB:
        found.append(f"over {MOST_RSS_MIB} MiB")
    if usage["cpuPercent"] > MOST_CPU_PERCENT:
        found.append(f"over {MOST_CPU_PERCENT:.0f} %")
    return found


def _count(runs, what, is_missed):
    number = sum(1 for run in runs if is_missed(run))
    return [f"{what} in {number} of {len(runs)}"] if number else []
