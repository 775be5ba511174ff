"""The client: pings the shared address through the gateway, and writes for each ping when it left and how long it took.

It sends every half millisecond, which is how precisely it can tell an outage.

A ping that is answered after more than ANSWER_WITHIN counts as lost: a gateway that looks for a neighbour
holds packets back and delivers them together, which nobody would call service.
"""

import collections
import socket
import struct
import sys
import time

from arplab import network as net
from arplab.measure import PING_INTERVAL
from arplab.observers.recorder import Loop, Recorder

WRITE_EVERY = 16  # pings: a write for each would take longer than sending it
ANSWER_WITHIN = 0.100
IDENTIFIER = 0x4C41
ECHO_REQUEST, ECHO_REPLY = 8, 0
ICMP = struct.Struct("!BBHHH")
NUMBER = struct.Struct("!Q")


class Ping:
    """One echo request that is out."""

    __slots__ = ("number", "sent", "took")

    def __init__(self, number, sent):
        self.number, self.sent, self.took = number, sent, None


class Client:
    def __init__(self, recorder):
        self._recorder = recorder
        self._pings = collections.deque()
        self._next = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        self.socket.setblocking(False)

    def send(self, now):
        if self._next % WRITE_EVERY == 0:
            self._settle(now)
        ping = Ping(self._next, now)
        self._next += 1
        self._pings.append(ping)
        try:
            self.socket.sendto(echo_request(ping.number), (net.VIP, 0))
        except OSError:
            pass  # no route or no buffer: not answered, like any other

    def receive(self, _):
        while True:
            try:
                packet = self.socket.recv(256)
            except BlockingIOError:
                return
            self._match(packet, time.monotonic())

    def _match(self, packet, now):
        number = answered_number(packet)
        if number is None or not self._pings:
            return
        index = number - self._pings[0].number
        if 0 <= index < len(self._pings):
            self._pings[index].took = now - self._pings[index].sent

    def _settle(self, now):
        """Writes, in the order sent, every ping of which the fate is known."""
        lines = []
        while self._pings and (self._pings[0].took is not None or now - self._pings[0].sent > ANSWER_WITHIN):
            ping = self._pings.popleft()
            late = ping.took is None or ping.took > ANSWER_WITHIN
            lines.append({"t": round(ping.sent, 6), "ms": None if late else round(ping.took * 1e3, 3)})
        self._recorder.write_all(lines)


def echo_request(number):
    payload = NUMBER.pack(number)
    blank = ICMP.pack(ECHO_REQUEST, 0, 0, IDENTIFIER, number & 0xFFFF) + payload
    return ICMP.pack(ECHO_REQUEST, 0, checksum(blank), IDENTIFIER, number & 0xFFFF) + payload


def checksum(data):
    """RFC 1071, for an even number of octets."""
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def answered_number(packet):
    """The number of our ping that this IPv4 packet answers, or None."""
    header = (packet[0] & 0x0F) * 4
    if len(packet) < header + ICMP.size + NUMBER.size:
        return None
    kind, _, _, identifier, _ = ICMP.unpack_from(packet, header)
    if kind != ECHO_REPLY or identifier != IDENTIFIER:
        return None
    return NUMBER.unpack_from(packet, header + ICMP.size)[0]


def main():
    client = Client(Recorder(sys.argv[1]))
    Loop(PING_INTERVAL).run([client.socket], client.receive, client.send)


if __name__ == "__main__":
    main()
