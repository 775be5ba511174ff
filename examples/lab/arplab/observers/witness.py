"""The witness: sees inside both servers' kernels, the gateway's ARP cache and the LAN's switch.

One process for all of it, and one time for everything it reads after one wake-up: what happened because of
something else is then never written before it, however late a busy machine lets the witness run.
It writes `address` (present or not), `fence` (the lease set exists or not), `lease` (runs until), `cache`
(the MAC the gateway has for the shared address), `frame` (an ARP frame about it, by the port it entered) and
`datagram` (one to the peer, as it leaves a server).
"""

import socket
import sys
import time

from arplab import arp, netlink
from arplab import network as net
from arplab.observers.recorder import Loop, Recorder

INTERVAL = 0.020
TABLE, LEASE_SET = "arp-failover-" + net.CLUSTER, "lease"
EARLIER = 0.008  # what a sample must differ by to count: two ticks of a 250 Hz kernel
FOR_EVER = 1e12
PORTS = ("a", "b", "gateway")


class AddressWatch:
    """Whether the shared address is configured on one server (rtnetlink)."""

    def __init__(self, server, recorder):
        self._server, self._recorder = server, recorder
        with netlink.entered(server.namespace):
            self.socket = netlink.events(netlink.NETLINK_ROUTE, [netlink.GROUP_IPV4_ADDRESSES])
            asked = netlink.requests(netlink.NETLINK_ROUTE)
        body = bytes([2]) + bytes(7)
        found = netlink.dump(asked, netlink.GET_ADDRESSES, body)
        self._present = any(netlink.address_of(payload) == net.VIP for _, payload in found)
        self._write(time.monotonic())

    def read(self, data, now):
        for kind, payload in netlink.messages(data):
            if kind in (netlink.NEW_ADDRESS, netlink.DELETE_ADDRESS) and netlink.address_of(payload) == net.VIP:
                self._become(kind == netlink.NEW_ADDRESS, now)

    def _become(self, present, now):
        if present != self._present:
            self._present = present
            self._write(now)

    def _write(self, now):
        self._recorder.write(t=round(now, 6), kind="address", node=self._server.name, present=self._present)


class LeaseWatch:
    """One server's kernel lease: each commit as the kernel tells it, and samples, which can only shorten it."""

    def __init__(self, server, recorder):
        self._server, self._recorder = server, recorder
        with netlink.entered(server.namespace):
            self.socket = netlink.events(netlink.NETLINK_NETFILTER, [netlink.GROUP_NFTABLES])
            self._asked = netlink.requests(netlink.NETLINK_NETFILTER)
        self._request = netlink.elements_request(TABLE, LEASE_SET)
        now = time.monotonic()
        found = self._dump()
        self._fenced = found is not None
        self._elements = {key: until(left, now) for key, left in found or []}
        self._written_fence = self._written_lease = None
        self._write(now)

    def read(self, data, now):
        for kind, payload in netlink.messages(data):
            if kind == netlink.GENERATION:  # the commit is told completely: between its parts nothing was ever true
                self._write(now)
            elif kind == netlink.DELETE_TABLE and netlink.names_of(payload)[0] == TABLE:
                self._fence(False)
            elif kind >> 8 == netlink.NFTABLES >> 8 and is_ours(kind, payload):
                self._apply(kind, payload, now)

    def sample(self, now):
        """Asks the kernel itself: an expiry is told to nobody."""
        if not self._live_until() > now:
            return
        left = max((until(left, now) for _, left in self._dump() or []), default=now)
        if left < self._live_until() - EARLIER:
            self._recorder.write(t=round(now, 6), kind="lease", node=self._server.name, until=round(left, 6))

    def _apply(self, kind, payload, now):
        if kind == netlink.NEW_SET:
            self._fence(True)
        elif kind == netlink.DELETE_SET:
            self._fence(False)
        elif kind == netlink.NEW_ELEMENTS:
            self._elements.update((key, until(left, now)) for key, left in netlink.elements_of(payload))
        else:
            for key, _ in netlink.elements_of(payload):
                self._elements.pop(key, None)

    def _fence(self, exists):
        self._fenced = exists
        if not exists:
            self._elements.clear()

    def _dump(self):
        found = netlink.dump(self._asked, netlink.GET_ELEMENTS, self._request)
        if found is None:
            return None
        return [element for _, payload in found for element in netlink.elements_of(payload)]

    def _live_until(self):
        return max(self._elements.values(), default=0.0)

    def _write(self, now):
        ends = round(self._live_until(), 6)
        if ends != self._written_lease:
            self._written_lease = ends
            self._recorder.write(t=round(now, 6), kind="lease", node=self._server.name, until=ends)
        if self._fenced != self._written_fence:
            self._written_fence = self._fenced
            self._recorder.write(t=round(now, 6), kind="fence", node=self._server.name, exists=self._fenced)


class CacheWatch:
    """Which MAC address the gateway has for the shared address."""

    def __init__(self, recorder):
        self._recorder = recorder
        with netlink.entered(net.GATEWAY):
            self.socket = netlink.events(netlink.NETLINK_ROUTE, [netlink.GROUP_NEIGHBOURS])
            asked = netlink.requests(netlink.NETLINK_ROUTE)
        self._mac = None
        self._write(None, time.monotonic())
        for _, payload in netlink.dump(asked, netlink.GET_NEIGHBOURS, bytes([2]) + bytes(11)):
            self._learn(payload, time.monotonic())

    def read(self, data, now):
        for kind, payload in netlink.messages(data):
            if kind in (netlink.NEW_NEIGHBOUR, netlink.DELETE_NEIGHBOUR):
                self._learn(payload, now)

    def _learn(self, payload, now):
        address, mac = netlink.neighbour_of(payload)
        if address == net.VIP and mac != self._mac:
            self._write(mac, now)

    def _write(self, mac, now):
        self._mac = mac
        self._recorder.write(t=round(now, 6), kind="cache", mac=mac)


class SwitchWatch:
    """ARP frames about the shared address, as they enter the LAN's bridge."""

    def __init__(self, recorder):
        self._recorder = recorder
        with netlink.entered(net.LAN):
            self.socket = arp.capture_socket()

    def read_from(self, data, port, now):
        frame = arp.parse(data)
        if frame and port in PORTS:
            self._recorder.write(t=round(now, 6), kind="frame", port=port, what=frame.kind(), sender=frame.sender,
                                 sender_mac=frame.sender_mac, target=frame.target)


class PeerWatch:
    """What one server sends to its peer, as it leaves."""

    def __init__(self, server, recorder):
        self._server, self._recorder = server, recorder
        with netlink.entered(server.namespace):
            self.socket = arp.peer_capture_socket()

    def read_from(self, device, direction, now):
        if direction == socket.PACKET_OUTGOING:
            self._recorder.write(t=round(now, 6), kind="datagram", node=self._server.name, device=device)


def is_ours(kind, payload):
    """Whether a message is about the lease set."""
    kinds = (netlink.NEW_SET, netlink.DELETE_SET, netlink.NEW_ELEMENTS, netlink.DELETE_ELEMENTS)
    return kind in kinds and netlink.names_of(payload) == (TABLE, LEASE_SET)


def until(milliseconds_left, now):
    return FOR_EVER if milliseconds_left is None else now + milliseconds_left / 1e3


class Witness:
    def __init__(self, recorder):
        self._leases = [LeaseWatch(server, recorder) for server in net.SERVERS]
        addresses = [AddressWatch(server, recorder) for server in net.SERVERS]
        self._kernels = [*self._leases, *addresses, CacheWatch(recorder)]
        self._switch = SwitchWatch(recorder)
        self._peers = [PeerWatch(server, recorder) for server in net.SERVERS]
        self.sockets = [watch.socket for watch in [*self._kernels, self._switch, *self._peers]]

    def read(self, _):
        """Reads all sockets, again and again until a whole pass finds nothing, and gives it all one time."""
        now = time.monotonic()
        while any([*(self._read_kernel(watch, now) for watch in self._kernels), self._read_switch(now),
                   *(self._read_peer(watch, now) for watch in self._peers)]):
            pass

    def sample(self, now):
        for lease in self._leases:
            lease.sample(now)

    @staticmethod
    def _read_kernel(watch, now):
        try:
            watch.read(watch.socket.recv(netlink.BUFFER), now)
            return True
        except BlockingIOError:
            return False

    @staticmethod
    def _read_peer(watch, now):
        try:
            _, (device, _, direction, *_) = watch.socket.recvfrom(1)
        except BlockingIOError:
            return False
        watch.read_from(device, direction, now)
        return True

    def _read_switch(self, now):
        try:
            data, (port, *_) = self._switch.socket.recvfrom(256)
        except BlockingIOError:
            return False
        self._switch.read_from(data, port, now)
        return True


def main():
    witness = Witness(Recorder(sys.argv[1]))
    Loop(INTERVAL).run(witness.sockets, witness.read, witness.sample)


if __name__ == "__main__":
    main()
