"""What counts as a missed target: a bench that praises too much is worse than none."""

import unittest

from arplab import faults, report, soak, table, targets
from arplab.measure import Outage, TwoOwners


def run(fault="power-loss", outage=0.0, **more):
    """One run as report.run_of makes it."""
    return {
        "pair": "arp-failover 500 ms", "fault": fault, "run": 1, "moved": False, "outageMs": outage,
        "lostPings": round(outage * 2), "recovered": True, "resolutionMs": 0.6,
        "twoOwners": {"addressMs": 0.0, "leaseMs": 0.0, "doubleAnswers": 0, "untilMended": False},
        "earlyFrames": 0, "lateFrames": 0, "repointMs": None, "heartbeatGapMs": None, **more}


class TargetsTest(unittest.TestCase):
    def test_every_fault_has_a_target(self):
        self.assertEqual(set(targets.OUTAGES), set(faults.ALL))

    def test_those_that_depend_on_the_promise(self):
        found = [targets.OUTAGES[name].outage_ms(0.1) for name in ("power-loss", "lan-cut", "switchover", "restart")]
        self.assertEqual(found, [130, 200, 5, 0])

    def test_the_median_counts(self):
        runs = [run(outage=outage) for outage in (500, 529, 900)]
        self.assertEqual(targets.missed("power-loss", runs, 0.5), [])
        self.assertEqual(targets.missed("power-loss", runs, 0.4), ["median over 430 ms"])

    def test_of_nothing_a_single_lost_request_or_move_is_too_much(self):
        runs = [run(), run(outage=0.5), run(moved=True)]
        self.assertEqual(targets.missed("restart", runs, 0.5), ["lost requests in 1 of 3", "moved in 1 of 3"])
        self.assertEqual(targets.missed("restart", [run()], 0.5), [])

    def test_not_recovered_and_late_frames_are_missed_whatever_the_outage(self):
        runs = [run(recovered=False), run(lateFrames=2)]
        self.assertEqual(targets.missed("stop-2", runs, 0.5), ["not recovered in 1 of 2", "late frames in 1 of 2"])

    def test_many_addresses(self):
        runs = [run(repointMs=251.0, heartbeatGapMs=199.9), run(repointMs=250.0, heartbeatGapMs=200.0), run()]
        self.assertEqual(targets.missed_with_many(runs, 0.5),
                         ["repointed after 250 ms in 1 of 3", "heartbeat left out in 1 of 3"])

    def test_idle(self):
        self.assertEqual(targets.missed_idle({"rssMiB": 90.0, "cpuPercent": 1.0}), [])
        self.assertEqual(targets.missed_idle({"rssMiB": 90.1, "cpuPercent": 1.01}), ["over 90 MiB", "over 1 %"])


class ReportTest(unittest.TestCase):
    def test_a_pair_without_promises_has_no_targets(self):
        self.assertNotIn("missed", report.summary_of([run(outage=3000)]))

    def test_a_missed_target_is_marked_plainly(self):
        summary = report.summary_of([run(outage=600)], 0.5)
        written = {"summary": [summary], "idle": [], "addresses": 1, "load": None, "loss": 20}
        self.assertEqual(summary["targetMs"], 530)
        text = table.table(written)
        self.assertIn("MISSED: median over 530 ms", text)
        self.assertIn("20 % of the pair's datagrams lost", text)

    def test_a_kept_target_is_not(self):
        written = {"summary": [report.summary_of([run(outage=530)], 0.5)], "idle": [], "addresses": 1, "load": None,
                   "loss": 0}
        self.assertNotIn("MISSED", table.table(written))

    def test_a_failed_run_is_marked_too(self):
        failed = {"pair": "arp-failover 500 ms", "fault": "kill", "run": 2, "error": "broken"}
        written = {"summary": [report.summary_of([run("kill", 3), failed], 0.5)], "idle": [], "addresses": 1,
                   "load": "cpu", "loss": 0}
        self.assertIn("MISSED: 1 failed", table.table(written))

    def test_a_late_frame_breaks_a_promise(self):
        self.assertFalse(report.is_violation(run()))
        self.assertTrue(report.is_violation(run(lateFrames=1)))

    def test_time_to_repoint_counts_from_the_claim(self):
        self.assertEqual(report.repoint_ms({"suspected": 0, "claimed": 2000, "repointed": 12500}), 10.5)
        self.assertIsNone(report.repoint_ms({"claimed": 2000}))


class SoakTest(unittest.TestCase):
    NEVER = TwoOwners(0.0, 0.0, 0, False)

    def summary(self, owners=NEVER, moves=()):
        outages = [Outage(milliseconds / 1e3, 0, 0, 2, True) for milliseconds in (4, 1, 2)]
        return soak.summary([soak.Move(0), soak.Move(1), soak.Move(2), *moves], outages, owners, 0.001)

    def test_adds_up(self):
        found = self.summary(moves=[soak.Move(3, refused="b is not fit")])
        self.assertEqual((found["switchovers"], found["refused"], found["failed"]), (4, 1, 0))
        self.assertEqual(found["outageMs"], {"median": 2.0, "p99": 4.0, "max": 4.0})
        self.assertEqual((found["lostPings"], found["resolutionMs"]), (6, 1.0))
        self.assertTrue(soak.is_safe(found))
        self.assertIn("refused: b is not fit", soak.text(found))

    def test_two_owners_or_a_failed_move_are_not_safe(self):
        self.assertFalse(soak.is_safe(self.summary(TwoOwners(0.0, 0.0, 1, False))))
        self.assertFalse(soak.is_safe(self.summary(TwoOwners(0.0, 0.002, 0, False))))
        self.assertFalse(soak.is_safe(self.summary(moves=[soak.Move(3, failed=True)])))

    def test_percentiles(self):
        hundred = list(range(1, 101))
        self.assertEqual([soak.percentile(hundred, percent) for percent in (50, 99, 100)], [50, 99, 100])
        self.assertEqual(soak.percentile([7], 99), 7)


if __name__ == "__main__":
    unittest.main()
