"""Builds the lab's namespaces and links, breaks and mends them, and removes them all.

Nothing is created in the root namespace but the names of the namespaces: both ends of every link are
inside. A silent cut takes a port off its bridge, which leaves the carrier up, as a dead switch further away would.
"""

import os
import signal

from arplab import network as net
from arplab.shell import inside, ip, run

LOSS_TABLE = "lab-loss"
VRRP = 112


def build():
    """Creates every namespace and link; expects that none is there."""
    for namespace in net.NAMESPACES:
        run("ip", "netns", "add", namespace)
        inside(namespace, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1")
        ip(namespace, ["link set lo up"])
    for namespace in (net.LAN, net.MANAGEMENT):
        ip(namespace, ["link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0", "link set br0 up"])
    for server in net.SERVERS:
        _add_server(server)
    _add_gateway_and_client()
    _plug(net.LAN, "watch", net.WATCH, "lan0", net.WATCH_MAC, net.WATCH_ADDRESS)
    _plug(net.MANAGEMENT, "zk", net.ZOOKEEPER, "mgmt0", "02:00:00:00:01:10", net.ZOOKEEPER_ADDRESS)


def _add_server(server):
    _plug(net.LAN, server.name, server.namespace, "lan0", server.mac, server.lan_address)
    management_mac = server.mac.replace("02:00:00:00:00", "02:00:00:00:01")
    _plug(net.MANAGEMENT, server.name, server.namespace, "mgmt0", management_mac, server.management_address)
    _add_default_route(server)


def _add_gateway_and_client():
    _plug(net.LAN, "gateway", net.GATEWAY, "lan0", net.GATEWAY_MAC, net.GATEWAY_ADDRESS)
    ip(net.GATEWAY, [
        f"link add wan0 type veth peer name wan0 netns {net.CLIENT}",
        f"addr add {net.GATEWAY_WAN_ADDRESS}/24 dev wan0",
        "link set wan0 up",
    ])
    ip(net.CLIENT, [
        f"addr add {net.CLIENT_ADDRESS}/24 dev wan0",
        "link set wan0 up",
        f"route add default via {net.GATEWAY_WAN_ADDRESS}",
    ])
    inside(net.GATEWAY, "sysctl", "-qw", "net.ipv4.ip_forward=1")


def _plug(bridge, port, namespace, device, mac, address):
    """Connects a namespace to a bridge by one cable."""
    ip(bridge, [
        f"link add name {port} type veth peer name {device} netns {namespace} address {mac}",
        f"link set dev {port} master br0",
        f"link set dev {port} up",
    ])
    length = net.LAN_PREFIX_LENGTH if bridge == net.LAN else 24
    ip(namespace, [f"addr add {address}/{length} dev {device}", f"link set {device} up"])


def _add_default_route(server):
    ip(server.namespace, [f"route replace default via {net.GATEWAY_ADDRESS}"])


def cut(bridge, server):
    """Silently: the server's carrier stays up, nothing passes."""
    ip(bridge, [f"link set dev {server.name} nomaster"])


def mend(bridge, server):
    ip(bridge, [f"link set dev {server.name} master br0"])


def drop_carrier(server):
    """The cable is pulled: the server sees its LAN link go down."""
    ip(net.LAN, [f"link set dev {server.name} down"])


def raise_carrier(server):
    ip(net.LAN, [f"link set dev {server.name} up"])


def switch_off(server):
    """What a machine without power has: no links, no shared address, no rules."""
    ip(server.namespace, ["link set lan0 down", "link set mgmt0 down"])
    withdraw_address(server)
    for table in inside(server.namespace, "nft", "list", "tables").splitlines():
        if not table.endswith(" " + LOSS_TABLE):  # what the network loses it goes on losing
            inside(server.namespace, "nft", "delete", *table.split())


def switch_on(server):
    ip(server.namespace, ["link set lan0 up", "link set mgmt0 up"])
    _add_default_route(server)
    mend(net.LAN, server)
    mend(net.MANAGEMENT, server)


def withdraw_address(server):
    """Takes the shared addresses off, those that are there."""
    ip(server.namespace, [f"addr flush dev lan0 to {net.VIP}/32", f"addr flush dev lan0 to {net.MORE_VIPS_NETWORK}"])


def block_zookeeper(server):
    """ZooKeeper's host drops whatever comes from this server, without an answer."""
    rules = f"""table ip lab {{
        chain input {{
            type filter hook input priority 0
            ip saddr {server.management_address} drop
        }}
    }}
    """
    inside(net.ZOOKEEPER, "nft", "-f", "-", stdin=rules)


def unblock_zookeeper():
    inside(net.ZOOKEEPER, "nft", "delete", "table", "ip", "lab")


def lose_datagrams(server, percent):
    """The network loses so many, at random, of what the other server tells this one: by our protocol or by VRRP."""
    lost = f"numgen random mod 100 < {percent} drop"
    rules = f"""table inet {LOSS_TABLE} {{
        chain input {{
            type filter hook input priority 0
            udp dport {net.PEER_PORT} {lost}
            ip protocol {VRRP} {lost}
        }}
    }}
    """
    inside(server.namespace, "nft", "-f", "-", stdin=rules)


def pass_datagrams(server):
    """Also when they pass already."""
    run("ip", "netns", "exec", server.namespace, "nft", "delete", "table", "inet", LOSS_TABLE, check=False)


def remove():
    """Removes the lab's namespaces and ends what still runs in them: nobody else uses these names."""
    present = set(os.listdir("/run/netns")) if os.path.isdir("/run/netns") else set()
    for namespace in present.intersection(net.NAMESPACES):
        for pid in run("ip", "netns", "pids", namespace, check=False).split():
            _kill(int(pid))
        run("ip", "netns", "del", namespace, check=False)


def _kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # it ended by itself meanwhile
