"""The asker's frames octet by octet, and the names the timeline gives to frames."""

import unittest

from arplab import arp
from arplab.observers import client


class ArpTest(unittest.TestCase):
    def test_a_question_is_an_ordinary_broadcast_request(self):
        frame = arp.who_has("10.77.0.100", "10.77.0.130", "02:00:00:00:00:ee")
        expected = ("ffffffffffff0200000000ee0806" "0001080006040001"
                    "0200000000ee0a4d0082" "0000000000000a4d0064")
        self.assertEqual(frame.hex(), expected + "00" * 18)

    def test_parses_what_it_writes(self):
        mac = "02:00:00:00:00:ee"
        parsed = arp.parse(arp.who_has("10.77.0.100", "10.77.0.130", mac))
        self.assertEqual(parsed, arp.Frame(arp.REQUEST, mac, "10.77.0.130", "00:00:00:00:00:00", "10.77.0.100"))

    def test_not_arp_is_nothing(self):
        frame = arp.who_has("10.77.0.100", "10.77.0.130", "02:00:00:00:00:ee")
        self.assertIsNone(arp.parse(frame[:41]))
        self.assertIsNone(arp.parse(frame[:12] + b"\x08\x00" + frame[14:]))

    def test_kinds(self):
        for operation, sender, target, kind in (
                (1, "0.0.0.0", "10.77.0.100", "probe"),
                (1, "10.77.0.100", "10.77.0.100", "announcement"),
                (2, "10.77.0.100", "10.77.0.100", "announcement (reply form)"),
                (1, "10.77.0.100", "10.77.0.254", "question"),
                (2, "10.77.0.254", "10.77.0.100", "answer")):
            self.assertEqual(arp.Frame(operation, "", sender, "", target).kind(), kind)


class EchoTest(unittest.TestCase):
    def test_a_valid_checksum_sums_to_zero(self):
        self.assertEqual(client.checksum(client.echo_request(123456789)), 0)

    def test_reads_the_number_of_an_answer(self):
        request = client.echo_request(70000)
        header = b"\x45" + bytes(19)
        self.assertEqual(client.answered_number(header + b"\0" + request[1:]), 70000)
        self.assertIsNone(client.answered_number(header + request))
        self.assertIsNone(client.answered_number(header + b"\0" + request[1:10]))


if __name__ == "__main__":
    unittest.main()
