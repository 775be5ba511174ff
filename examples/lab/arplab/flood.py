"""ARP frames as fast as asked on the LAN of a pair: what that costs its heartbeats, its memory, and whether it stays."""

import argparse
import json
import os
import sys
import time
from dataclasses import dataclass

from arplab import idle, site
from arplab import network as net
from arplab.agents import Agents
from arplab.arguments import DEFAULT_PROMISE, count, duration
from arplab.children import Child
from arplab.recording import LAB_DIRECTORY, Follower
from arplab.report import number
from arplab.shell import LabError

REST_SECONDS = 5
LOOK_EVERY = 0.25
LATEST = 0.010
FLOODER_MARGIN = 20


@dataclass(frozen=True)
class Quiet:
    """What a stretch of time looked like: the longest pause between two heartbeats, and how late that made the second."""

    gap: float
    late: float


def lateness(arrivals, interval, begin, end):
    """Of the holder's heartbeats, by whichever path they came first."""
    times = [line["t"] for line in arrivals if begin <= line["t"] <= end]
    if len(times) < 2:
        raise LabError("no heartbeats were seen: look at the agents' logs with --logs DIR")
    gap = max(later - earlier for earlier, later in zip(times, times[1:]))
    return Quiet(gap, max(0.0, gap - interval))


class Flood:
    """One pair in a flood."""

    def __init__(self, pair, directory, options):
        self._pair, self._directory, self._options = pair, directory, options
        self._interval = pair.promise_seconds / 5
        self._steady = True

    def run(self):
        """The result as one JSON object."""
        holder = idle.ready_holder(self._pair)
        heir = net.other(holder)
        observer, follower = self._observe(heir)
        try:
            time.sleep(REST_SECONDS)
            moves, before = len(self._pair.history()), self._look()
            began = time.time()
            sent = self._flood(holder)
            ended = time.time()
            time.sleep(REST_SECONDS)
            arrivals = follower.new_lines()
        finally:
            observer.stop()
        return self._result(sent, lateness(arrivals, self._interval, began - REST_SECONDS, began),
                            lateness(arrivals, self._interval, began, ended), before, self._look(),
                            self._steady and len(self._pair.history()) == moves)

    def _observe(self, heir):
        path = os.path.join(self._directory, "arrivals")
        command = [sys.executable, "-m", "arplab.observers.arrivals", path]
        return Child(heir.namespace, command, path + ".log", directory=LAB_DIRECTORY), Follower(path)

    def _flood(self, holder):
        """From another port of the same LAN, while the pair is watched."""
        log = os.path.join(self._directory, "flooder.log")
        command = [sys.executable, "-m", "arplab.observers.flooder", "lan0", str(self._options.rate),
                   str(self._options.seconds)]
        flooder = Child(net.WATCH, command, log, directory=LAB_DIRECTORY)
        deadline = time.monotonic() + self._options.seconds + FLOODER_MARGIN
        try:
            while flooder.alive() and time.monotonic() < deadline:
                self._steady &= self._pair.ready(holder)
                time.sleep(LOOK_EVERY)
        finally:
            flooder.kill()
        try:
            return json.loads(flooder.last_words())
        except ValueError:
            raise LabError(f"the flood ended: {flooder.last_words()}") from None

    def _look(self):
        """Memory and counters of both agents."""
        return {server.name: {"rssMiB": idle.memory(self._pair.member(server).pid)[0],
                              "counters": (self._pair.status(server) or {}).get("counters", {})}
                for server in net.SERVERS}

    def _result(self, sent, rest, flooded, before, after, steady):
        return {
            "framesPerSecond": round(sent["sent"] / sent["seconds"]),
            "frames": sent["sent"],
            "heartbeatIntervalMs": self._interval * 1e3,
            "restLateMs": round(rest.late * 1e3, 1),
            "floodLateMs": round(flooded.late * 1e3, 1),
            "stayedPaired": steady,
            "agents": {name: {
                "rssMiBBefore": round(before[name]["rssMiB"], 1),
                "rssMiBAfter": round(after[name]["rssMiB"], 1),
                "counted": _grown(before[name]["counters"], after[name]["counters"]),
            } for name in before},
        }


def _grown(before, after):
    return {name: after[name] - before.get(name, 0) for name in after if after[name] != before.get(name, 0)}


def is_good(found):
    return found["stayedPaired"] and found["floodLateMs"] - found["restLateMs"] <= LATEST * 1e3


def text(found):
    lines = [
        f"flood              {found['framesPerSecond']} ARP frames a second, {found['frames']} in all",
        f"heartbeats         every {number(found['heartbeatIntervalMs'])} ms; at worst"
        f" {number(found['floodLateMs'])} ms late in the flood, {number(found['restLateMs'])} ms before it",
        f"the pair           {'stayed as it was' if found['stayedPaired'] else 'DID NOT STAY as it was'}",
    ]
    for name, agent in found["agents"].items():
        counted = ", ".join(f"{what} {many}" for what, many in agent["counted"].items())
        lines.append(f"agent {name}            {agent['rssMiBBefore']} MiB resident before, {agent['rssMiBAfter']} after;"
                     f" counted {counted or 'nothing'}")
    return "\n".join(lines)


def arguments():
    parser = argparse.ArgumentParser(prog="flood", description=__doc__)
    parser.add_argument("--rate", type=count, default=100_000, metavar="N", help="frames a second (default 100000)")
    parser.add_argument("--seconds", type=count, default=10, metavar="N", help="for how long (default 10)")
    parser.add_argument("--promise", type=duration, default=DEFAULT_PROMISE, metavar="T",
                        help=f"how long promises last (default {DEFAULT_PROMISE})")
    parser.add_argument("--json", metavar="FILE", help="write the result here")
    parser.add_argument("--logs", metavar="DIR", help="keep the programs' logs here")
    return parser.parse_args()


def main():
    options = arguments()
    with site.built(options.logs) as directory:
        pair = Agents(directory, options.promise)
        try:
            pair.start()
            found = Flood(pair, directory, options).run()
        finally:
            pair.stop()
    print(text(found))
    if options.json:
        with open(options.json, "w", encoding="ascii") as file:
            json.dump(found, file, indent=2)
            file.write("\n")
    return 0 if is_good(found) else 1


if __name__ == "__main__":
    sys.exit(site.main(main))
