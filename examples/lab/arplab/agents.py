"""Our pair: two failover agents and the coordinator that runs ZooKeeper for them."""

import json
import os
import subprocess
import time

from arplab import network as net
from arplab.children import Child
from arplab.recording import LAB_DIRECTORY
from arplab.shell import LabError

ROOT = os.path.dirname(os.path.dirname(LAB_DIRECTORY))
AGENT = os.path.join(ROOT, "failover-agent", "bin", "failover-agent")
COORDINATOR = os.path.join(ROOT, "coordinator", "bin", "coordinator")
COMMAND_SECONDS = 20
ZOOKEEPER_SECONDS = 30
LISTENING = "0A"


class Agents:
    """The pair under test."""

    name = "arp-failover"
    has_zookeeper = True

    def __init__(self, directory, acd="fast", session="3s"):
        self._directory, self._acd, self._session = directory, acd, session
        self._children = {}
        self._zookeeper = None

    def start(self):
        self.start_zookeeper()
        for server in net.SERVERS:
            self._write_configuration(server)
            self.start_member(server)

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

    def ready(self, holder):
        """Whether both agents agree on the holder, and it could be lost: the other one is fit."""
        answers = {server: self.status(server) for server in (holder, net.other(holder))}
        agreed = all(answer and answer.get("holder") == holder.name for answer in answers.values())
        return agreed and (answers[holder].get("peer") or {}).get("fit", False)

    def check(self):
        for child in [self._zookeeper, *self._children.values()]:
            child.check()

    def switch_over(self, holder):
        """The planned way: asks the holder's agent, and waits until it is done or refused."""
        self._ask(holder, "switchover", "--to", net.other(holder).name)

    def after_switch_over(self, holder):
        """Nothing: both agents still run."""

    def clean_member(self, server):
        """Nothing: a restarted agent finds by itself what its earlier run left."""

    def history(self):
        """The moves so far, oldest first."""
        moves = json.loads(self._ask(net.A, "history", "--json"))
        return sorted(moves, key=lambda move: move["epoch"])

    def stopped_words(self):
        return "; ".join(f"{server.name}: {self._children[server].last_words()}" for server in net.SERVERS)

    def configuration(self, server):
        return self._path(f"{server.name}.yaml")

    def _write_configuration(self, server):
        lines = [
            f"cluster: {net.CLUSTER}",
            f"node: {server.name}",
            "interface: lan0",
            f"addresses: [{net.VIP_WITH_PREFIX}]",
            f"gateway: {net.GATEWAY_ADDRESS}",
            f"zookeeper: {{connect: '{net.ZOOKEEPER_ADDRESS}:{net.ZOOKEEPER_PORT}', session: {self._session}}}",
            f"acd: {self._acd}",
            f"control: {self._path(server.name + '.sock')}",
        ]
        with open(self.configuration(server), "w", encoding="ascii") as file:
            file.write("\n".join(lines) + "\n")

    def status(self, server):
        """What an agent says of itself; None while it does not answer."""
        try:
            return json.loads(self._ask(server, "status", "--json"))
        except (LabError, json.JSONDecodeError):
            return None

    def _ask(self, server, command, *options):
        line = [AGENT, command, "--config", self.configuration(server), *options]
        try:
            done = subprocess.run(["ip", "netns", "exec", server.namespace, *line], capture_output=True, text=True,
                                  check=False, timeout=COMMAND_SECONDS)
        except subprocess.TimeoutExpired:
            raise LabError(f"`failover-agent {command}` on {server.name}: no answer in {COMMAND_SECONDS} s") from None
        if done.returncode != 0:
            raise LabError(f"`failover-agent {command}` on {server.name}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

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
