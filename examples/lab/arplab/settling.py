"""Waits for a pair that can be disturbed: one server holds, everybody agrees, and the client is served."""

import time

from arplab.shell import LabError

SETTLE_SECONDS = 60
LOOK_EVERY = 0.05
ASK_EVERY = 0.5


def settled_holder(pair, observers, when):
    """The server that owns the address, to which the gateway sends, while the client is served and the pair agrees."""
    recording = observers.recording
    deadline, asked = time.monotonic() + SETTLE_SECONDS, 0.0
    while True:
        observers.check()
        pair.check()
        recording.poll()
        now = time.monotonic()
        holder = recording.holder(now)
        if holder and recording.served(now) and now > asked + ASK_EVERY:
            if pair.ready(holder):
                return holder
            asked = time.monotonic()
        if now > deadline:
            raise LabError(f"the pair did not settle in {SETTLE_SECONDS} s {when}: {pair.stopped_words()}")
        time.sleep(LOOK_EVERY)
