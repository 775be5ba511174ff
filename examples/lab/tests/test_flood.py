"""What the flood sends, and how late heartbeats are."""

import unittest

from arplab import arp, flood
from arplab.observers import flooder


class FloodTest(unittest.TestCase):
    def test_one_frame_in_four_is_malformed_and_all_have_whole_length(self):
        frames = [flooder.frame(number) for number in range(400)]
        self.assertEqual({60}, {len(frame) for frame in frames})
        self.assertEqual(100, sum(1 for frame in frames if arp.parse(frame) is None))
        replies = [frame for frame in frames if (read := arp.parse(frame)) and read.operation == arp.REPLY]
        self.assertEqual(100, len(replies))

    def test_a_heartbeat_is_late_by_what_its_pause_is_longer(self):
        arrivals = [{"t": time} for time in (0.0, 0.1, 0.25, 0.35, 9.0)]
        found = flood.lateness(arrivals, 0.1, 0.0, 1.0)
        self.assertAlmostEqual(0.15, found.gap)
        self.assertAlmostEqual(0.05, found.late)


if __name__ == "__main__":
    unittest.main()
