"""The scenarios in the order in which they run: each starts from what the one before it left."""

import time
from dataclasses import dataclass
from typing import Callable

from hostlab.findings import Row


@dataclass(frozen=True)
class Scenario:
    """`run`: takes the house and the findings. `long`: left out of a quick run."""

    name: str
    title: str
    run: Callable
    long: bool = False


def _boot(house, found):
    """The machines run already; what is seen is what an administrator's first look would see."""
    began = time.monotonic()
    wrong = []
    for machine in house.machines.values():
        state = house.ssh(machine, "systemctl is-system-running; command -v java || true").strip()
        wrong += [] if state == "running" else [f"{machine.name}: {state}"]
    found.add(Row("boot", "three bare machines that ssh reaches", time.monotonic() - began, tuple(wrong)))


ALL = {scenario.name: scenario for scenario in (
    Scenario("boot", "three bare machines", _boot),
)}


def chosen(only, quick):
    return [each for each in ALL.values() if (not only or each.name in only) and not (quick and each.long)]
