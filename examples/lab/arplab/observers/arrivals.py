"""When each datagram of the peer reached this server, by the kernel's clock: on which device, one JSON line each."""

import socket
import struct
import sys

from arplab import arp
from arplab.observers.recorder import Loop, Recorder

SO_TIMESTAMPNS = 35
TIMESPEC = struct.Struct("@qq")
TICK = 1.0


class Arrivals:
    def __init__(self, recorder):
        self._recorder = recorder
        self.socket = arp.peer_capture_socket()
        self.socket.setsockopt(arp.SOL_PACKET, arp.PACKET_IGNORE_OUTGOING, 1)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)

    def read(self, _readable):
        while True:
            try:
                _, ancillary, _, address = self.socket.recvmsg(64, socket.CMSG_SPACE(TIMESPEC.size))
            except BlockingIOError:
                return
            seconds, nanos = TIMESPEC.unpack(ancillary[0][2][:TIMESPEC.size])
            self._recorder.write(t=seconds + nanos / 1e9, device=address[0])


def main(path):
    arrivals = Arrivals(Recorder(path))
    Loop(TICK).run([arrivals.socket], arrivals.read, lambda now: None)


if __name__ == "__main__":
    main(sys.argv[1])
