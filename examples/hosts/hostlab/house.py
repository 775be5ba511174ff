"""The three machines, the network between them and the administrator's desk: built, and removed whatever happens."""

import contextlib
import os
import shutil
import subprocess
import time

from arplab import network as net
from arplab import site, topology
from arplab.shell import LabError, inside, ip, run
from hostlab import archive, places, tree
from hostlab.cgroup import ControlGroup
from hostlab.machine import Machine

COORDINATOR = "c"
NAMES = ("a", "b", COORDINATOR)
SSH_SECONDS = 20
KEEP_DATES = ("Acquire::Check-Valid-Until", "Acquire::Check-Date")


class House:
    """What a scenario has to work with. `directory`: this run's files; `tree`, `sources`: what machines are made of."""

    def __init__(self, directory, tree, sources, archive_base):
        self.directory = directory
        self.machines = _machines(directory)
        self._tree, self._sources, self._archive_base = tree, sources, archive_base
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", net.NAME, "-f", self.key)

    @property
    def key(self):
        return os.path.join(self.directory, "key")

    def machine(self, server):
        return self.machines[server.name]

    def coordinator(self):
        return self.machines[COORDINATOR]

    def renew(self):
        """Bare machines, with empty disks."""
        files = self._files()
        for machine in self.machines.values():
            machine.power_off()
            machine.remove()
            machine.install(self._tree, files)
            machine.start()
        for machine in self.machines.values():
            machine.wait_until_up()
            wait_for_ssh(machine)

    def ssh(self, machine, command):
        """As an administrator at the desk would: for what shall be seen by ssh."""
        return inside(net.MANAGEMENT, "ssh", *self.ssh_options(), f"root@{machine.address}", command)

    def ssh_options(self):
        return ["-i", self.key, "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=accept-new",
                "-o", f"UserKnownHostsFile={self.directory}/known_hosts", "-o", "ConnectTimeout=5"]

    def hints(self):
        """How to look around."""
        ssh = f"ip netns exec {net.MANAGEMENT} ssh {' '.join(self.ssh_options())} root@"
        lines = [f"  {name:<10}{ssh}{machine.address}" for name, machine in self.machines.items()]
        client = f"  {'client':<10}ip netns exec {net.CLIENT} ping -i 0.2 {net.VIP}"
        return "\n".join(["the machines run:", *lines, client, f"  {'files':<10}{self.directory}"])

    def keep_logs(self, target):
        """What may explain a failure: logs of this run, and each running machine's journal since its boot."""
        os.makedirs(target, exist_ok=True)
        for name in os.listdir(self.directory):
            if name.endswith(".log"):
                shutil.copy(os.path.join(self.directory, name), target)
        for name, machine in self.machines.items():
            with contextlib.suppress(LabError):
                journal = machine.run("journalctl", "--no-pager", "-o", "short-precise")
                with open(os.path.join(target, f"journal-{name}.log"), "w", encoding="utf-8") as file:
                    file.write(journal)

    def check(self):
        for machine in self.machines.values():
            machine.check()

    def _files(self):
        """What is alike on all machines, and differs from run to run."""
        with open(self.key + ".pub", encoding="ascii") as file:
            key = file.read()
        hosts = "".join(f"{machine.address} {name}\n" for name, machine in self.machines.items())
        dates = run("apt-config", "dump", "--format", "%F \"%v\";%n", *KEEP_DATES)
        return {
            "/root/.ssh/authorized_keys": (0o600, key),
            "/etc/hosts": (0o644, "127.0.0.1 localhost\n" + hosts),
            "/etc/apt/sources.list": (0o644, archive.list_of(self._sources, self._archive_base)),
            "/etc/apt/apt.conf.d/80dates": (0o644, dates),
        }


@contextlib.contextmanager
def built(keep_logs=None):
    """Three machines that ssh reaches, removed whatever happens in the block; also removes what a killed run left."""
    with site.locked():
        clear()
        served, house = None, None
        try:
            os.makedirs(places.RUN, mode=0o700)
            sources = archive.host_sources()
            start_from = tree.made(sources)
            topology.build()
            ip(net.MANAGEMENT, [f"addr add {places.DESK_ADDRESS}/24 dev br0"])
            served = archive.Archive(sources, net.MANAGEMENT, places.DESK_ADDRESS, places.MIRROR_PORT)
            house = House(places.RUN, start_from, sources, served.base)
            house.renew()
            yield house
        finally:
            with site.undisturbed():
                if house and keep_logs:
                    house.keep_logs(keep_logs)
                if served:
                    served.stop()
                clear()


def clear():
    """Removes the machines, the network and the disks, whatever there is of them."""
    for name in NAMES:
        ControlGroup(net.PREFIX + name).remove()
    topology.remove()
    shutil.rmtree(places.DISKS, ignore_errors=True)
    shutil.rmtree(places.RUN, ignore_errors=True)


def _machines(directory):
    lan = f"/{net.LAN_PREFIX_LENGTH}"
    found = {
        server.name: Machine(
            server.name, server.namespace,
            {places.LAN: server.lan_address + lan, places.MANAGEMENT: server.management_address + "/24"},
            net.GATEWAY_ADDRESS, directory)
        for server in net.SERVERS}
    devices = {places.MANAGEMENT: net.ZOOKEEPER_ADDRESS + "/24"}
    return {**found, COORDINATOR: Machine(COORDINATOR, net.ZOOKEEPER, devices, None, directory)}


def wait_for_ssh(machine):
    """Until somebody listens where ssh should; from the management network, as the desk sees it."""
    deadline = time.monotonic() + SSH_SECONDS
    command = ["ip", "netns", "exec", net.MANAGEMENT, "bash", "-c", f"exec 3<>/dev/tcp/{machine.address}/22"]
    while subprocess.run(command, capture_output=True, check=False).returncode != 0:
        if time.monotonic() > deadline:
            raise LabError(f"no ssh on machine {machine.name} after {SSH_SECONDS} s: {machine.last_words()}")
        time.sleep(0.2)
