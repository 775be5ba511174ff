"""Faults of an installation, planted one by one, and what the doctor must say of each that it did not say before.

To add one: an entry of `ALL`. It is planted on the heir, so that the address stays served.
"""

import re
import time
from dataclasses import dataclass
from typing import Callable

from arplab import network as net
from arplab import topology
from arplab.shell import LabError, inside, ip
from hostlab import places
from hostlab.pair import SERVICE

CONFIGURATION = f"/etc/arp-failover/{net.CLUSTER}.yaml"
SECRET = f"/etc/arp-failover/{net.CLUSTER}.secret"
DROP_IN = f"/etc/systemd/system/{SERVICE}.d/planted.conf"
KEPT = ".before"
TABLE = "planted"
NOBODY = "10.77.0.253"


@dataclass(frozen=True)
class Planted:
    """`plant`, `mend`: take the stage and the heir. `finding`: what a remark that is not good must match."""

    name: str
    title: str
    plant: Callable
    mend: Callable
    finding: str


def run(stage):
    stage.need_installed()
    before = {server: {line(remark) for remark in stage.doctor(stage.house.machine(server))} for server in net.SERVERS}
    for planted in ALL:
        began = time.monotonic()
        heir = net.other(stage.holder())
        try:
            planted.plant(stage, heir)
            remarks = stage.doctor(stage.house.machine(heir))
        finally:
            planted.mend(stage, heir)
        new = [remark for remark in remarks if line(remark) not in before[heir]]
        found = matching(new, planted.finding)
        missed = [] if found else [f"not found; new was: {summary(new)}"]
        stage.row(planted.title, began, missed, found[0] if found else "")
        stage.wait_until_settled()


def matching(remarks, pattern):
    """The lines that complain of it."""
    wrong = [remark for remark in remarks if remark["grade"] != "good"]
    return [line(remark) for remark in wrong if re.search(pattern, line(remark), re.IGNORECASE)]


def line(remark):
    return f"{remark['grade']}: {remark['subject']}: {remark['text']}"


def summary(remarks):
    return "; ".join(line(remark) for remark in remarks if remark["grade"] != "good")[:300] or "nothing"


def _run(*command):
    """A fault that is one command in the machine."""
    return lambda stage, heir: stage.house.machine(heir).run(*command)


def _link(*lines):
    """A fault in the machine's network, from outside."""
    return lambda stage, heir: ip(heir.namespace, list(lines))


def _edited(file, pattern, replacement):
    """A file of the machine with one place changed; an unmatched place would plant nothing."""
    def plant(stage, heir):
        machine = stage.house.machine(heir)
        machine.run("cp", "-p", file, file + KEPT)
        before = machine.run("cat", file)
        after, count = re.subn(pattern, replacement, before)
        if not count:
            raise LabError(f"{file} of {heir.name} has nothing like {pattern}: planted nothing")
        machine.run("tee", file, stdin=after)
    return plant


def _unedited(file):
    return lambda stage, heir: stage.house.machine(heir).run(
        "sh", "-c", f"[ ! -e {file}{KEPT} ] || mv {file}{KEPT} {file}")


def _then_restart(do):
    """For what an agent reads at its start alone."""
    def change(stage, heir):
        do(stage, heir)
        stage.house.machine(heir).run("sh", "-c", f"systemctl daemon-reload; systemctl --no-block restart {SERVICE}")
        time.sleep(3)
    return change


def _written(path, text):
    return lambda stage, heir: stage.house.machine(heir).run(
        "sh", "-c", f"mkdir -p $(dirname {path}); cat > {path}", stdin=text)


def _filter_peer(_, heir):
    rules = f"table inet {TABLE} {{\n chain input {{\n type filter hook input priority 0\n" \
            f" udp dport {net.PEER_PORT} drop\n }}\n}}\n"
    inside(heir.namespace, "nft", "-f", "-", stdin=rules)


def _pass_peer(_, heir):
    inside(heir.namespace, "nft", "delete", "table", "inet", TABLE)


ALL = (
    Planted("secret-mode", "the secret is readable by all",
            _run("chmod", "0644", SECRET), _run("chmod", "0600", SECRET), r"\.secret"),
    Planted("secret-differs", "the two servers have different secrets",
            _then_restart(_edited(SECRET, r"^.{8}", "AAAABBBB")), _then_restart(_unedited(SECRET)),
            r"secret|authent|key"),
    Planted("zookeeper-away", "ZooKeeper does not answer", lambda _, heir: topology.block_zookeeper(heir),
            lambda *_: topology.unblock_zookeeper(), r"zookeeper"),
    Planted("peer-filtered", "a firewall drops the peer's datagrams", _filter_peer, _pass_peer,
            rf"{net.PEER_PORT}|dropped|firewall"),
    Planted("mtu", "the LAN interface has another MTU than the other server's",
            _link(f"link set {places.LAN} mtu 1280"), _link(f"link set {places.LAN} mtu 1500"), r"takes 1280 octets"),
    Planted("foreign-host", "a third host has the shared address",
            lambda *_: ip(net.WATCH, [f"addr add {net.VIP}/32 dev {places.LAN}"]),
            lambda *_: ip(net.WATCH, [f"addr del {net.VIP}/32 dev {places.LAN}"]), net.WATCH_MAC),
    Planted("weak-interface", "a second interface answers for the LAN's addresses",
            _link(f"addr add 10.77.0.201/{net.LAN_PREFIX_LENGTH} dev {places.MANAGEMENT}"),
            _link(f"addr del 10.77.0.201/{net.LAN_PREFIX_LENGTH} dev {places.MANAGEMENT}"),
            r"arp_ignore|arp_filter|" + places.MANAGEMENT),
    Planted("wrong-gateway", "the configured gateway is nobody", _edited(CONFIGURATION, net.GATEWAY_ADDRESS, NOBODY),
            _unedited(CONFIGURATION), NOBODY),
    Planted("carrier", "the LAN interface has no carrier", lambda _, heir: topology.drop_carrier(heir),
            lambda _, heir: topology.raise_carrier(heir), r"carrier"),
    Planted("capability", "a drop-in takes CAP_NET_ADMIN from the agent",
            _then_restart(_written(DROP_IN, "[Service]\nCapabilityBoundingSet=\nCapabilityBoundingSet=CAP_NET_RAW\n"
                                            "AmbientCapabilities=\nAmbientCapabilities=CAP_NET_RAW\n")),
            _then_restart(_run("rm", "-f", DROP_IN)), r"net_admin|capabilit"),
    Planted("promise-over-session", "promises last longer than ZooKeeper's session",
            _edited(CONFIGURATION, r"promise: *[\"']?500ms[\"']?", "promise: 5s"), _unedited(CONFIGURATION),
            r"promise|session"),
    Planted("network-manager", "the network manager has the address as its own",
            _written(f"/etc/systemd/network/10-{places.LAN}.network.d/planted.conf",
                     f"[Network]\nAddress={net.VIP_WITH_PREFIX}\n"),
            _run("rm", "-f", f"/etc/systemd/network/10-{places.LAN}.network.d/planted.conf"), r"planted\.conf|network"),
    Planted("agent-stopped", "the agent does not run", _run("systemctl", "stop", SERVICE),
            _run("systemctl", "start", SERVICE), r"agent|service"),
)
