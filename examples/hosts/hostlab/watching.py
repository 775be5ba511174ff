"""The client's load and the witnesses while something takes its time: a playbook, an upgrade."""

import contextlib
import os
import time
from dataclasses import dataclass

from arplab import measure
from arplab import network as net
from arplab.recording import Observers

AFTERWARDS = 0.3


@dataclass
class Seen:
    """Filled when the watching is over."""

    outage: measure.Outage = None
    owners: measure.TwoOwners = None
    moves: int = 0

    def missed(self):
        found = [] if self.outage.recovered else ["the client is not served"]
        if self.owners.any():
            found.append(f"TWO OWNERS for {self.owners.lease_seconds * 1e3:.1f} ms,"
                         f" {self.owners.double_answers} double answers")
        return found


@contextlib.contextmanager
def watched(directory):
    """Everything from the block's beginning to its end; the client must be served already."""
    observers = Observers(os.path.join(directory, f"watch-{time.monotonic_ns()}"))
    recording, seen = observers.recording, Seen()
    try:
        _wait_until_served(observers)
        began = time.monotonic()
        yield seen
        time.sleep(AFTERWARDS)
        ended = time.monotonic()
        observers.check()
    finally:
        observers.stop()
    seen.outage = measure.outage(recording.pings, began, ended - AFTERWARDS)
    seen.owners = measure.two_owners(recording, began, ended)
    seen.moves = moves(recording.seen, began)


def moves(seen, begin):
    """How often the gateway turned from one server to the other since a time."""
    found, previous = 0, None
    for line in seen:
        if line["kind"] == "cache" and line["mac"] in (net.A.mac, net.B.mac):
            found += line["t"] >= begin and previous not in (None, line["mac"])
            previous = line["mac"]
    return found


def _wait_until_served(observers, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        observers.recording.poll()
        if observers.recording.served(time.monotonic()):
            return
        time.sleep(0.1)
