"""What the observers of one trial have written so far, followed while they write."""

import itertools
import json
import os
import sys

from arplab import network as net
from arplab.children import Child

LAB_DIRECTORY = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SERVED_FOR = 0.5
UNSERVED_MARGIN = 0.25  # the client writes a lost ping only when its time is over


class Follower:
    """A file of JSON lines that still grows."""

    def __init__(self, path):
        self._path = path
        self._offset = 0

    def new_lines(self):
        if not os.path.exists(self._path):
            return []
        with open(self._path, "rb") as file:
            file.seek(self._offset)
            data = file.read()
        complete = data[:data.rfind(b"\n") + 1]
        self._offset += len(complete)
        return [json.loads(line) for line in complete.splitlines()]


class Recording:
    """Everything seen in one trial, in the order written: pings, questions, what the witness saw; datagrams apart."""

    def __init__(self, directory):
        self.pings, self.questions, self.seen, self.datagrams = [], [], [], []
        self._latest = {}
        self._witness = Follower(os.path.join(directory, "witness"))
        self._sources = [
            (self.pings, Follower(os.path.join(directory, "client"))),
            (self.questions, Follower(os.path.join(directory, "asker"))),
        ]

    def poll(self):
        for lines, follower in self._sources:
            lines.extend(follower.new_lines())
        for line in self._witness.new_lines():
            (self.datagrams if line["kind"] == "datagram" else self.seen).append(line)
            self._latest[line["kind"], line.get("node")] = line

    def forget_pings(self, before):
        """For long runs: what was answered and counted is no longer needed."""
        self.pings[:] = itertools.dropwhile(lambda ping: ping["t"] < before, self.pings)

    def last(self, kind, node=None):
        """The latest of one kind, or None."""
        return self._latest.get((kind, node))

    def cached_mac(self):
        line = self.last("cache")
        return line["mac"] if line else None

    def owns(self, server, now):
        """Whether the server's kernel passes the shared address now: configured, and leased if it is fenced at all."""
        address, fence, lease = (self.last(kind, server.name) for kind in ("address", "fence", "lease"))
        if not (address and fence and lease) or not address["present"]:
            return False
        return not fence["exists"] or lease["until"] > now

    def holder(self, now):
        """The only owner, when there is exactly one and the gateway sends to it."""
        owners = [server for server in net.SERVERS if self.owns(server, now)]
        return owners[0] if len(owners) == 1 and owners[0].mac == self.cached_mac() else None

    def served(self, now):
        """Whether every ping of the last moments was answered."""
        since = now - UNSERVED_MARGIN - SERVED_FOR
        recent = list(itertools.takewhile(lambda ping: ping["t"] > since, reversed(self.pings)))
        return len(recent) > 50 and all(ping["ms"] is not None for ping in recent)


class Observers:
    """The three observing processes of one trial."""

    def __init__(self, directory):
        os.makedirs(directory)
        self._children = [
            self._start(directory, namespace, name)
            for name, namespace in (("witness", net.GATEWAY), ("client", net.CLIENT), ("asker", net.WATCH))
        ]
        self.recording = Recording(directory)

    @staticmethod
    def _start(directory, namespace, name):
        command = [sys.executable, "-m", f"arplab.observers.{name}", os.path.join(directory, name)]
        return Child(namespace, command, os.path.join(directory, name + ".log"), directory=LAB_DIRECTORY)

    def check(self):
        """An observer that died saw nothing, which must not look like good news."""
        for child in self._children:
            child.check()

    def stop(self):
        for child in self._children:
            child.stop()
        self.recording.poll()
