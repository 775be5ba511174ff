"""The inventory, whole and broken, and the packages of an upgrade."""

import json
import unittest

from hostlab import badinput, inventory, packages

WHOLE = inventory.text({"a": "10.79.0.1", "b": "10.79.0.2"}, ("c", "10.79.0.10"), "/key", "-o 'X=1'", "/packages")


class InventoryTest(unittest.TestCase):
    def test_both_members_and_the_coordinator(self):
        for line in ("c: {ansible_host: 10.79.0.10}", "a: {ansible_host: 10.79.0.1}", "b: {ansible_host: 10.79.0.2}",
                     "arp_failover_addresses: [10.77.0.100/16]", "arp_failover_timing: {promise: 500ms}"):
            self.assertIn(line, WHOLE)

    def test_each_broken_one_differs(self):
        broken = dict(badinput.broken_inventories(WHOLE))
        self.assertEqual(len({WHOLE, *broken.values()}), len(broken) + 1)
        self.assertNotIn("b: {", broken["half a pair"])
        self.assertIn("d: {ansible_host: 10.79.0.4}", broken["three in a pair"])
        self.assertIn("b: {ansible_host: 10.79.0.2, arp_failover_cluster: other}", broken["different clusters"])
        self.assertIn("b: {ansible_host: 10.79.0.2, arp_failover_addresses: [10.77.0.101/16]}",
                      broken["different addresses"])

    def test_secrets_are_variables(self):
        found = json.loads(inventory.secrets_text("p", "user:z", "t"))
        self.assertEqual(found["arp_failover_peer_secret"], "p")
        self.assertEqual(found["arp_failover_zookeeper_auth"], "user:z")


class PackagesTest(unittest.TestCase):
    def test_a_later_version_of_the_same(self):
        control = "Package: x\nVersion: 0.1.0~snapshot\nDepends: y\n"
        self.assertEqual(packages.later(control, 2), "Package: x\nVersion: 0.1.0~snapshot+later2\nDepends: y\n")


if __name__ == "__main__":
    unittest.main()
