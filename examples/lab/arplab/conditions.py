"""What makes life hard for the pair while it is tried: no processor to spare, a network that loses datagrams."""

import os
import sys

from arplab import network as net
from arplab import topology
from arplab.children import Child

BUSY = "while True: pass"


class Conditions:
    """`load`: None, or "cpu" for as many busy loops on each server as there are cores; `loss`: percent of datagrams."""

    def __init__(self, load, loss, directory):
        self._loops, self._loss, self._directory = os.cpu_count() if load == "cpu" else 0, loss, directory
        self._burners = []

    def begin(self):
        for server in net.SERVERS:
            log = os.path.join(self._directory, f"burner-{server.name}.log")
            for _ in range(self._loops):
                self._burners.append(Child(server.namespace, [sys.executable, "-c", BUSY], log))
            if self._loss:
                topology.lose_datagrams(server, self._loss)

    def end(self):
        while self._burners:
            self._burners.pop().kill()
        if self._loss:
            for server in net.SERVERS:
                topology.pass_datagrams(server)
