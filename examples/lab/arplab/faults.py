"""The faults: how each is done to the present holder, and how it is undone."""

import signal
import time
from dataclasses import dataclass
from typing import Callable

from arplab import network as net
from arplab import topology

ZOOKEEPER_WATCHED_SECONDS = 8
ZOOKEEPER_LONG_SECONDS = 60
RESTART_WATCHED_SECONDS = 4


@dataclass(frozen=True)
class Fault:
    """One way to disturb a pair.

    `inject`: does it; a time it returns is when the old holder came back to life, late.
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


def _freeze_for(leases):
    """Stops the holder for so many of its leases (the rival: of the time after which it is given up), then wakes it."""
    def inject(pair, holder):
        _freeze(pair, holder)
        time.sleep(leases * pair.lease_seconds)
        woken = time.monotonic()
        _thaw(pair, holder)
        return woken
    return inject


def _do_nothing(*_):
    pass


def _kill_heir(pair, holder):
    pair.member(net.other(holder)).kill()


def _start_heir(pair, holder):
    pair.start_member(net.other(holder))


def _restart_heir(pair, holder):
    pair.member(net.other(holder)).stop()
    pair.start_member(net.other(holder))


def _restart_holder(pair, holder):
    pair.restart_member(holder)


def _kill_both_and_start(pair, _):
    for server in net.SERVERS:
        pair.member(server).kill()
    for server in net.SERVERS:
        pair.start_member(server)


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


def _unmoved(name, title, inject, heal=_do_nothing, watched=RESTART_WATCHED_SECONDS, **more):
    """A fault that should move nothing: what the client suffers is measured beyond the healing."""
    return Fault(name, title, inject, heal, moves=False, watched_seconds=watched, heal_is_part=True, **more)


def _zookeeper_down(name, seconds):
    title = f"all of ZooKeeper down for {seconds} s"
    return _unmoved(name, title, _kill_zookeeper, _start_zookeeper, seconds, needs_zookeeper=True)


ALL = {fault.name: fault for fault in (
    _unmoved("nothing", "nothing (what the lab costs)", _do_nothing),
    Fault("power-loss", "holder loses power", _cut_power, _restore_power, power_is_off=True),
    Fault("kill", "agent killed (-9)", _kill, _restart),
    Fault("stop", "agent frozen (SIGSTOP)", _freeze, _thaw),
    _unmoved("stop-half", "agent frozen for T/2", _freeze_for(0.5)),
    Fault("stop-2", "agent frozen for 2 T", _freeze_for(2), _do_nothing),
    Fault("stop-10", "agent frozen for 10 T", _freeze_for(10), _do_nothing),
    Fault("lan-cut", "LAN of the holder silently cut", _cut_lan, _mend_lan),
    Fault("carrier", "carrier lost on the holder", _drop_carrier, _raise_carrier),
    Fault("zk-cut", "holder cut off from ZooKeeper", _cut_zookeeper, _mend_zookeeper,
          moves=False, watched_seconds=ZOOKEEPER_WATCHED_SECONDS, needs_zookeeper=True),
    _zookeeper_down("zk-down", ZOOKEEPER_WATCHED_SECONDS),
    _zookeeper_down("zk-down-60", ZOOKEEPER_LONG_SECONDS),
    _unmoved("heir-kill", "heir killed (-9), started again", _kill_heir, _start_heir),
    _unmoved("heir-restart", "heir restarted", _restart_heir),
    _unmoved("restart", "holder's agent restarted", _restart_holder),
    _unmoved("both-restart", "both killed (-9), started at once", _kill_both_and_start),
    Fault("switchover", "planned switchover", _switch_over, _after_switch_over),
)}
