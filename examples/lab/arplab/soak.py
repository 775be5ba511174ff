"""Planned switchovers in a row while the client asks all the time: what they cost it, and whether two ever answered."""

import argparse
import json
import os
import statistics
import sys
import time
from dataclasses import dataclass

from arplab import measure, site
from arplab import network as net
from arplab.agents import Agents
from arplab.arguments import DEFAULT_PROMISE, count, duration
from arplab.conditions import Conditions
from arplab.recording import UNSERVED_MARGIN, Observers
from arplab.report import milliseconds, number
from arplab.settling import settled_holder
from arplab.shell import LabError

EVERY = 0.5
MOVED_WITHIN = 10
LOOK_EVERY = 0.02
TOLD_EVERY = 100


@dataclass(frozen=True)
class Move:
    """One switchover: when it was asked for, and why it did not come about ("" when it did)."""

    began: float
    refused: str = ""
    failed: bool = False


class Soak:
    """One pair, moved to and fro."""

    def __init__(self, pair, directory, wanted):
        self._pair, self._wanted = pair, wanted
        self._observers = Observers(os.path.join(directory, "soak"))
        self._recording = self._observers.recording
        self.moves, self.outages, self.resolution = [], [], 0.0

    def run(self):
        """The result as one JSON object."""
        try:
            holder = settled_holder(self._pair, self._observers, "before the first switchover")
            began = time.monotonic()
            while len(self.moves) < self._wanted:
                holder = self._move(holder)
            ended = time.monotonic()
            time.sleep(UNSERVED_MARGIN)
            self._count_outage(self.moves[-1].began, ended)
        finally:
            self._observers.stop()
        owners = measure.two_owners(self._recording, began, ended)
        return summary(self.moves, self.outages, owners, self.resolution)

    def _move(self, holder):
        """Asks for one move, waits for its end and for its turn to be over; returns who holds then."""
        began = time.monotonic()
        refused, arrived = self._ask(holder), False
        if refused == "":
            arrived = self._wait_for(net.other(holder), began)
        self.moves.append(Move(began, refused or "", not refused and not arrived))
        if self.moves[-1].failed:
            holder = settled_holder(self._pair, self._observers, "after a switchover that did not come about")
        elif arrived:
            holder = net.other(holder)
        time.sleep(max(0.0, began + EVERY - time.monotonic()))
        self._tell()
        if len(self.moves) > 1:
            self._count_outage(self.moves[-2].began, began)
        return holder

    def _ask(self, holder):
        """Why the move is refused, "" when it is under way, or None when there was no answer."""
        try:
            return self._pair.request_switch_over(holder)
        except LabError as error:
            print(f"error: {error}", file=sys.stderr, flush=True)
            return None

    def _wait_for(self, heir, began):
        """Until the heir holds and could be relieved again; False when that takes too long."""
        while time.monotonic() < began + MOVED_WITHIN:
            self._observers.check()
            self._pair.check()
            self._recording.poll()
            if self._recording.holder(time.monotonic()) == heir and self._pair.ready(heir):
                return True
            time.sleep(LOOK_EVERY)
        return False

    def _count_outage(self, begin, end):
        """What one move cost; until its end the fate of every ping is known."""
        self._recording.poll()
        self.outages.append(measure.outage(self._recording.pings, begin, end))
        self.resolution = max(self.resolution, measure.resolution(self._recording.pings, begin, end))
        self._recording.forget_pings(end - 2 * measure.BEFORE)

    def _tell(self):
        if len(self.moves) % TOLD_EVERY == 0:
            print(f"[{len(self.moves)}/{self._wanted}]", file=sys.stderr, flush=True)


def summary(moves, outages, owners, resolution):
    """All moves as one JSON object."""
    lasted = sorted(outage.seconds for outage in outages)
    return {
        "switchovers": len(moves),
        "refused": sum(1 for move in moves if move.refused),
        "whyRefused": sorted({move.refused for move in moves if move.refused}),
        "failed": sum(1 for move in moves if move.failed),
        "outageMs": {
            "median": milliseconds(statistics.median(lasted)),
            "p99": milliseconds(percentile(lasted, 99)),
            "max": milliseconds(lasted[-1]),
        },
        "lostPings": sum(outage.lost for outage in outages),
        "resolutionMs": milliseconds(resolution),
        "doubleAnswers": owners.double_answers,
        "twoKernelsMs": milliseconds(owners.lease_seconds),
    }


def percentile(ordered, percent):
    """The smallest value that so many percent do not exceed."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def is_safe(found):
    return found["doubleAnswers"] == 0 and found["twoKernelsMs"] == 0 and found["failed"] == 0


def text(found):
    outage = found["outageMs"]
    return "\n".join([
        f"switchovers        {found['switchovers']}, of them {found['refused']} refused and {found['failed']} failed",
        *(f"                   refused: {why}" for why in found["whyRefused"]),
        f"outage, ms         median {number(outage['median'])}, p99 {number(outage['p99'])},"
        f" worst {number(outage['max'])} ({found['lostPings']} pings lost)",
        f"double answers     {found['doubleAnswers']}",
        f"two kernels owned  {number(found['twoKernelsMs'])} ms",
        f"client             a ping every {measure.PING_INTERVAL * 1e3:g} ms, never longer than"
        f" {number(found['resolutionMs'])} ms without sending one",
    ])


def arguments():
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--switchovers", type=count, default=1000, metavar="N", help="how many (default 1000)")
    parser.add_argument("--load", action="store_const", const="cpu", help="keep every core busy, once for each server")
    parser.add_argument("--promise", type=duration, default=DEFAULT_PROMISE, metavar="T",
                        help=f"how long promises last (default {DEFAULT_PROMISE})")
    parser.add_argument("--solo", action="store_true", help="agents that promise each other nothing")
    parser.add_argument("--json", metavar="FILE", help="write the result here")
    parser.add_argument("--logs", metavar="DIR", help="keep the programs' logs here")
    return parser.parse_args()


def main():
    options = arguments()
    with site.built(options.logs) as directory:
        found = _soaked(options, directory)
    print(text(found))
    if options.json:
        with open(options.json, "w", encoding="ascii") as file:
            json.dump(found, file, indent=2)
            file.write("\n")
    return 0 if is_safe(found) else 1


def _soaked(options, directory):
    pair = Agents(directory, None if options.solo else options.promise)
    conditions = Conditions(options.load, 0, directory)
    try:
        pair.start()
        conditions.begin()
        return Soak(pair, directory, options.switchovers).run()
    finally:
        conditions.end()
        pair.stop()


if __name__ == "__main__":
    sys.exit(site.main(main))
