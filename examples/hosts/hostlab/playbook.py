"""Runs the playbooks from the administrator's desk, and reads what they say."""

import json
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
JSON_RESULT = re.compile(r"=> ({.*})")
YAML_MESSAGE = re.compile(r"(?m)^  msg: ?(.*)\n?((?:(?:    |  - ).*\n?)*)")


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
        block = output[start.start():].lstrip("\n").split("\n\n")[0]
        said = _message(block) or block.splitlines()[0]
        found.append(f"{start[1]}: {said}" if start[1] else said)
    return tuple(dict.fromkeys(found))


def _message(block):
    """What it says as `msg`, in JSON or in YAML, as one line; None when nothing."""
    in_json = JSON_RESULT.search(block)
    if in_json:
        return _line(json.loads(in_json[1]).get("msg"))
    in_yaml = YAML_MESSAGE.search(block)
    if not in_yaml:
        return None
    head = "" if re.fullmatch(r"[|>][-+]?", in_yaml[1]) else in_yaml[1]
    items = [re.sub(r"^  - ", "", line).strip(" '\"") for line in [head, *in_yaml[2].splitlines()]]
    return " ".join(item for item in items if item) or None


def _line(message):
    """Of a text or of several; None when there is none."""
    texts = message if isinstance(message, list) else [message or ""]
    return "; ".join(" ".join(str(text).split()) for text in texts) or None


class Desk:
    """Where the administrator sits: the inventory, the vault's password, and ansible on the management network."""

    def __init__(self, house):
        self._house = house
        self._directory = os.path.join(house.directory, "desk")
        self._runs, self._versions = 0, 0
        self.packages = self.path("packages")

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

    def later_packages(self):
        """A directory with packages later than any before."""
        self._versions += 1
        directory = self.path(f"later-{self._versions}")
        packages.later_to(directory, self.path("unpacked"), self._versions)
        return directory

    def path(self, name):
        return os.path.join(self._directory, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8", opener=_private) as file:
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


def _private(path, flags):
    return os.open(path, flags, 0o600)
