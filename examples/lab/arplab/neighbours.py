"""Room in the kernel's ARP cache: one limit for all namespaces together, and a thousand are too many for its default.

A full cache makes a gateway deaf: Linux does not answer a question whose sender it cannot remember.
"""

import contextlib
import os

from arplab.shell import LabError

LIMITS = "/proc/sys/net/ipv4/neigh/default/gc_thresh"
WANTED = {"1": 4096, "2": 8192, "3": 16384}
ENOUGH_AS_IT_IS = 100


def make_room(addresses, backup):
    """Raises the machine's limits when so many addresses need it; what they were is written to `backup`."""
    if addresses <= ENOUGH_AS_IT_IS:
        return
    before = {number: _read(number) for number in WANTED}
    with open(backup, "w", encoding="ascii") as file:
        file.write("".join(f"{number} {limit}\n" for number, limit in before.items()))
    for number in sorted(WANTED, reverse=True):
        _write(number, max(before[number], WANTED[number]))


def give_back(backup):
    """Puts the limits back, also those that a killed run left."""
    with contextlib.suppress(FileNotFoundError):
        with open(backup, encoding="ascii") as file:
            for line in file:
                _write(*line.split())
        os.unlink(backup)


def _read(number):
    try:
        with open(LIMITS + number, encoding="ascii") as file:
            return int(file.read())
    except FileNotFoundError:
        raise LabError(f"no {LIMITS}{number}: run it in the machine's own network namespace") from None


def _write(number, limit):
    with open(LIMITS + number, "w", encoding="ascii") as file:
        file.write(f"{limit}\n")
