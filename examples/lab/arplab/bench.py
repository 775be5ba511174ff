"""Repeats faults on our pair, and on a rival's in the same run, and prints what the client and the LAN saw."""

import argparse
import json
import sys
import time

from arplab import arguments, faults, idle, report, site, topology
from arplab.agents import Agents
from arplab.conditions import Conditions
from arplab.keepalived import Keepalived
from arplab.shell import LabError
from arplab.table import table
from arplab.trial import Trial

WINDOWS = {"fast": 15, "rfc5227": 25}
ADVERTISEMENTS = (1, 0.1)
IDLE = "idle"
CHOICES = [IDLE, *faults.ALL]


def parsed_options():
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--against", choices=["keepalived"], help="run the same faults on this program too")
    parser.add_argument("--only-against", action="store_true", help="run only the other program")
    parser.add_argument("--promise", action="append", type=arguments.duration, metavar="T",
                        help="how long promises of our pair last; given several times it is measured with each"
                             f" (default {arguments.DEFAULT_PROMISE})")
    parser.add_argument("--solo", action="store_true", help="our pair without promises; with --promise: too")
    parser.add_argument("--faults", type=arguments.one_of(CHOICES), default=CHOICES, metavar="A,B,...",
                        help="which: " + ", ".join(CHOICES))
    parser.add_argument("-n", type=arguments.count, default=3, metavar="N", help="runs of each fault (default 3)")
    parser.add_argument("--json", metavar="FILE", help="write the results here")
    parser.add_argument("--load", choices=["cpu"], help="keep every core busy, once for each server")
    parser.add_argument("--loss", type=arguments.percent, default=0, metavar="PERCENT",
                        help="lose so many of the datagrams between the two servers")
    parser.add_argument("--addresses", type=arguments.addresses, default=1, metavar="N", help="share so many, unpaced")
    parser.add_argument("--acd", choices=list(WINDOWS), default="fast", help="conflict detection of our agents")
    parser.add_argument("--session", default="3s", help="ZooKeeper session of our agents (default 3s)")
    parser.add_argument("--window", type=float, metavar="SECONDS", help="how long to watch a fault at most")
    parser.add_argument("--logs", metavar="DIR", help="keep the programs' logs here")
    found = parser.parse_args()
    if found.only_against and not found.against:
        parser.error("--only-against needs --against")
    if found.addresses > 1 and found.against:
        parser.error("--addresses is for our pair alone: leave --against out")
    return found


class Bench:
    """All runs of one call."""

    def __init__(self, options, directory):
        self._options, self._directory = options, directory
        self._window = options.window or WINDOWS[options.acd]
        self._conditions = Conditions(options.load, options.loss, directory)
        self._faults = [faults.ALL[name] for name in options.faults if name != IDLE]
        self.rows = report.Rows()
        self.ours, self.pairs = self._pairs()
        self._done, self._total = 0, sum(len(self._faults_for(pair)) for pair in self.pairs) * options.n

    def run(self):
        for pair in self.pairs:
            try:
                pair.start()
                self._measure_idle(pair)
                self._conditions.begin()
                self._run_pair(pair)
            finally:
                self._conditions.end()
                pair.stop()

    def _pairs(self):
        """Ours, and all."""
        options = self._options
        ours = [] if options.only_against else [
            Agents(self._directory, promise, options.acd, options.session, options.addresses)
            for promise in arguments.promises(options.promise, options.solo)]
        rivals = [Keepalived(self._directory, every) for every in ADVERTISEMENTS] if options.against else []
        return ours, ours + rivals

    def _faults_for(self, pair):
        return [fault for fault in self._faults if pair.has_zookeeper or not fault.needs_zookeeper]

    def _measure_idle(self, pair):
        if IDLE not in self._options.faults:
            return
        for usage in idle.measure(pair):
            self.rows.add_idle(pair, usage)
            needs = f"{usage.rss_mib:.1f} MiB resident, {usage.cpu_percent:.2f} % of a core"
            say(f"{pair.name}, {usage.role} idle: {needs}")

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
            self._start_anew(pair)
        took = time.monotonic() - started
        say(f"[{self._done}/{self._total}] {pair.name}, {fault.title}: {report.sentence(run)} ({took:.0f} s)")

    def _start_anew(self, pair):
        """After a run that failed nothing is known about the lab: the next one gets a new one."""
        self._conditions.end()
        pair.stop()
        topology.remove()
        topology.build()
        self._conditions.begin()
        pair.start()


def say(text):
    print(text, file=sys.stderr, flush=True)


def main():
    options = parsed_options()
    with site.built(options.logs, options.addresses) as directory:
        bench = Bench(options, directory)
        bench.run()
    written = report.written(bench.rows, bench.pairs, bench.ours, vars(options))
    print(table(written))
    if options.json:
        with open(options.json, "w", encoding="ascii") as file:
            json.dump(written, file, indent=2)
            file.write("\n")
    violations = bench.rows.violations(bench.ours)
    for run in violations:
        say(f"error: {run['pair']}, {run['fault']}, run {run['run']}: {report.sentence(run)}")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(site.main(main))
