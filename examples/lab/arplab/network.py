"""The lab's addresses and names: one place that every other module, and every observer, reads."""

import os
from dataclasses import dataclass

# Another program that builds the same network (examples/hosts) has names of its own, and so do its observers.
NAME, PREFIX = os.environ.get("LAB_NAME", "arp-failover-lab"), os.environ.get("LAB_PREFIX", "afl-")
LAN, MANAGEMENT = PREFIX + "lan", PREFIX + "mgmt"
GATEWAY, CLIENT, ZOOKEEPER, WATCH = PREFIX + "gw", PREFIX + "client", PREFIX + "zk", PREFIX + "watch"

CLUSTER = "lab"
VIP = "10.77.0.100"
LAN_PREFIX_LENGTH = 16
VIP_WITH_PREFIX = f"{VIP}/{LAN_PREFIX_LENGTH}"
GATEWAY_ADDRESS = "10.77.0.254"
GATEWAY_WAN_ADDRESS = "10.78.0.254"
CLIENT_ADDRESS = "10.78.0.2"
WATCH_ADDRESS = "10.77.0.250"
ZOOKEEPER_ADDRESS = "10.79.0.10"
ZOOKEEPER_PORT = 2181
PEER_PORT = 5227

# Further shared addresses, for those who ask for many; all in one network of their own, the asked one is always VIP.
MORE_VIPS_NETWORK = "10.77.16.0/20"
MOST_VIPS = 4000

# The askers' addresses: 10.77.0.128 to .191, so that an answer tells which question it belongs to.
ASKERS_NETWORK = "10.77.0.128"
ASKERS_PREFIX_LENGTH = 26

GATEWAY_MAC = "02:00:00:00:00:fe"
WATCH_MAC = "02:00:00:00:00:ee"


@dataclass(frozen=True)
class Server:
    """One of the two machines that share the address; its name is also its port on both bridges."""

    name: str
    lan_address: str
    management_address: str
    mac: str

    @property
    def namespace(self):
        return PREFIX + self.name


A = Server("a", "10.77.0.1", "10.79.0.1", "02:00:00:00:00:0a")
B = Server("b", "10.77.0.2", "10.79.0.2", "02:00:00:00:00:0b")
SERVERS = (A, B)
NAMESPACES = (LAN, MANAGEMENT, A.namespace, B.namespace, GATEWAY, CLIENT, ZOOKEEPER, WATCH)
OWNER_OF_MAC = {A.mac: "a", B.mac: "b", GATEWAY_MAC: "gateway", WATCH_MAC: "watch"}


def shared_addresses(count):
    """The first is VIP, which everybody watches."""
    more = (f"10.77.{16 + number // 250}.{1 + number % 250}" for number in range(count - 1))
    return [VIP_WITH_PREFIX, *(f"{address}/{LAN_PREFIX_LENGTH}" for address in more)]


def other(server):
    """The one that is not this one."""
    return B if server is A else A
