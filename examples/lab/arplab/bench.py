"""Repeats faults on our pair, and on a rival's in the same run, and prints what the client and the LAN saw."""

import argparse
import json
import sys
import time

from arplab import faults, report, site, topology
from arplab.agents import Agents
from arplab.keepalived import Keepalived
from arplab.shell import LabError
from arplab.trial import Trial

WINDOWS = {"fast": 15, "rfc5227": 25}
ADVERTISEMENTS = (1, 0.1)


def arguments():
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--against", choices=["keepalived"], help="run the same faults on this program too")
    parser.add_argument("--only-against", action="store_true", help="run only the other program")
    parser.add_argument("--faults", type=_faults, default=list(faults.ALL.values()), metavar="A,B,...",
                        help="which: " + ", ".join(faults.ALL))
    parser.add_argument("-n", type=_count, default=3, metavar="N", help="runs of each fault (default 3)")
    parser.add_argument("--json", metavar="FILE", help="write the results here")
    parser.add_argument("--acd", choices=list(WINDOWS), default="fast", help="conflict detection of our agents")
    parser.add_argument("--session", default="3s", help="ZooKeeper session of our agents (default 3s)")
    parser.add_argument("--window", type=float, metavar="SECONDS", help="how long to watch a fault at most")
    parser.add_argument("--logs", metavar="DIR", help="keep the programs' logs here")
    found = parser.parse_args()
    if found.only_against and not found.against:
        parser.error("--only-against needs --against")
    return found


def _faults(text):
    unknown = [name for name in text.split(",") if name not in faults.ALL]
    if unknown:
        raise argparse.ArgumentTypeError(f"no fault {unknown[0]}: choose from {', '.join(faults.ALL)}")
    return [faults.ALL[name] for name in text.split(",")]


def _count(text):
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return int(text)


class Bench:
    """All runs of one call."""

    def __init__(self, options, directory):
        self._options, self._directory = options, directory
        self._window = options.window or WINDOWS[options.acd]
        self.rows = report.Rows()
        self.pairs = self._pairs()
        self._done, self._total = 0, sum(len(self._faults_for(pair)) for pair in self.pairs) * options.n

    def run(self):
        for pair in self.pairs:
            try:
                pair.start()
                self._run_pair(pair)
            finally:
                pair.stop()

    def _pairs(self):
        ours = [] if self._options.only_against else [Agents(self._directory, self._options.acd, self._options.session)]
        rivals = [Keepalived(self._directory, every) for every in ADVERTISEMENTS] if self._options.against else []
        return ours + rivals

    def _faults_for(self, pair):
        return [fault for fault in self._options.faults if pair.has_zookeeper or not fault.needs_zookeeper]

    def _run_pair(self, pair):
        for fault in self._faults_for(pair):
            for number in range(1, self._options.n + 1):
                self._run_one(pair, fault, number)

    def _run_one(self, pair, fault, number):
        self._done += 1
        started = time.monotonic()
        try:
            result = Trial(pair, fault, self._directory, self._window).run()
            run = self.rows.add(pair, number, result)
        except LabError as error:
            run = self.rows.add_failure(pair, fault, number, error)
            _start_anew(pair)
        took = time.monotonic() - started
        say(f"[{self._done}/{self._total}] {pair.name}, {fault.title}: {report.sentence(run)} ({took:.0f} s)")


def _start_anew(pair):
    """After a run that failed nothing is known about the lab: the next one gets a new one."""
    pair.stop()
    topology.remove()
    topology.build()
    pair.start()


def say(text):
    print(text, file=sys.stderr, flush=True)


def main():
    options = arguments()
    with site.built(options.logs) as directory:
        bench = Bench(options, directory)
        bench.run()
    found = report.summaries(bench.rows, bench.pairs, options.faults)
    violations = bench.rows.violations(Agents.name)
    print(report.table(found, {fault.name: fault.title for fault in options.faults}))
    if options.json:
        _write_json(options, bench.rows, found, violations)
    for run in violations:
        say(f"error: {run['fault']}, run {run['run']}: {report.sentence(run)}")
    return 1 if violations else 0


def _write_json(options, rows, found, violations):
    written = {
        "format": report.FORMAT,
        "acd": options.acd,
        "session": options.session,
        "safe": not violations,
        "runs": rows.runs,
        "summary": found,
    }
    with open(options.json, "w", encoding="ascii") as file:
        json.dump(written, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    sys.exit(site.main(main))
