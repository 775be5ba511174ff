"""What the measures make of invented observations: the lab must not overlook two owners, nor invent them."""

import unittest
from types import SimpleNamespace

from arplab import measure
from arplab.network import A, B, VIP


MILLISECOND = round(0.001 / measure.PING_INTERVAL)


def pings(*answered_and_lost):
    """Pings from time 0: pairs of (for how many steps of 2 ms, answered)."""
    fates = [fate for count, fate in answered_and_lost for _ in range(2 * count * MILLISECOND)]
    return [
        {"t": round(number * measure.PING_INTERVAL, 6), "ms": 0.1 if fate else None}
        for number, fate in enumerate(fates)]


def address(t, server, present):
    return {"t": t, "kind": "address", "node": server.name, "present": present}


def lease(t, server, until):
    return {"t": t, "kind": "lease", "node": server.name, "until": until}


def fence(t, server, exists):
    return {"t": t, "kind": "fence", "node": server.name, "exists": exists}


def recording(*seen, questions=()):
    return SimpleNamespace(seen=list(seen), questions=list(questions))


class OutageTest(unittest.TestCase):
    def test_nothing_lost_is_no_outage(self):
        found = measure.outage(pings((500, True)), 0.2, 0.9)
        self.assertEqual((found.seconds, found.lost, found.recovered), (0.0, 0, True))

    def test_counts_from_the_last_answer_to_the_next_less_the_interval(self):
        found = measure.outage(pings((150, True), (50, False), (200, True)), 0.2, 0.8)
        self.assertAlmostEqual(found.seconds, 0.100)
        self.assertEqual((found.lost, found.recovered), (100 * MILLISECOND, True))

    def test_the_longest_of_several(self):
        found = measure.outage(pings((150, True), (5, False), (50, True), (20, False), (50, True)), 0.2, 0.8)
        self.assertAlmostEqual(found.seconds, 0.040)
        self.assertEqual(found.lost, 50 * MILLISECOND)

    def test_a_ping_that_left_before_the_fault_counts(self):
        found = measure.outage(pings((149, True), (10, False), (100, True)), 0.301, 0.5)
        self.assertAlmostEqual(found.seconds, 0.020)

    def test_not_recovered_lasts_to_the_end(self):
        found = measure.outage(pings((150, True), (150, False)), 0.2, 0.6)
        self.assertFalse(found.recovered)
        self.assertAlmostEqual(found.seconds, 0.6 - (0.3 - measure.PING_INTERVAL))

    def test_not_served_when_the_fault_came_counts_from_the_fault(self):
        found = measure.outage(pings((200, False), (100, True)), 0.2, 0.6)
        self.assertAlmostEqual(found.seconds, 0.2 - measure.PING_INTERVAL)
        self.assertTrue(found.recovered)

    def test_one_lost_request_is_one_interval(self):
        one = pings((500, True))
        one[400 * MILLISECOND]["ms"] = None
        found = measure.outage(one, 0.2, 0.9)
        self.assertAlmostEqual(found.seconds, measure.PING_INTERVAL)
        self.assertEqual(found.lost, 1)

    def test_the_resolution_is_the_longest_time_without_a_ping(self):
        stalled = [ping for ping in pings((300, True)) if not 0.2502 < ping["t"] < 0.2548]
        self.assertAlmostEqual(measure.resolution(stalled, 0.2, 0.6), 0.005)
        self.assertAlmostEqual(measure.resolution(stalled, 0.3, 0.6), measure.PING_INTERVAL)

    def test_a_late_observer_alone_is_no_outage(self):
        stalled = [ping for ping in pings((300, True)) if not 0.25 < ping["t"] < 0.35]
        self.assertEqual(measure.outage(stalled, 0.2, 0.6).seconds, 0.0)


class TwoOwnersTest(unittest.TestCase):
    def test_configured_on_both_but_leased_to_one_at_a_time(self):
        seen = recording(
            address(0, A, True), fence(0, A, True), lease(0, A, 3.0), address(0, B, False), fence(0, B, True),
            lease(0, B, 0), lease(3.1, B, 6.0), address(3.1, B, True), address(4.0, A, False))
        found = measure.two_owners(seen, 1, 5)
        self.assertAlmostEqual(found.address_seconds, 0.9)
        self.assertEqual((found.lease_seconds, found.double_answers, found.any()), (0, 0, False))

    def test_overlapping_leases(self):
        seen = recording(
            address(0, A, True), fence(0, A, True), lease(0, A, 3.0), lease(1, A, 4.0), address(0, B, False),
            fence(0, B, True), lease(0, B, 0), lease(3.5, B, 6.5), address(3.5, B, True))
        found = measure.two_owners(seen, 1, 5)
        self.assertAlmostEqual(found.lease_seconds, 0.5)
        self.assertTrue(found.any())
        self.assertFalse(found.at_end)

    def test_a_lease_revoked_early_ends_early(self):
        seen = recording(
            address(0, A, True), fence(0, A, True), lease(0, A, 3.0), lease(2.0, A, 0), fence(0, B, True),
            lease(2.0, B, 5.0), address(2.0, B, True))
        self.assertEqual(measure.two_owners(seen, 1, 5).lease_seconds, 0)

    def test_without_a_fence_configured_is_owned(self):
        seen = recording(
            address(0, A, True), fence(0, A, False), lease(0, A, 0),
            address(0, B, False), fence(0, B, False), lease(0, B, 0), address(3, B, True))
        found = measure.two_owners(seen, 1, 5)
        self.assertAlmostEqual(found.lease_seconds, 2)
        self.assertTrue(found.at_end)

    def test_a_fence_that_vanishes_lets_all_pass(self):
        seen = recording(
            address(0, A, True), fence(0, A, True), lease(0, A, 1.0), fence(3.0, A, False),
            address(0, B, True), fence(0, B, True), lease(1.5, B, 5.0))
        self.assertAlmostEqual(measure.two_owners(seen, 1, 4).lease_seconds, 1.0)

    def test_without_power_nothing_is_owned(self):
        seen = recording(address(0, A, True), fence(0, A, False), lease(0, A, 0), address(2, A, False),
                         address(1.5, B, True), fence(0, B, False), lease(0, B, 0))
        self.assertAlmostEqual(measure.two_owners(seen, 1, 5).lease_seconds, 0.5)
        self.assertEqual(measure.two_owners(seen, 1, 5, off=(A, 1, 4)).lease_seconds, 0)

    def test_double_answers_are_counted_from_the_fault_on(self):
        questions = [{"t": t, "macs": macs} for t, macs in (
            (0.5, [A.mac, B.mac]), (2, [A.mac]), (3, [A.mac, B.mac]), (4, []))]
        found = measure.two_owners(recording(questions=questions), 1, 5)
        self.assertEqual((found.double_answers, found.any()), (1, True))


class TakeoverTest(unittest.TestCase):
    def frame(self, t, port, sender):
        return {"t": t, "kind": "frame", "port": port, "what": "question", "sender": sender, "target": VIP}

    def test_a_frame_before_the_claim_is_early_and_a_probe_is_not(self):
        seen = [
            address(0, B, False), fence(0, B, True), lease(0, B, 0), self.frame(2.0, "b", "0.0.0.0"),
            self.frame(2.5, "b", VIP), self.frame(2.6, "a", VIP), lease(3.0, B, 6.0), address(3.0, B, True),
            self.frame(3.0, "b", VIP), self.frame(3.1, "b", VIP)]
        self.assertEqual(measure.early_frames(seen, B, 1, 5), 1)

    def test_a_frame_of_one_who_was_away_is_late_until_its_kernel_has_the_address_again(self):
        seen = [
            address(0, A, True), fence(0, A, True), lease(0, A, 1.0), self.frame(0.9, "a", VIP),
            self.frame(2.1, "a", "0.0.0.0"), self.frame(2.2, "a", VIP), self.frame(2.3, "b", VIP),
            lease(3.0, A, 6.0), self.frame(3.0, "a", VIP), self.frame(5.0, "a", VIP)]
        self.assertEqual(measure.late_frames(seen, A, 2, 5), 1)

    def test_the_longest_silence_of_a_new_holder(self):
        seen = [address(0, B, True), fence(0, B, True), lease(0, B, 0), lease(2.0, B, 9.0)]
        sent = [{"t": t, "kind": "datagram", "node": node} for t, node in (
            (0.5, "b"), (2.0, "b"), (2.1, "b"), (2.2, "a"), (2.4, "b"), (2.5, "b"), (4.6, "b"))]
        recorded = SimpleNamespace(seen=seen, datagrams=sent)
        self.assertAlmostEqual(measure.heartbeat_gap(recorded, B, 1, 9), 0.3)
        self.assertIsNone(measure.heartbeat_gap(recorded, A, 1, 9))

    def test_the_first_time_the_cache_turns(self):
        seen = [{"t": t, "kind": "cache", "mac": mac} for t, mac in ((0, B.mac), (0.5, A.mac), (2, B.mac), (3, B.mac))]
        self.assertEqual(measure.repointed(seen, B, 1), 2)
        self.assertIsNone(measure.repointed(seen, A, 1))


if __name__ == "__main__":
    unittest.main()
