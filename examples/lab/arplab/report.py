"""Results as a table for people and as JSON for programs (the format is documented in examples/lab/README.md)."""

import statistics

FORMAT = 1
COLUMNS = "{:<32} {:<17} {:>3}  {:>9} {:>9} {:>9}   {:>10} {:>9} {:>8}"


class Rows:
    """The runs of a bench: one value each, ready for JSON."""

    def __init__(self):
        self.runs = []

    def add(self, pair, number, result):
        self.runs.append(run_of(pair, number, result))
        return self.runs[-1]

    def add_failure(self, pair, fault, number, error):
        self.runs.append({"pair": pair.name, "fault": fault.name, "run": number, "error": str(error)})
        return self.runs[-1]

    def of(self, pair_name, fault_name):
        return [run for run in self.runs if run["pair"] == pair_name and run["fault"] == fault_name]

    def violations(self, pair_name):
        """The runs of one pair that broke a promise: two owners, the address used before it was owned, or no end."""
        return [run for run in self.runs if run["pair"] == pair_name and is_violation(run)]


def is_violation(run):
    if "error" in run:
        return True
    owners = run["twoOwners"]
    return owners["leaseMs"] > 0 or owners["doubleAnswers"] > 0 or run["earlyFrames"] > 0


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
        "healingOutageMs": milliseconds(result.healing.seconds),
        "gatewayRepointedMs": repointed,
        "twoOwners": {
            "addressMs": milliseconds(result.owners.address_seconds),
            "leaseMs": milliseconds(result.owners.lease_seconds),
            "doubleAnswers": result.owners.double_answers,
            "untilMended": result.owners.at_end,
        },
        "earlyFrames": result.early_frames,
    }


def milliseconds(seconds):
    return round(seconds * 1e3, 1)


def summary_of(runs):
    """Several runs of one fault on one pair as one JSON object."""
    done = [run for run in runs if "error" not in run]
    outages = [run["outageMs"] for run in done]
    owners = [run["twoOwners"] for run in done]
    return {
        "pair": runs[0]["pair"],
        "fault": runs[0]["fault"],
        "n": len(runs),
        "failed": len(runs) - len(done),
        "notRecovered": sum(1 for run in done if not run["recovered"]),
        "outageMs": {
            "min": min(outages, default=None),
            "median": statistics.median(outages) if outages else None,
            "max": max(outages, default=None),
        },
        "twoOwners": {
            "addressMs": max((each["addressMs"] for each in owners), default=None),
            "leaseMs": max((each["leaseMs"] for each in owners), default=None),
            "doubleAnswers": max((each["doubleAnswers"] for each in owners), default=None),
            "untilMended": any(each["untilMended"] for each in owners),
        },
    }


def summaries(rows, pairs, faults):
    """One summary for each fault and pair that ran, faults first so that pairs stand side by side."""
    groups = (rows.of(pair.name, fault.name) for fault in faults for pair in pairs)
    return [summary_of(runs) for runs in groups if runs]


def table(found, titles):
    """The summaries as text."""
    lines = [
        " " * 55 + "{:^29}   {:^29}".format("--- outage, ms ---", "--- two owners ---").rstrip(),
        COLUMNS.format("fault", "pair", "n", "min", "median", "max", "configured", "kernel", "answers"),
    ]
    previous = None
    for summary in found:
        if previous not in (None, summary["fault"]):
            lines.append("")
        title = "" if summary["fault"] == previous else titles[summary["fault"]]
        lines.append(_row(summary, title))
        previous = summary["fault"]
    return "\n".join([*lines, "", *LEGEND])


LEGEND = (
    "outage      the client's longest time without an answered ping, sent every 2 ms through the gateway",
    "configured  ms for which both servers had the address on their interface (outside a lease it is mute)",
    "kernel      ms for which both kernels passed it: configured, and leased where there is a lease",
    "answers     who-has questions on the LAN that both servers answered",
    "> until the fault was mended; without that it goes on      * not recovered within the window",
)


def _row(summary, title):
    outage, owners = summary["outageMs"], summary["twoOwners"]
    mark = "*" if summary["notRecovered"] else ""
    more = ">" if owners["untilMended"] else ""
    row = COLUMNS.format(
        title, summary["pair"], summary["n"], _number(outage["min"]), _number(outage["median"]),
        _number(outage["max"]) + mark, _number(owners["addressMs"]), more + _number(owners["leaseMs"]),
        _number(owners["doubleAnswers"]))
    return row + (f"   {summary['failed']} failed" if summary["failed"] else "")


def _number(value):
    if value is None:
        return "-"
    return f"{value:.1f}" if 0 < value < 10 and value != int(value) else f"{value:.0f}"


def sentence(run):
    """One run in one line, for the progress."""
    if "error" in run:
        return f"FAILED: {run['error']}"
    owners = run["twoOwners"]
    outage = f"outage {_number(run['outageMs'])} ms" + ("" if run["recovered"] else ", not recovered in the window")
    moved = "moved" if run["moved"] else "not moved"
    two = "never two owners"
    if owners["leaseMs"] or owners["doubleAnswers"]:
        two = f"TWO OWNERS for {_number(owners['leaseMs'])} ms, {owners['doubleAnswers']} double answers"
    return f"{outage}, {moved}, {two}" + (f", {run['earlyFrames']} EARLY FRAMES" if run["earlyFrames"] else "")
