"""Runs the playbooks from the administrator's desk, and reads what they say."""

import os
import re
import secrets
import subprocess
import time
from dataclasses import dataclass

from arplab import network as net
from arplab.shell import run
from hostlab import inventory, packages, places

PLAYBOOKS = os.path.join(places.ROOT, "ansible")
COUNTS = re.compile(r"(?m)^(\S+)\s+: ok=(\d+)\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)")
COMPLAINT = re.compile(r"(?:^|\n)(?:fatal: \[([^\]]+)\]|ERROR!|\[ERROR\])")
MESSAGE = re.compile(r"\"?\bmsg\"?: ?(.*)")


@dataclass(frozen=True)
class Play:
    """One call of ansible-playbook. `changed`: by host; `complaints`: one line for each host that failed."""

    code: int
    output: str
    seconds: float
    changed: dict
    complaints: tuple

    def missed(self):
        """What is wrong with it if it was to succeed."""
        if self.code == 0:
            return []
        return [f"exit code {self.code}", *self.complaints[:3]]


def changes(output):
    """host -> how many tasks changed it, from the recap."""
    return {found[1]: int(found[3]) for found in COUNTS.finditer(output)}


def complaints(output):
    """The message of each failure, one line each."""
    found = []
    for start in COMPLAINT.finditer(output):
        rest = output[start.start():].lstrip("\n")
        head = rest.splitlines()[0]
        block = rest.split("\n\n")[0]
        message = MESSAGE.search(block)
        said = _unfolded(block[message.start(1):]) if message else head
        found.append(f"{start[1]}: {said}" if start[1] else said)
    return tuple(dict.fromkeys(found))


def _unfolded(text):
    """A YAML or JSON value that goes on over indented lines, as one line."""
    lines = text.splitlines()
    words = [] if re.fullmatch(r"[|>][-+]?", lines[0].strip()) else [lines[0]]
    for line in lines[1:]:
        if not line.startswith("    "):
            break
        words.append(line)
    return " ".join(" ".join(words).split()).strip("\"',}")


class Desk:
    """Where the administrator sits: the inventory, the vault's password, and ansible on the management network."""

    def __init__(self, house):
        self._house = house
        self._directory = os.path.join(house.directory, "desk")
        self._runs = 0
        self.packages = os.path.join(self._directory, "packages")
        self.later = os.path.join(self._directory, "later")

    def furnish(self):
        """Writes everything; once."""
        if os.path.exists(self._directory):
            return
        os.makedirs(os.path.join(self._directory, "group_vars", "all"))
        packages.copy_to(self.packages)
        machines = self._house.machines
        members = {server.name: machines[server.name].address for server in net.SERVERS}
        coordinator = next(machine for name, machine in machines.items() if name not in members)
        self.write("inventory.yml", inventory.text(
            members, (coordinator.name, coordinator.address), self._house.key,
            " ".join(self._house.ssh_options()[2:]), self.packages))
        self.write("password", secrets.token_hex(16) + "\n")
        vault = os.path.join("group_vars", "all", "vault.yml")
        self.write(vault, inventory.secrets_text(
            secrets.token_urlsafe(48), "lab:" + secrets.token_hex(16), secrets.token_hex(16)))
        run("ansible-vault", "encrypt", "--vault-password-file", self.path("password"), self.path(vault))

    def path(self, name):
        return os.path.join(self._directory, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(text)

    def play(self, playbook, *arguments, inventory_file="inventory.yml", password="password", started=None):
        """Runs one to its end. `started`: is called with the process, for those who disturb it."""
        self.furnish()
        began = time.monotonic()
        self._runs += 1
        log = os.path.join(self._house.directory, f"ansible-{self._runs:02}-{playbook.removesuffix('.yml')}.log")
        command = [
            "ip", "netns", "exec", net.MANAGEMENT, "ansible-playbook", "-i", self.path(inventory_file),
            "--vault-password-file", self.path(password), playbook, *arguments]
        with open(log, "w", encoding="utf-8") as output:
            process = subprocess.Popen(command, cwd=PLAYBOOKS, stdin=subprocess.DEVNULL, stdout=output,
                                       stderr=subprocess.STDOUT, env=self._environment())
            try:
                if started:
                    started(process)
                process.wait()
            finally:
                process.kill()
                process.wait()
        with open(log, encoding="utf-8", errors="replace") as output:
            said = output.read()
        return Play(process.returncode, said, time.monotonic() - began, changes(said), complaints(said))

    def _environment(self):
        """Nothing of Ansible's outlives the run; the administrator's own settings do not matter here."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ANSIBLE_")}
        return {
            **kept, "ANSIBLE_HOME": self.path("ansible"), "ANSIBLE_LOCAL_TEMP": self.path("ansible/tmp"),
            "ANSIBLE_SSH_CONTROL_PATH_DIR": self.path("cp"), "ANSIBLE_FORCE_COLOR": "0", "LC_ALL": "C.UTF-8"}
