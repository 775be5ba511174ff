"""The example hooks with stubs on their PATH, and a web server that fails as told."""

import http.server
import json
import os
import pathlib
import subprocess
import tempfile
import threading
import unittest

HOOKS = pathlib.Path(__file__).resolve().parent.parent
EVENT = {"event": "holder", "epoch": 7}


class HookTest(unittest.TestCase):
    def setUp(self):
        self._directory = tempfile.TemporaryDirectory()
        self.addCleanup(self._directory.cleanup)
        self.directory = pathlib.Path(self._directory.name)
        self.calls = self.directory / "calls"

    def stub(self, name, script):
        """A program that notes how it was called, and then does this."""
        file = self.directory / name
        file.write_text(f'#!/bin/sh\necho "{name} $*" >> {self.calls}\n{script}\n')
        file.chmod(0o700)

    def called(self):
        return self.calls.read_text().splitlines() if self.calls.exists() else []

    def run_hook(self, hook, event="holder", **more):
        environment = {"PATH": f"{self.directory}:/usr/bin:/bin", "ARP_FAILOVER_EPOCH": "7", **more}
        if event:
            environment.update(ARP_FAILOVER_EVENT=event, ARP_FAILOVER_STATE=event)
        return subprocess.run(
            [HOOKS / hook], env=environment, input=json.dumps(EVENT), capture_output=True, text=True, timeout=30
        )


class NginxTest(HookTest):
    def setUp(self):
        super().setUp()
        self.stub("systemctl", "exit 0")

    def test_the_holder_reloads(self):
        self.stub("nginx", "exit 0")
        self.assertEqual(0, self.run_hook("nginx").returncode)
        self.assertEqual(["nginx -t -q", "systemctl reload-or-restart nginx.service"], self.called())

    def test_a_bad_configuration_is_left_alone(self):
        self.stub("nginx", "exit 1")
        self.assertEqual(1, self.run_hook("nginx").returncode)
        self.assertEqual(["nginx -t -q"], self.called())

    def test_others_do_nothing(self):
        self.stub("nginx", "exit 0")
        for event in "standby", "fault", "conflict":
            self.assertEqual(0, self.run_hook("nginx", event).returncode)
        self.assertEqual(2, self.run_hook("nginx", "").returncode)
        self.assertEqual([], self.called())


class PostgresqlTest(HookTest):
    def psql(self, recovery, promoted="t"):
        self.stub("psql", f'case "$*" in *recovery*) {recovery} ;; *promote*) echo {promoted} ;; esac')

    def test_a_replica_is_promoted(self):
        self.psql("echo t")
        ended = self.run_hook("postgresql-promote")
        self.assertEqual((0, "promoted in epoch 7\n"), (ended.returncode, ended.stdout))
        self.assertEqual(2, len(self.called()))

    def test_a_primary_is_left_alone(self):
        self.psql("echo f")
        ended = self.run_hook("postgresql-promote")
        self.assertEqual((0, "already primary\n"), (ended.returncode, ended.stdout))
        self.assertEqual(1, len(self.called()))

    def test_only_a_holder_promotes(self):
        self.psql("echo t")
        for event in "standby", "fault", "conflict", "":
            self.assertEqual(0, self.run_hook("postgresql-promote", event).returncode)
        self.assertEqual([], self.called())

    def test_failures_are_told(self):
        for recovery, promoted in ("exit 2", "t"), ("echo x", "t"), ("echo t", "f"):
            self.psql(recovery, promoted)
            self.assertEqual(1, self.run_hook("postgresql-promote").returncode, recovery)


class WebhookTest(HookTest):
    def serve(self, statuses):
        """A web server that answers with these statuses in turn; its address is where the hook looks."""
        self.bodies = bodies = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(statuses[len(bodies) - 1])
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.addCleanup(server.server_close)
        self.addCleanup(thread.join)
        self.addCleanup(server.shutdown)
        return self.url(f"http://127.0.0.1:{server.server_port}/")

    def url(self, text):
        file = self.directory / "url"
        file.write_text(text + "\n")
        return {"WEBHOOK_URL_FILE": str(file), "WEBHOOK_PAUSE": "0"}

    def test_the_object_is_posted_as_it_is(self):
        self.assertEqual(0, self.run_hook("webhook", **self.serve([204])).returncode)
        self.assertEqual([EVENT], [json.loads(body) for body in self.bodies])

    def test_it_tries_again_and_not_for_ever(self):
        self.assertEqual(0, self.run_hook("webhook", **self.serve([503, 429, 200])).returncode)
        self.assertEqual(1, self.run_hook("webhook", **self.serve([500] * 9)).returncode)
        self.assertEqual(3, len(self.bodies))

    def test_a_refusal_is_final(self):
        self.assertEqual(1, self.run_hook("webhook", **self.serve([404] * 9)).returncode)
        self.assertEqual(1, len(self.bodies))

    def test_mistakes_are_told(self):
        self.assertEqual(2, self.run_hook("webhook", **self.url("ftp://x")).returncode)
        missing = {"WEBHOOK_URL_FILE": str(self.directory / "missing")}
        self.assertEqual(2, self.run_hook("webhook", **missing).returncode)


if __name__ == "__main__":
    unittest.main()
