"""What the programs accept, and what they make of it."""

import argparse
import ipaddress
import os
import tempfile
import unittest

from arplab import arguments, durations, idle
from arplab import network as net
from arplab.agents import Agents


class ArgumentsTest(unittest.TestCase):
    def test_durations(self):
        self.assertEqual([durations.seconds(text) for text in ("500ms", "100ms", "3s")], [0.5, 0.1, 3.0])
        self.assertEqual(durations.title("500ms"), "500 ms")

    def test_what_is_no_duration(self):
        for text in ("", "500", "0ms", "-1s", "1m", "500 ms", "1.5s"):
            with self.assertRaises(argparse.ArgumentTypeError, msg=text):
                arguments.duration(text)

    def test_promises(self):
        self.assertEqual(arguments.promises(None, False), ["500ms"])
        self.assertEqual(arguments.promises(None, True), [None])
        self.assertEqual(arguments.promises(["500ms", "100ms", "500ms"], True), ["500ms", "100ms", None])

    def test_numbers_and_names_in_range(self):
        self.assertEqual((arguments.percent("20"), arguments.addresses("1000")), (20, 1000))
        for check, text in ((arguments.percent, "100"), (arguments.count, "0"), (arguments.addresses, "4001"),
                            (arguments.one_of(["kill"]), "kill,none")):
            with self.assertRaises(argparse.ArgumentTypeError):
                check(text)


class AddressesTest(unittest.TestCase):
    def test_the_most_are_all_different_and_beside_nobody(self):
        found = [ipaddress.ip_interface(text) for text in net.shared_addresses(net.MOST_VIPS)]
        more = ipaddress.ip_network(net.MORE_VIPS_NETWORK)
        self.assertEqual(len({each.ip for each in found}), net.MOST_VIPS)
        self.assertEqual(str(found[0]), net.VIP_WITH_PREFIX)
        self.assertTrue(all(each.ip in more for each in found[1:]))
        self.assertFalse(any(ipaddress.ip_address(host) in more for host in (
            net.VIP, net.GATEWAY_ADDRESS, net.WATCH_ADDRESS, net.ASKERS_NETWORK, net.A.lan_address)))


class ConfigurationTest(unittest.TestCase):
    def written(self, promise, **more):
        with tempfile.TemporaryDirectory() as directory:
            pair = Agents(directory, promise, **more)
            pair.prepare()
            with open(pair.configuration(net.A), encoding="ascii") as file:
                text = file.read()
            secret = os.path.join(os.path.dirname(pair.configuration(net.A)), "secret")
            return text, os.stat(secret).st_mode & 0o777 if os.path.exists(secret) else None

    def test_with_promises_both_networks_and_a_private_secret(self):
        text, mode = self.written("500ms")
        self.assertIn("peer: {listen: [10.77.0.1, 10.79.0.1], port: 5227, secretFile: ", text)
        self.assertIn("timing: {promise: 500ms}\n", text)
        self.assertIn("state: ", text)
        self.assertEqual(mode, 0o600)

    def test_the_shortest_promise_is_the_fast_timing(self):
        self.assertIn("timing: fast\n", self.written("100ms")[0])

    def test_solo_has_none_of_it(self):
        text, mode = self.written(None)
        for key in ("peer:", "timing:", "state:", "announce:"):
            self.assertNotIn(key, text)
        self.assertIsNone(mode)

    def test_many_addresses_are_announced_unpaced(self):
        text, _ = self.written(None, addresses=3)
        self.assertIn("addresses: [10.77.0.100/16, 10.77.16.1/16, 10.77.16.2/16]\n", text)
        self.assertIn("announce: {pace: unlimited}\n", text)


class IdleTest(unittest.TestCase):
    def test_a_name_with_spaces_and_parentheses(self):
        stat = "4711 (a) (b c) S 1 4711 4711 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 1 0 99 1 1"
        fields = idle.fields_of(stat)
        found = [fields[index] for index in (idle.GROUP, idle.USER_TICKS, idle.SYSTEM_TICKS)]
        self.assertEqual(found, ["4711", "250", "50"])

    def test_memory(self):
        rollup = "5638-7fff ---p 0 0:0 0   [rollup]\nRss:    1700 kB\nPss:     275 kB\nPss_Dirty: 112 kB\n"
        self.assertEqual(idle.memory_of(rollup), (1700, 275))


if __name__ == "__main__":
    unittest.main()
