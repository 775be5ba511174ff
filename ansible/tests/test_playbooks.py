"""The playbooks as ansible-playbook sees them: well-formed, in good style, and silent towards hosts of a bad inventory.

Needs ansible-playbook, ansible-vault, ansible-lint and yamllint.
"""

import json
import os
import shutil
import subprocess
import tempfile
import unittest

from places import ANSIBLE, PLAYBOOKS, Pair

EXAMPLE = os.path.join(ANSIBLE, "inventories", "example", "hosts.yml")
SECONDS = 300


def run(*command, **environment):
    home = tempfile.mkdtemp(prefix="ansible-home-")
    try:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("ANSIBLE_")}
        clean.update(ANSIBLE_HOME=home, ANSIBLE_LOCAL_TEMP=home, ANSIBLE_NOCOLOR="1", NO_COLOR="1", LC_ALL="C.UTF-8")
        return subprocess.run(
            command,
            cwd=ANSIBLE,
            env={**clean, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    finally:
        shutil.rmtree(home)


class Style(unittest.TestCase):
    def assert_fine(self, *command):
        self.assertIsNotNone(shutil.which(command[0]), f"{command[0]} is not installed: apt-get install {command[0]}")
        done = run(*command)
        self.assertEqual(0, done.returncode, done.stdout)

    def test_ansible_lint(self):
        self.assert_fine("ansible-lint", "--offline", "--profile", "production")

    def test_yamllint(self):
        self.assert_fine("yamllint", "--strict", ".")

    def test_syntax(self):
        for playbook in PLAYBOOKS:
            with self.subTest(playbook):
                self.assert_fine("ansible-playbook", "-i", EXAMPLE, "--syntax-check", playbook)


class Desk(unittest.TestCase):
    """An inventory in a directory, and hosts that leave a mark when they are contacted."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="inventory-")
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        self.mark = os.path.join(self.directory, "contacted")
        self.ssh = os.path.join(self.directory, "ssh")
        self.write("ssh", f"#!/bin/sh\ntouch {self.mark}\nexit 255\n")
        os.chmod(self.ssh, 0o755)
        self.pair = Pair()

    def write(self, name, text):
        with open(os.path.join(self.directory, name), "w", encoding="utf-8") as file:
            file.write(text)

    def play(self, playbook, *arguments):
        """Its output, and whether it has contacted a host."""
        self.write("hosts.yml", json.dumps(self.pair.inventory()))
        inventory = os.path.join(self.directory, "hosts.yml")
        done = run("ansible-playbook", "-i", inventory, playbook, *arguments, ANSIBLE_SSH_EXECUTABLE=self.ssh)
        self.assertNotEqual(0, done.returncode, done.stdout)
        return done.stdout, os.path.exists(self.mark)

    def assert_refused(self, line, playbook="site.yml", *arguments):
        output, contacted = self.play(playbook, *arguments)
        self.assertIn(line, output)
        self.assertFalse(contacted, output)


class Contact(Desk):
    def test_hosts_of_a_good_inventory_are_contacted(self):
        output, contacted = self.play("site.yml")
        self.assertTrue(contacted, output)
        self.assertIn("unreachable=1", output)


class BadInventory(Desk):
    """One of each kind; all lines are in test_inventory."""

    def test_one_host(self):
        del self.pair.hosts["b"]
        self.assert_refused("cluster web has 1 host (a), and a pair is two; add the second server to its group")

    def test_three_hosts(self):
        self.pair.hosts["c"] = {"ansible_host": "192.0.2.9"}
        self.assert_refused("cluster web has 3 hosts (a, b, c), and a pair is two")

    def test_three_hosts_of_which_one_is_asked_for(self):
        self.pair.hosts["c"] = {"ansible_host": "192.0.2.9"}
        self.assert_refused("cluster web has 3 hosts (a, b, c), and a pair is two", "site.yml", "--limit", "a")

    def test_different_addresses(self):
        self.pair.hosts["b"]["arp_failover_addresses"] = ["10.77.0.101/24"]
        self.assert_refused("cluster web: addresses differs: 10.77.0.100/24 on a and 10.77.0.101/24 on b")

    def test_different_clusters(self):
        self.pair.hosts["b"]["arp_failover_cluster"] = "mail"
        self.assert_refused("give both the same arp_failover_cluster")

    def test_no_zookeeper(self):
        self.pair.coordinators = {}
        self.assert_refused("cluster web: there is no ZooKeeper; put one or three hosts into arp_coordinators")

    def test_an_unknown_key(self):
        self.pair.cluster["arp_failover_config"] = {"anounce": {"pace": 14}}
        self.assert_refused("'anounce.pace', which is no key of the agent; write 'announce.pace'")

    def test_the_example_as_it_is(self):
        done = run("ansible-playbook", "-i", EXAMPLE, "site.yml", ANSIBLE_SSH_EXECUTABLE=self.ssh)
        self.assertEqual(2, done.returncode, done.stdout)
        self.assertIn("arp_failover_peer_secret is a placeholder", done.stdout)
        self.assertFalse(os.path.exists(self.mark))

    def test_every_playbook_but_the_last_looks_first(self):
        del self.pair.hosts["b"]
        for playbook in ("switchover.yml", "maintenance.yml", "upgrade.yml"):
            with self.subTest(playbook):
                self.assert_refused("cluster web has 1 host (a), and a pair is two", playbook, "-e", "cluster=web")


class BadWish(Desk):
    def test_an_unknown_cluster(self):
        self.assert_refused("there is no cluster wbe; there is web", "maintenance.yml", "-e", "cluster=wbe")

    def test_a_switchover_of_nothing(self):
        self.assert_refused("which cluster? -e cluster=NAME, one of web", "switchover.yml")

    def test_an_uninstallation_without_a_confirmation(self):
        self.assert_refused("say -e confirm=yes if you want that", "uninstall.yml")


class Vault(Desk):
    def setUp(self):
        super().setUp()
        secrets = {name: self.pair.cluster.pop(name) for name in list(self.pair.cluster) if "secret" in name}
        os.makedirs(os.path.join(self.directory, "group_vars"))
        self.write("group_vars/all.yml", json.dumps(secrets))
        self.write("right", "right\n")
        self.write("wrong", "wrong\n")
        done = run("ansible-vault", "encrypt", "--vault-password-file", self.path("right"), self.path("group_vars/all.yml"))
        self.assertEqual(0, done.returncode, done.stdout)

    def path(self, name):
        return os.path.join(self.directory, name)

    def test_the_right_password(self):
        output, contacted = self.play("site.yml", "--vault-password-file", self.path("right"))
        self.assertTrue(contacted, output)

    def test_a_wrong_password(self):
        self.assert_refused("Decryption failed", "site.yml", "--vault-password-file", self.path("wrong"))

    def test_no_password(self):
        self.assert_refused("no vault secrets", "site.yml")


if __name__ == "__main__":
    unittest.main()
