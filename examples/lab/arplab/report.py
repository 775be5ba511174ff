"""Results as JSON for programs: the format is documented in examples/lab/README.md. As a table: see table.py."""

import statistics

from arplab import faults, targets

FORMAT = 2
CONDITIONS = ("acd", "session", "load", "loss", "addresses")


class Rows:
    """The runs of a bench: one value each, ready for JSON."""

    def __init__(self):
        self.runs, self.idle = [], []

    def add(self, pair, number, result):
        self.runs.append(run_of(pair, number, result))
        return self.runs[-1]

    def add_failure(self, pair, fault, number, error):
        self.runs.append({"pair": pair.name, "fault": fault.name, "run": number, "error": str(error)})
        return self.runs[-1]

    def add_idle(self, pair, usage):
        self.idle.append({
            "pair": pair.name,
            "role": usage.role,
            "rssMiB": round(usage.rss_mib, 1),
            "pssMiB": round(usage.pss_mib, 1),
            "cpuPercent": round(usage.cpu_percent, 2),
        })
        if pair.promise_seconds:
            self.idle[-1]["missed"] = targets.missed_idle(self.idle[-1])

    def of(self, pair, fault):
        return [run for run in self.runs if run["pair"] == pair.name and run["fault"] == fault.name]

    def violations(self, ours):
        """The runs of our pairs that broke a promise: two owners, the address used without being owned, or no end."""
        names = {pair.name for pair in ours}
        return [run for run in self.runs if run["pair"] in names and is_violation(run)]


def is_violation(run):
    if "error" in run:
        return True
    owners = run["twoOwners"]
    return owners["leaseMs"] > 0 or owners["doubleAnswers"] > 0 or run["earlyFrames"] > 0 or run["lateFrames"] > 0


def run_of(pair, number, result):
    """One run as a JSON object."""
    repointed = None if result.repointed is None else milliseconds(result.repointed - result.began)
    return {
        "pair": pair.name,
        "fault": result.fault.name,
        "run": number,
        "holder": result.holder.name,
        "moved": result.moved(),
        "outageMs": milliseconds(result.outage.seconds),
        "lostPings": result.outage.lost,
        "recovered": result.outage.recovered,
        "resolutionMs": milliseconds(result.resolution),
        "healingOutageMs": milliseconds(result.healing.seconds),
        "gatewayRepointedMs": repointed,
        "twoOwners": {
            "addressMs": milliseconds(result.owners.address_seconds),
            "leaseMs": milliseconds(result.owners.lease_seconds),
            "doubleAnswers": result.owners.double_answers,
            "untilMended": result.owners.at_end,
        },
        "earlyFrames": result.early_frames,
        "lateFrames": result.late_frames,
        "phasesMs": {phase: micros / 1e3 for phase, micros in result.phases.items()},
        "repointMs": repoint_ms(result.phases),
        "heartbeatGapMs": None if result.heartbeat_gap is None else milliseconds(result.heartbeat_gap),
    }


def repoint_ms(phases):
    """From the claim until the gateway had answered for every address, or None."""
    if not {"claimed", "repointed"} <= phases.keys():
        return None
    return (phases["repointed"] - phases["claimed"]) / 1e3


def milliseconds(seconds):
    return round(seconds * 1e3, 1)


def written(rows, pairs, ours, options):
    """A whole bench as one JSON object."""
    return {
        "format": FORMAT,
        **{name: options[name] for name in CONDITIONS},
        "safe": not rows.violations(ours),
        "pairs": [{"name": pair.name, "promiseMs": promise_ms(pair), "ours": pair in ours} for pair in pairs],
        "idle": rows.idle,
        "runs": rows.runs,
        "summary": summaries(rows, pairs, options["addresses"]),
    }


def promise_ms(pair):
    return None if pair.promise_seconds is None else milliseconds(pair.promise_seconds)


def summaries(rows, pairs, addresses=1):
    """One summary for each fault and pair that ran, faults first so that pairs stand side by side."""
    groups = ((pair, rows.of(pair, fault)) for fault in faults.ALL.values() for pair in pairs)
    return [summary_of(runs, pair.promise_seconds, addresses) for pair, runs in groups if runs]


def summary_of(runs, promise=None, addresses=1):
    """Several runs of one fault on one pair as one JSON object; `promise`: T in seconds, None for no targets."""
    done = [run for run in runs if "error" not in run]
    outages = [run["outageMs"] for run in done]
    owners = [run["twoOwners"] for run in done]
    summary = {
        "pair": runs[0]["pair"],
        "fault": runs[0]["fault"],
        "n": len(runs),
        "failed": len(runs) - len(done),
        "notRecovered": sum(1 for run in done if not run["recovered"]),
        "moved": sum(1 for run in done if run["moved"]),
        "outageMs": {
            "min": min(outages, default=None),
            "median": statistics.median(outages) if outages else None,
            "max": max(outages, default=None),
        },
        "resolutionMs": _greatest(done, "resolutionMs"),
        "twoOwners": {
            **{kind: _greatest(owners, kind) for kind in ("addressMs", "leaseMs", "doubleAnswers")},
            "untilMended": any(each["untilMended"] for each in owners),
        },
        "lateFrames": _greatest(done, "lateFrames"),
        "repointMs": _greatest(done, "repointMs"),
        "heartbeatGapMs": _greatest(done, "heartbeatGapMs"),
    }
    if promise:
        summary["targetMs"] = milliseconds(targets.OUTAGES[summary["fault"]].outage_ms(promise) / 1e3)
        summary["missed"] = _missed(summary["fault"], done, promise, addresses)
    return summary


def _missed(fault, done, promise, addresses):
    return targets.missed(fault, done, promise) + (targets.missed_with_many(done, promise) if addresses > 1 else [])


def _greatest(runs, name):
    """None when no run has it."""
    return max((run[name] for run in runs if run[name] is not None), default=None)


def sentence(run):
    """One run in one line, for the progress."""
    if "error" in run:
        return f"FAILED: {run['error']}"
    owners = run["twoOwners"]
    outage = f"outage {number(run['outageMs'])} ms" + ("" if run["recovered"] else ", not recovered in the window")
    moved = "moved" if run["moved"] else "not moved"
    two = "never two owners"
    if owners["leaseMs"] or owners["doubleAnswers"]:
        two = f"TWO OWNERS for {number(owners['leaseMs'])} ms, {owners['doubleAnswers']} double answers"
    frames = "".join(f", {run[kind]} {kind[:-6].upper()} FRAMES" for kind in ("earlyFrames", "lateFrames") if run[kind])
    return f"{outage}, {moved}, {two}{frames}"


def number(value):
    """With the digits that matter; a dash for what was not measured."""
    if value is None:
        return "-"
    return f"{value:.1f}" if 0 < value < 10 and value != int(value) else f"{value:.0f}"
