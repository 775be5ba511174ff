"""What every observer does alike: go before everybody else, write lines, tick, and end on SIGTERM."""

import json
import os
import select
import signal
import time


class Recorder:
    """One file of JSON lines, each complete as soon as it is written, so that it can be followed."""

    def __init__(self, path):
        self._file = open(path, "w", encoding="ascii")

    def write(self, **line):
        self.write_all([line])

    def write_all(self, lines):
        for line in lines:
            self._file.write(json.dumps(line, separators=(",", ":")) + "\n")
        self._file.flush()


class Loop:
    """Waits for sockets and for the next tick until SIGTERM. A tick that comes late is not made up for."""

    def __init__(self, interval):
        self._interval = interval
        _go_first()
        self._running = True
        signal.signal(signal.SIGTERM, self._stop)

    def _stop(self, *_):
        self._running = False

    def run(self, sockets, on_readable, on_tick):
        due = time.monotonic()
        while self._running:
            readable, _, _ = select.select(sockets, [], [], max(0.0, due - time.monotonic()))
            if readable:
                on_readable(readable)
            now = time.monotonic()
            if now >= due:
                on_tick(now)
                due = max(due + self._interval, now)


def _go_first():
    """On a busy machine an observer shall tell how late the others are, not how late it is itself."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except OSError:
        os.setpriority(os.PRIO_PROCESS, 0, -20)  # real time is not allowed everywhere
