"""The processes the lab starts: each in a namespace and a process group of its own."""

import os
import signal
import subprocess

from arplab.shell import LabError

STOP_SECONDS = 10


class Child:
    """One program and whatever it forks, started in a namespace. `ip netns exec` execs, so the pid is the program's."""

    def __init__(self, namespace, command, log, directory=None):
        self._log = log
        with open(log, "ab") as output:
            self._process = subprocess.Popen(
                ["ip", "netns", "exec", namespace, *command],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=directory, start_new_session=True)

    @property
    def pid(self):
        return self._process.pid

    def alive(self):
        return self._process.poll() is None

    def check(self):
        """Complains when it ended by itself."""
        if not self.alive():
            raise LabError(f"{os.path.basename(self._log)} ended by itself: {self.last_words()}")

    def signal(self, number):
        """To the whole group: keepalived is two processes."""
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            pass  # already gone, which is what every caller wants

    def kill(self):
        self.signal(signal.SIGKILL)
        self._process.wait()

    def stop(self):
        """Asks, waits, and insists."""
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        self.wait()

    def wait(self):
        """Until it has ended, which somebody has asked it to; insists when it takes too long."""
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        self.kill()

    def log_text(self):
        with open(self._log, encoding="utf-8", errors="replace") as log:
            return log.read()

    def last_words(self):
        """The end of its log, for an error message."""
        lines = self.log_text().strip().splitlines()
        return lines[-1] if lines else "it wrote nothing"
