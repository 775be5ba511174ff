"""The lab's place on this machine: its lock, its directory, and that nothing of it stays behind."""

import contextlib
import os
import shutil
import signal
import socket
import sys

from arplab import neighbours, topology
from arplab import network as net
from arplab.shell import LabError

DIRECTORY = f"/run/{net.NAME}"
LOCK = f"\0{net.NAME}"  # an abstract socket: gone with the process, and no file to leave behind
LEFT_UP = os.path.join(DIRECTORY, "up")
NEIGHBOUR_LIMITS = os.path.join(DIRECTORY, "neighbour-limits")


@contextlib.contextmanager
def locked():
    """One lab at a time: the namespaces have fixed names."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as lock:
        try:
            lock.bind(LOCK)
        except OSError:
            raise LabError("another lab runs on this machine: wait for it, or end it") from None
        yield


@contextlib.contextmanager
def built(keep_logs=None, addresses=1):
    """The lab, built, with room for so many shared addresses; removed whatever happens in the block.

    Also removes what a killed run left.
    """
    with locked():
        if os.path.exists(LEFT_UP):
            raise LabError("a lab is up for exploring: run `lab down` first")
        clear()
        try:
            os.makedirs(DIRECTORY, mode=0o700)
            neighbours.make_room(addresses, NEIGHBOUR_LIMITS)
            topology.build()
            yield DIRECTORY
        finally:
            with undisturbed():
                _keep_logs(keep_logs)
                clear()


def clear():
    topology.remove()
    neighbours.give_back(NEIGHBOUR_LIMITS)
    shutil.rmtree(DIRECTORY, ignore_errors=True)


def _keep_logs(target):
    if target:
        shutil.copytree(DIRECTORY, target, dirs_exist_ok=True, ignore=_not_a_log)


def _not_a_log(directory, names):
    return [name for name in names if not name.endswith(".log") and not os.path.isdir(os.path.join(directory, name))]


@contextlib.contextmanager
def undisturbed():
    """A second Ctrl-C must not stop the cleaning up."""
    before = [(number, signal.signal(number, signal.SIG_IGN)) for number in (signal.SIGINT, signal.SIGTERM)]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def main(program):
    """Runs a program: one line for what went wrong, 130 after Ctrl-C, 143 after SIGTERM."""
    signal.signal(signal.SIGTERM, _terminated)
    if os.geteuid() != 0:
        sys.exit("error: network namespaces need root: run it with sudo")
    try:
        return program()
    except LabError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _terminated(*_):
    sys.exit(143)
