"""The installed pair as the lab's trials see it, and one look at the service on each machine."""

from arplab import durations
from arplab import network as net
from arplab.asked import AskedPair
from hostlab import inventory

SERVICE = f"arp-failover-agent@{net.CLUSTER}.service"
SOCKET = f"/run/arp-failover/{net.CLUSTER}.sock"


class InstalledPair(AskedPair):
    """Started by systemd on the machines, not by us."""

    name = "installed"
    has_zookeeper = True

    def __init__(self, house):
        self.house = house
        self.promise_seconds = self.lease_seconds = durations.seconds(inventory.PROMISE)

    def socket(self, server):
        return self.house.machine(server).path(SOCKET)

    def check(self):
        self.house.check()

    def stopped_words(self):
        return "; ".join(f"{server.name}: {self._words(server)}" for server in net.SERVERS)

    def _words(self, server):
        machine = self.house.machine(server)
        if not machine.running():
            return "off"
        said = self.status(server)
        if said:
            return f"{said.get('state')}, {said.get('because')}"
        lines = machine.run("journalctl", "-u", SERVICE, "-n", "1", "-o", "cat", check=False).strip()
        return lines or "no agent"
