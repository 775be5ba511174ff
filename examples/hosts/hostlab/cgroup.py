"""One machine's control group: what freezes its whole userland at once, and what kills it like a lost power supply."""

import contextlib
import os
import time

from arplab.shell import LabError

EMPTY_SECONDS = 10


def mounted(mountinfo):
    """Where the unified hierarchy is mounted, by /proc/self/mountinfo; None when it is not."""
    for line in mountinfo.splitlines():
        fields = line.split()
        if fields[fields.index("-") + 1] == "cgroup2":
            return fields[4]
    return None


class ControlGroup:
    def __init__(self, name):
        with open("/proc/self/mountinfo", encoding="utf-8") as file:
            top = mounted(file.read())
        if top is None:
            raise LabError("no unified cgroup hierarchy is mounted: mount -t cgroup2 cgroup2 /sys/fs/cgroup")
        self.name, self._path = name, os.path.join(top, name)

    def create(self):
        os.makedirs(self._path, exist_ok=True)

    def freeze(self):
        self._write("cgroup.freeze", "1")

    def thaw(self):
        self._write("cgroup.freeze", "0")

    def kill(self):
        """Every process at once, and waits until the last has gone."""
        if os.path.isdir(self._path):
            self._write("cgroup.kill", "1")
            self._wait_until_empty()

    def remove(self):
        """With the groups that the machine's init made."""
        self.kill()
        for directory, _, _ in os.walk(self._path, topdown=False):
            with contextlib.suppress(FileNotFoundError):
                os.rmdir(directory)

    def init(self):
        """The process id of the machine's init, or None while there is none."""
        with contextlib.suppress(FileNotFoundError):
            with open(os.path.join(self._path, "payload", "init.scope", "cgroup.procs"), encoding="ascii") as file:
                found = file.read().split()
                return int(found[0]) if found else None
        return None

    def _wait_until_empty(self):
        deadline = time.monotonic() + EMPTY_SECONDS
        while self._populated():
            if time.monotonic() > deadline:
                raise LabError(f"processes in {self._path} outlive SIGKILL: look at cgroup.procs below it")
            time.sleep(0.01)

    def _populated(self):
        with open(os.path.join(self._path, "cgroup.events"), encoding="ascii") as file:
            return "populated 1" in file.read()

    def _write(self, name, text):
        with open(os.path.join(self._path, name), "w", encoding="ascii") as file:
            file.write(text)
