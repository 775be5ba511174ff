"""One machine: Debian's own systemd on an overlay of the tree, in a network namespace of the lab.

The namespace outlives the machine, as its cables do; what a machine without power has lost in it (addresses, rules,
settings) is taken away at each power-off. A reboot from inside ends the container with 133, and it starts anew.
"""

import os
import shutil
import subprocess
import threading
import time

from arplab import network as net
from arplab.shell import LabError, inside, ip, run
from hostlab import places
from hostlab.cgroup import ControlGroup

BOOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "boot.sh")
REBOOT = 133
BOOT_SECONDS = 60
SETTINGS = r"^net\.ipv4\.(conf|neigh|ip_|icmp)"


class Machine:
    """`devices`: its interfaces and their addresses with prefix length; `gateway`: None for one without a route out."""

    def __init__(self, name, namespace, devices, gateway, directory):
        self.name, self.namespace = name, namespace
        self._devices, self._gateway = devices, gateway
        self._disk = places.disk(name)
        self._log = os.path.join(directory, f"machine-{name}.log")
        self._cgroup = ControlGroup(net.PREFIX + name)
        self._process, self._watching, self._wanted = None, None, False
        self._settings, self.boots = "", 0

    @property
    def address(self):
        """Where ssh reaches it."""
        return self._devices[places.MANAGEMENT].partition("/")[0]

    def install(self, tree, files):
        """An empty disk over the tree, with these files (path: (mode, text)) and its own network."""
        for part in ("changes", "work", "root"):
            os.makedirs(os.path.join(self._disk, part))
        os.makedirs(os.path.join(self._disk, "changes/var/log/journal"))  # so that it outlives a boot
        self._tree = tree
        self._settings = self._settings or self._kernel_settings()
        for path, (mode, text) in {**files, **self._network_files()}.items():
            self._write(path, mode, text)

    def start(self):
        self._wanted = True
        self._boot()
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    def power_off(self):
        """The plug is pulled."""
        self._wanted = False
        self._cgroup.kill()
        if self._watching:
            self._watching.join()
        if self._process:
            self._process.wait()
        self._forget_kernel_state()

    def remove(self):
        """All that is left of it, whatever state it is in."""
        self._wanted = False
        self._cgroup.kill()
        if self._process:
            self._process.wait()
        self._cgroup.remove()
        shutil.rmtree(self._disk, ignore_errors=True)

    def freeze(self):
        self._cgroup.freeze()

    def thaw(self):
        self._cgroup.thaw()

    def running(self):
        return self._process is not None and self._process.poll() is None and self._cgroup.init() is not None

    def check(self):
        """Complains when it went off by itself."""
        if self._wanted and not self._watching.is_alive():
            raise LabError(f"machine {self.name} went off by itself: {self.last_words()}")

    def run(self, *command, stdin=None, check=True):
        """Runs a command in it, without ssh: also when its network is broken."""
        return run("nsenter", "--target", str(self._init()), "--all", "--", *command, stdin=stdin, check=check)

    def path(self, inside_path):
        """A path of the running machine as the host reaches it."""
        return f"/proc/{self._init()}/root{inside_path}"

    def wait_until_up(self, boots=0):
        """Until its systemd has started everything, after at least so many boots."""
        deadline = time.monotonic() + BOOT_SECONDS
        while not (self.boots >= boots and self._is_up()):
            self.check()
            if time.monotonic() > deadline:
                raise LabError(f"machine {self.name} is not up after {BOOT_SECONDS} s: {self.last_words()}")
            time.sleep(0.1)

    def last_words(self):
        with open(self._log, encoding="utf-8", errors="replace") as log:
            lines = log.read().strip().splitlines()
        return lines[-1] if lines else "it wrote nothing"

    def _init(self):
        pid = self._cgroup.init()
        if pid is None:
            raise LabError(f"machine {self.name} is off")
        return pid

    def _is_up(self):
        """"degraded" is up as well: a unit that failed is for others to judge."""
        if not self.running():
            return False
        try:
            state = self.run("systemctl", "is-system-running", check=False).strip()
        except LabError:
            return False
        return state in ("running", "degraded")

    def _boot(self):
        self._cgroup.remove()
        self._cgroup.create()
        self._forget_kernel_state()
        self.boots += 1
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen(
                ["unshare", "--mount", "--propagation", "private", "sh", BOOT, net.PREFIX + self.name, self._tree,
                 self._disk, self._cgroup.name, self.namespace, self.name],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)

    def _watch(self):
        while self._process.wait() == REBOOT and self._wanted:
            self._boot()

    def _forget_kernel_state(self):
        for device in self._devices:
            ip(self.namespace, [f"link set {device} down", f"addr flush dev {device}"])
        for table in inside(self.namespace, "nft", "list", "tables").splitlines():
            inside(self.namespace, "nft", "delete", *table.split())
        run("ip", "netns", "exec", self.namespace, "sysctl", "-q", "-p", "-", stdin=self._settings, check=False)

    def _kernel_settings(self):
        return run("ip", "netns", "exec", self.namespace, "sysctl", "-a", "--pattern", SETTINGS)

    def _network_files(self):
        """What an administrator writes for systemd-networkd."""
        found = {"/etc/hostname": (0o644, self.name + "\n")}
        for device, address in self._devices.items():
            lines = ["[Match]", f"Name={device}", "", "[Network]", f"Address={address}", "LinkLocalAddressing=no"]
            lines += [f"Gateway={self._gateway}"] if self._gateway and device == places.LAN else []
            found[f"/etc/systemd/network/10-{device}.network"] = (0o644, "\n".join(lines) + "\n")
        return found

    def _write(self, path, mode, text):
        target = f"{self._disk}/changes{path}"
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(target, mode)
