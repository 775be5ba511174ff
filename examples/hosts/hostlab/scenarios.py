"""The scenarios in the order in which they run."""

import time
from dataclasses import dataclass
from typing import Callable

from hostlab import badinput, breaking, planted, rollout


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
    Scenario("doctor", "planted faults that the doctor must find", planted.run),
    Scenario("interrupted-upgrade", "an upgrade interrupted half way", badinput.interrupted_upgrade, long=True),
    Scenario("uninstall", "uninstall.yml, and what is left", rollout.uninstall),
    Scenario("bad-inventory", "inventories that are no pairs, a wrong password", badinput.inventory),
    Scenario("no-java", "no Java to be had", badinput.no_java, long=True),
    Scenario("no-zookeeper", "no ZooKeeper during the roll-out", badinput.no_zookeeper, long=True),
    Scenario("rebooted-midway", "a host rebooted during the roll-out", badinput.rebooted_midway, long=True),
    Scenario("network-manager", "an address that the network manager owns", badinput.network_manager_owns, long=True),
)}


def chosen(only, quick):
    return [each for each in ALL.values() if (not only or each.name in only) and not (quick and each.long)]
