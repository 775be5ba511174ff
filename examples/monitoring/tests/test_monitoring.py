"""Alerts and dashboard: promtool takes them, and they speak of nothing that the agents do not serve."""

import json
import pathlib
import re
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent.parent
RULES = HERE / "arp-failover.rules.yml"
DASHBOARD = HERE / "dashboard.json"
RUNBOOK = HERE.parent.parent / "ansible" / "RUNBOOK.md"

# What Grafana puts in before it asks.
VARIABLES = {"$__rate_interval": "1m", "$__range": "1h", "$cluster": ".+", "$node": ".+"}
METRIC = re.compile(r"\barp_failover_[a-z_]+")


def served():
    """The metrics of the agents, each with its labels."""
    lines = (HERE / "metrics.txt").read_text().splitlines()
    names = (line.split() for line in lines if not line.startswith("#"))
    return {
        name: {"cluster", "node", *labels, *(["le"] if name.endswith("_bucket") else [])}
        for name, *labels in names
    }


def promtool(*arguments):
    try:
        return subprocess.run(["promtool", *map(str, arguments)], capture_output=True, text=True, cwd=HERE)
    except FileNotFoundError:
        raise AssertionError("promtool is missing: apt-get install prometheus") from None


def dashboard():
    return json.loads(DASHBOARD.read_text())


def dashboard_expressions():
    for panel in dashboard()["panels"]:
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"]
    for note in dashboard()["annotations"]["list"]:
        if "expr" in note:
            yield note["name"], note["expr"]


class Rules(unittest.TestCase):
    def assert_passes(self, *arguments):
        ended = promtool(*arguments)
        self.assertEqual(0, ended.returncode, ended.stdout + ended.stderr)

    def test_promtool_takes_the_rules(self):
        self.assert_passes("check", "rules", RULES)

    def test_promtool_takes_the_configuration(self):
        self.assert_passes("check", "config", HERE / "prometheus.yml")

    def test_each_alert_fires_when_it_should_and_not_else(self):
        self.assert_passes("test", "rules", HERE / "arp-failover.test.yml")

    def test_each_alert_has_a_test(self):
        tested = (HERE / "arp-failover.test.yml").read_text()
        for alert in re.findall(r"- alert: (\w+)", RULES.read_text()):
            self.assertIn(f'alertname="{alert}"', tested)

    def test_each_alert_says_what_to_do_and_where_more_is(self):
        rules = RULES.read_text().split("- alert: ")[1:]
        self.assertGreater(len(rules), 15)
        sections = re.findall(r"^### Alarm: (.+)$", RUNBOOK.read_text(), re.MULTILINE)
        anchors = {section.lower().replace(" ", "-") for section in sections}
        for rule in rules:
            name = rule.split()[0]
            anchor = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name.removeprefix("ArpFailover")).lower()
            anchor = anchor.replace("zoo-keeper", "zookeeper")
            self.assertIn("summary: ", rule, name)
            self.assertIn("description: ", rule, name)
            self.assertIn(f"runbook: ansible/RUNBOOK.md#alarm-{anchor}\n", rule)
            self.assertIn(anchor, anchors, "the runbook has no such section")


class Names(unittest.TestCase):
    def test_the_rules_name_only_what_is_served(self):
        names = set(METRIC.findall(RULES.read_text()))
        self.assertEqual(set(), names - set(served()))

    def test_the_dashboard_names_only_what_is_served(self):
        for title, expression in dashboard_expressions():
            self.assertEqual(set(), set(METRIC.findall(expression)) - set(served()), title)

    def test_the_dashboard_shows_everything_that_is_served(self):
        shown = {name for _, expression in dashboard_expressions() for name in METRIC.findall(expression)}
        self.assertEqual(set(), set(served()) - shown)

    def test_the_legends_name_labels_that_there_are(self):
        for panel in dashboard()["panels"]:
            for target in panel.get("targets", []):
                labels = set.union(*(served()[name] for name in METRIC.findall(target["expr"])))
                used = set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]))
                self.assertEqual(set(), used - labels, panel["title"])


class Dashboard(unittest.TestCase):
    def test_prometheus_understands_every_expression(self):
        rules = []
        for at, (_, expression) in enumerate(dashboard_expressions()):
            for variable, value in VARIABLES.items():
                expression = expression.replace(variable, value)
            rules.append({"record": f"panel:{at}", "expr": expression})
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
            json.dump({"groups": [{"name": "dashboard", "rules": rules}]}, file)
            file.flush()
            ended = promtool("check", "rules", file.name)
            self.assertEqual(0, ended.returncode, ended.stdout + ended.stderr)

    def test_it_imports_into_any_grafana(self):
        board = dashboard()
        self.assertIsNone(board["id"], "an id of one Grafana means another dashboard in the next")
        self.assertGreaterEqual(board["schemaVersion"], 39)
        self.assertEqual("datasource", board["templating"]["list"][0]["type"])
        sources = set(re.findall(r'"uid": "([^"]+)"', DASHBOARD.read_text()))
        self.assertEqual({"${datasource}", "-- Grafana --", "arp-failover"}, sources)

    def test_panels_have_ids_of_their_own_and_do_not_overlap(self):
        panels = dashboard()["panels"]
        self.assertEqual(len(panels), len({panel["id"] for panel in panels}))
        taken = set()
        for panel in panels:
            at = panel["gridPos"]
            self.assertLessEqual(at["x"] + at["w"], 24, panel["title"])
            cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
            self.assertEqual(set(), cells & taken, panel["title"])
            taken |= cells


if __name__ == "__main__":
    unittest.main()
