"""The asker: a host of the LAN that asks `who-has` the shared address all the time and writes who answered.

Each question carries another sender address, so an answer tells which question it belongs to. A question that
two MAC addresses answer is the wire's own proof of two owners.
"""

import collections
import itertools
import ipaddress
import sys

from arplab import arp
from arplab import network as net
from arplab.observers.recorder import Loop, Recorder

INTERVAL = 0.005
ANSWERS_WITHIN = 0.200


class Asker:
    def __init__(self, recorder):
        self._recorder = recorder
        askers = ipaddress.ip_network(f"{net.ASKERS_NETWORK}/{net.ASKERS_PREFIX_LENGTH}")
        self._senders = itertools.cycle([str(address) for address in askers])
        self._open = collections.OrderedDict()  # sender address -> (sent, MACs that answered)
        self.socket = arp.ask_socket("lan0")

    def ask(self, now):
        self._settle(now)
        sender = next(self._senders)
        self._open[sender] = (now, set())
        self.socket.send(arp.who_has(net.VIP, sender, net.WATCH_MAC))

    def receive(self, _):
        while True:
            try:
                frame = arp.parse(self.socket.recv(256))
            except BlockingIOError:
                return
            if frame and frame.operation == arp.REPLY and frame.sender == net.VIP and frame.target in self._open:
                self._open[frame.target][1].add(frame.sender_mac)

    def _settle(self, now):
        """Writes, in the order asked, every question whose time is over."""
        while self._open and now - next(iter(self._open.values()))[0] > ANSWERS_WITHIN:
            _, (sent, macs) = self._open.popitem(last=False)
            self._recorder.write(t=round(sent, 6), macs=sorted(macs))


def main():
    asker = Asker(Recorder(sys.argv[1]))
    Loop(INTERVAL).run([asker.socket], asker.receive, asker.ask)


if __name__ == "__main__":
    main()
