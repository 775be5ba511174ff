"""What fails a run, and what is only told: two owners always fail, a few milliseconds of a busy machine do not."""

import unittest

from arplab.network import A, B, GATEWAY_MAC
from arplab.targets import UNNOTICED, Target
from hostlab import cgroup, judging, planted, scenarios, watching
from hostlab.findings import Row, table

PROMISE = 0.5


def run(outage=0.0, moved=False, recovered=True, **owners):
    return {
        "outageMs": outage, "lostPings": round(outage * 2), "moved": moved, "recovered": recovered,
        "twoOwners": {"leaseMs": 0, "doubleAnswers": 0, **owners}, "earlyFrames": 0, "lateFrames": 0}


class JudgingTest(unittest.TestCase):
    def test_within_the_target(self):
        self.assertEqual(judging.missed(run(430, True), Target(1, 30), PROMISE, True), [])

    def test_over_the_target_is_told_and_passes(self):
        over = run(12.0, True)
        self.assertEqual(judging.missed(over, Target(milliseconds=5), PROMISE, True), [])
        self.assertEqual(judging.figures(over, Target(milliseconds=5), PROMISE),
                         "outage 12 ms (target 5, over it), 24 requests lost")

    def test_far_over_it_fails(self):
        self.assertEqual(judging.missed(run(116, True), Target(milliseconds=5), PROMISE, True), ["outage over 115 ms"])

    def test_two_owners_fail_however_short(self):
        self.assertIn("TWO OWNERS", judging.missed(run(0, leaseMs=0.1), UNNOTICED, PROMISE, False)[0])
        self.assertIn("TWO OWNERS", judging.missed(run(0, doubleAnswers=1), UNNOTICED, PROMISE, False)[0])

    def test_what_should_stay_and_what_should_move(self):
        self.assertEqual(judging.missed(run(0, True), UNNOTICED, PROMISE, False), ["moved"])
        self.assertEqual(judging.missed(run(0, False), Target(milliseconds=5), PROMISE, True), ["did not move"])

    def test_not_served_at_the_end(self):
        self.assertEqual(judging.missed(run(50, True, False), Target(1), PROMISE, True),
                         ["not served when the time was over"])

    def test_a_run_that_could_not_be_completed(self):
        self.assertEqual(judging.missed({"error": "no"}, UNNOTICED, PROMISE, False), ["FAILED: no"])


class MovesTest(unittest.TestCase):
    def test_turns_from_one_server_to_the_other(self):
        macs = [(0, A.mac), (1, None), (2, A.mac), (3, B.mac), (4, GATEWAY_MAC), (5, A.mac)]
        seen = [{"kind": "cache", "t": t, "mac": mac} for t, mac in macs]
        self.assertEqual(watching.moves(seen, 2.5), 2)
        self.assertEqual(watching.moves(seen, 4.5), 1)


class DoctorTest(unittest.TestCase):
    REMARKS = [
        {"grade": "good", "subject": "link", "text": "lan0 has a carrier", "remedy": ""},
        {"grade": "bad", "subject": "secret", "text": "/etc/x.secret may be read by others", "remedy": "chmod"}]

    def test_only_complaints_count(self):
        self.assertEqual(planted.matching(self.REMARKS, "carrier"), [])
        self.assertEqual(planted.matching(self.REMARKS, r"\.secret"),
                         ["bad: secret: /etc/x.secret may be read by others"])

    def test_names_are_told_apart(self):
        self.assertEqual(len({each.name for each in planted.ALL}), len(planted.ALL))
        self.assertGreaterEqual(len(planted.ALL), 10)


class ChoiceTest(unittest.TestCase):
    def test_only_and_quick(self):
        names = [each.name for each in scenarios.chosen(["upgrade", "boot"], False)]
        self.assertEqual(names, ["boot", "upgrade"])
        quick = [each.name for each in scenarios.chosen(None, True)]
        self.assertIn("install", quick)
        self.assertNotIn("maintenance", quick)


class TableTest(unittest.TestCase):
    def test_a_row_each(self):
        lines = table([Row("kill", "killed", 3.2, (), "outage 5 ms"), Row("kill", "more", 1, ("it moved",))])
        self.assertRegex(lines, r"kill +killed +3  outage 5 ms\n +more +1  MISSED: it moved$")


class ControlGroupTest(unittest.TestCase):
    def test_where_the_unified_hierarchy_is(self):
        lines = "30 24 0:26 / /sys/fs/cgroup ro shared:9 - tmpfs tmpfs ro\n" \
                "31 30 0:27 / /sys/fs/cgroup/unified rw shared:10 - cgroup2 cgroup2 rw\n"
        self.assertEqual(cgroup.mounted(lines), "/sys/fs/cgroup/unified")
        self.assertIsNone(cgroup.mounted(lines.splitlines()[0]))


if __name__ == "__main__":
    unittest.main()
