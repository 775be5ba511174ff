"""The scenarios in the order in which they run."""

import time
from dataclasses import dataclass
from typing import Callable

from hostlab import breaking, rollout


@dataclass(frozen=True)
class Scenario:
    """`run`: takes the stage. `long`: left out of a quick run."""

    name: str
    title: str
    run: Callable
    long: bool = False


def _boot(stage):
    """The machines run already; what is seen is what an administrator's first look would see."""
    began = time.monotonic()
    wrong = []
    for machine in stage.house.machines.values():
        state = stage.house.ssh(machine, "systemctl is-system-running; command -v java nft || true").strip()
        wrong += [] if state == "running" else [f"{machine.name}: {state}"]
    stage.row("three bare machines that ssh reaches", began, wrong)


def _one_fault(fault, target):
    def run(stage):
        stage.need_installed()
        stage.trial(fault, target)
    return run


QUICK_FAULTS = ("switchover", "power-loss", "freeze", "kill", "lan-cut")
ALL = {scenario.name: scenario for scenario in (
    Scenario("boot", "three bare machines", _boot),
    Scenario("install", "site.yml on bare machines", rollout.install),
    Scenario("again", "site.yml once more", rollout.again),
    Scenario("switchover-playbook", "switchover.yml under load", rollout.switch_over),
    Scenario("upgrade", "upgrade.yml under load", rollout.upgrade),
    Scenario("maintenance", "maintenance.yml under load, with a reboot of each", rollout.maintain, long=True),
    *(Scenario(fault.name, fault.title, _one_fault(fault, target), long=fault.name not in QUICK_FAULTS)
      for fault, target in breaking.ALL),
    Scenario("uninstall", "uninstall.yml, and what is left", rollout.uninstall),
)}


def chosen(only, quick):
    return [each for each in ALL.values() if (not only or each.name in only) and not (quick and each.long)]
