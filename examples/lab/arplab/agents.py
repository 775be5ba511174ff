"""Our pair: two failover agents and the coordinator that runs ZooKeeper for them."""

import os
import secrets
import time

from arplab import durations
from arplab import network as net
from arplab.asked import AskedPair
from arplab.children import Child
from arplab.recording import LAB_DIRECTORY
from arplab.shell import LabError, inside

ROOT = os.path.dirname(os.path.dirname(LAB_DIRECTORY))
AGENT = os.path.join(ROOT, "failover-agent", "bin", "failover-agent")
COORDINATOR = os.path.join(ROOT, "coordinator", "bin", "coordinator")
ZOOKEEPER_SECONDS = 30
LISTENING = "0A"
FAST_PROMISE = "100ms"


class Agents(AskedPair):
    """The pair under test. `promise`: how long its promises last, as text; None: it makes none, its leases are SOLO."""

    has_zookeeper = True

    def __init__(self, directory, promise, acd="fast", session="3s", addresses=1):
        self.name = f"arp-failover {durations.title(promise) if promise else 'solo'}"
        self.promise_seconds = durations.seconds(promise) if promise else None
        self.lease_seconds = self.promise_seconds or durations.seconds(session)
        self._directory = os.path.join(directory, self.name.replace(" ", "-"))
        self._promise, self._acd, self._session, self._addresses = promise, acd, session, addresses
        self._children = {}
        self._zookeeper = None

    def start(self):
        self.prepare()
        self.start_zookeeper()
        for server in net.SERVERS:
            self.start_member(server)

    def prepare(self):
        """Writes what the agents read."""
        os.makedirs(self._directory, exist_ok=True)
        if self._promise:
            self._write_secret()
        for server in net.SERVERS:
            self._write_configuration(server)

    def stop(self):
        """Agents first: they hand over while ZooKeeper still answers."""
        for child in self._children.values():
            child.stop()
        if self._zookeeper:
            self._zookeeper.stop()

    def start_member(self, server):
        command = [AGENT, "run", "--config", self.configuration(server)]
        self._children[server] = Child(server.namespace, command, self._path(f"agent-{server.name}.log"))

    def member(self, server):
        return self._children[server]

    def restart_member(self, server):
        """As after an upgrade: the agent is told to come back, and does."""
        if self._promise:
            self._command(server, "stop", "--restart")
            self._children[server].wait()
        else:
            self._children[server].stop()
        self.start_member(server)

    def start_zookeeper(self):
        command = [COORDINATOR, "serve", "--data", self._path("zookeeper"), "--port", str(net.ZOOKEEPER_PORT)]
        self._zookeeper = Child(net.ZOOKEEPER, command, self._path("zookeeper.log"))
        deadline = time.monotonic() + ZOOKEEPER_SECONDS
        while not self._zookeeper_listens():
            self._zookeeper.check()
            if time.monotonic() > deadline:
                raise LabError(f"ZooKeeper does not listen after {ZOOKEEPER_SECONDS} s: {self._zookeeper.last_words()}")
            time.sleep(0.05)

    def kill_zookeeper(self):
        self._zookeeper.kill()

    def check(self):
        for child in [self._zookeeper, *self._children.values()]:
            child.check()

    def switch_over(self, holder):
        """The planned way: asks the holder's agent, and waits until it is done or refused."""
        self._command(holder, "switchover", "--to", net.other(holder).name)

    def after_switch_over(self, holder):
        """Nothing: both agents still run."""

    def clean_member(self, server):
        """Nothing: a restarted agent finds by itself what its earlier run left."""

    def stopped_words(self):
        return "; ".join(f"{server.name}: {self._children[server].last_words()}" for server in net.SERVERS)

    def socket(self, server):
        return self._path(server.name + ".sock")

    def configuration(self, server):
        return self._path(f"{server.name}.yaml")

    def _write_configuration(self, server):
        lines = [
            f"cluster: {net.CLUSTER}",
            f"node: {server.name}",
            "interface: lan0",
            f"addresses: [{', '.join(net.shared_addresses(self._addresses))}]",
            f"gateway: {net.GATEWAY_ADDRESS}",
            f"zookeeper: {{connect: '{net.ZOOKEEPER_ADDRESS}:{net.ZOOKEEPER_PORT}', session: {self._session}}}",
            f"acd: {self._acd}",
            f"control: {self.socket(server)}",
            "moves: {perHour: 1000}",  # a bench has more of them than a year
        ]
        if self._addresses > 1:
            lines.append("announce: {pace: unlimited}")
        if self._promise:
            lines += self._promising(server)
        with open(self.configuration(server), "w", encoding="ascii") as file:
            file.write("\n".join(lines) + "\n")

    def _promising(self, server):
        """What makes the two talk to each other, on both networks, and which promises they make."""
        os.makedirs(self._path(server.name + ".state"), mode=0o700, exist_ok=True)
        listen = f"{server.lan_address}, {server.management_address}"
        return [
            f"peer: {{listen: [{listen}], port: {net.PEER_PORT}, secretFile: {self._path('secret')}}}",
            "timing: fast" if self._promise == FAST_PROMISE else f"timing: {{promise: {self._promise}}}",
            f"state: {self._path(server.name + '.state')}",
        ]

    def _write_secret(self):
        """A new one for each run, for nobody else to read."""
        with open(self._path("secret"), "w", encoding="ascii", opener=_private) as file:
            file.write(secrets.token_hex(32) + "\n")

    def _command(self, server, *words):
        inside(server.namespace, AGENT, *words, "--config", self.configuration(server))

    def _zookeeper_listens(self):
        """Looks into the process's own network namespace, without connecting."""
        if not self._zookeeper.alive():
            return False
        sockets = []
        for family in ("tcp", "tcp6"):
            with open(f"/proc/{self._zookeeper.pid}/net/{family}", encoding="ascii") as table:
                sockets += [line.split() for line in table.readlines()[1:]]
        port = f":{net.ZOOKEEPER_PORT:04X}"
        return any(fields[1].endswith(port) and fields[3] == LISTENING for fields in sockets)

    def _path(self, name):
        return os.path.join(self._directory, name)


def _private(path, flags):
    return os.open(path, flags, 0o600)
