"""What is done to the machines, as the lab's trials take it, and what of DESIGN is promised for each."""

from arplab import faults, targets, topology
from arplab import network as net
from arplab.faults import Fault
from arplab.targets import UNNOTICED, Target
from hostlab.pair import SERVICE

WATCHED_SECONDS = 8
NETWORKS = (net.LAN, net.MANAGEMENT)


def _machine(pair, server):
    return pair.house.machine(server)


def _cut_power(pair, server):
    for network in NETWORKS:
        topology.cut(network, server)
    _machine(pair, server).power_off()


def _restore_power(pair, server):
    for network in NETWORKS:
        topology.mend(network, server)
    _machine(pair, server).start()


def _cut_power_of_both(pair, _):
    for server in net.SERVERS:
        _cut_power(pair, server)
    for server in net.SERVERS:
        _restore_power(pair, server)


def _freeze(pair, holder):
    _machine(pair, holder).freeze()


def _thaw(pair, holder):
    _machine(pair, holder).thaw()


def _kill(pair, holder):
    _machine(pair, holder).run("systemctl", "kill", "--kill-whom=main", "--signal=KILL", SERVICE)


def _kill_heir(pair, holder):
    _kill(pair, net.other(holder))


def _restart(pair, holder):
    _machine(pair, holder).run("systemctl", "restart", SERVICE)


def _reboot(pair, *servers):
    machines = [_machine(pair, server) for server in servers]
    wanted = [machine.boots + 1 for machine in machines]
    for machine in machines:
        machine.run("systemctl", "reboot")
    for machine, boots in zip(machines, wanted):
        machine.wait_until_up(boots)


def _reboot_holder(pair, holder):
    _reboot(pair, holder)


def _reboot_heir(pair, holder):
    _reboot(pair, net.other(holder))


def _reboot_both(pair, _):
    _reboot(pair, *net.SERVERS)


def _cut_management(_, holder):
    topology.cut(net.MANAGEMENT, holder)


def _mend_management(_, holder):
    topology.mend(net.MANAGEMENT, holder)


def _cut_heirs_lan(_, holder):
    topology.cut(net.LAN, net.other(holder))


def _mend_heirs_lan(_, holder):
    topology.mend(net.LAN, net.other(holder))


def _coordinator_off(pair, _):
    pair.house.coordinator().power_off()


def _coordinator_on(pair, _):
    pair.house.coordinator().start()


def _switch_over(pair, holder):
    pair.request_switch_over(holder)


def _nothing(*_):
    """Nothing to undo, or systemd does it."""


def _unmoved(name, title, inject, heal=_nothing, watched=WATCHED_SECONDS):
    return Fault(name, title, inject, heal, moves=False, watched_seconds=watched, heal_is_part=True)


LAB = faults.ALL
AFTER_A_BOOT = Target(milliseconds=30_000)  # DESIGN has no figure for a machine's own start
ALL = (
    (Fault("switchover", "planned switchover", _switch_over, _nothing), targets.OUTAGES["switchover"]),
    (_unmoved("restart", "holder's agent restarted by systemd", _restart), targets.OUTAGES["restart"]),
    (Fault("power-loss", "holder loses power", _cut_power, _restore_power, power_is_off=True),
     targets.OUTAGES["power-loss"]),
    (Fault("freeze", "whole userland of the holder frozen", _freeze, _thaw), targets.OUTAGES["stop"]),
    (Fault("kill", "holder's agent killed (-9), systemd restarts it", _kill, _nothing), targets.OUTAGES["kill"]),
    (_unmoved("heir-kill", "heir's agent killed (-9), systemd restarts it", _kill_heir), targets.OUTAGES["heir-kill"]),
    (Fault("lan-cut", "LAN of the holder silently cut", LAB["lan-cut"].inject, LAB["lan-cut"].heal),
     targets.OUTAGES["lan-cut"]),
    (_unmoved("heir-lan-cut", "LAN of the heir silently cut", _cut_heirs_lan, _mend_heirs_lan), UNNOTICED),
    (Fault("carrier", "carrier lost on the holder", LAB["carrier"].inject, LAB["carrier"].heal),
     targets.OUTAGES["carrier"]),
    (_unmoved("management-cut", "management of the holder cut, ZooKeeper with it", _cut_management, _mend_management),
     targets.OUTAGES["zk-cut"]),
    (_unmoved("coordinator-off", "ZooKeeper's machine loses power", _coordinator_off, _coordinator_on),
     targets.OUTAGES["zk-down"]),
    (Fault("reboot", "holder rebooted", _reboot_holder, _nothing), targets.OUTAGES["switchover"]),
    (_unmoved("heir-reboot", "heir rebooted", _reboot_heir, watched=1), UNNOTICED),
    (_unmoved("both-reboot", "both rebooted at once", _reboot_both, watched=1), AFTER_A_BOOT),
    (_unmoved("both-power-loss", "both lose power, and get it back", _cut_power_of_both, watched=1), AFTER_A_BOOT),
)
