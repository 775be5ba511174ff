"""The faults: how each is done to the present holder, and how it is undone."""

import signal
from dataclasses import dataclass
from typing import Callable

from arplab import network as net
from arplab import topology

ZOOKEEPER_WATCHED_SECONDS = 8


@dataclass(frozen=True)
class Fault:
    """One way to lose a holder.

    `moves`: the address should go to the other server, so the trial watches until it did.
    `watched_seconds`: how long a fault that should move nothing is watched.
    `heal_is_part`: the client is served again only by the healing, so the outage is measured beyond it.
    """

    name: str
    title: str
    inject: Callable
    heal: Callable
    moves: bool = True
    watched_seconds: float = 0
    heal_is_part: bool = False
    needs_zookeeper: bool = False
    power_is_off: bool = False


def _cut_power(pair, holder):
    topology.cut(net.LAN, holder)
    topology.cut(net.MANAGEMENT, holder)
    pair.member(holder).kill()
    topology.switch_off(holder)


def _restore_power(pair, holder):
    topology.switch_on(holder)
    pair.start_member(holder)


def _kill(pair, holder):
    pair.member(holder).kill()


def _restart(pair, holder):
    pair.clean_member(holder)
    pair.start_member(holder)


def _freeze(pair, holder):
    pair.member(holder).signal(signal.SIGSTOP)


def _thaw(pair, holder):
    pair.member(holder).signal(signal.SIGCONT)


def _cut_lan(_, holder):
    topology.cut(net.LAN, holder)


def _mend_lan(_, holder):
    topology.mend(net.LAN, holder)


def _drop_carrier(_, holder):
    topology.drop_carrier(holder)


def _raise_carrier(_, holder):
    topology.raise_carrier(holder)


def _cut_zookeeper(_, holder):
    topology.block_zookeeper(holder)


def _mend_zookeeper(*_):
    topology.unblock_zookeeper()


def _kill_zookeeper(pair, _):
    pair.kill_zookeeper()


def _start_zookeeper(pair, _):
    pair.start_zookeeper()


def _switch_over(pair, holder):
    pair.switch_over(holder)


def _after_switch_over(pair, holder):
    pair.after_switch_over(holder)


ALL = {fault.name: fault for fault in (
    Fault("power-loss", "holder loses power", _cut_power, _restore_power, power_is_off=True),
    Fault("kill", "agent killed (-9)", _kill, _restart),
    Fault("stop", "agent frozen (SIGSTOP)", _freeze, _thaw),
    Fault("lan-cut", "LAN of the holder silently cut", _cut_lan, _mend_lan),
    Fault("carrier", "carrier lost on the holder", _drop_carrier, _raise_carrier),
    Fault("zk-cut", "holder cut off from ZooKeeper", _cut_zookeeper, _mend_zookeeper,
          moves=False, watched_seconds=ZOOKEEPER_WATCHED_SECONDS, needs_zookeeper=True),
    Fault("zk-down", f"all of ZooKeeper down for {ZOOKEEPER_WATCHED_SECONDS} s", _kill_zookeeper, _start_zookeeper,
          moves=False, watched_seconds=ZOOKEEPER_WATCHED_SECONDS, heal_is_part=True, needs_zookeeper=True),
    Fault("switchover", "planned switchover", _switch_over, _after_switch_over),
)}
