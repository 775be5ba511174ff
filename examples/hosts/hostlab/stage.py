"""What all scenarios of a run share: the machines, the desk, the pair, and what was found."""

import contextlib
import json
import os
import time

from arplab import network as net
from arplab import report
from arplab.shell import LabError
from arplab.trial import Trial
from hostlab import judging, watching
from hostlab.findings import Row
from hostlab.pair import InstalledPair
from hostlab.playbook import Desk

WINDOW_SECONDS = 20
SETTLED_SECONDS = 60


class Stage:
    def __init__(self, house, found):
        self.house, self.found = house, found
        self.desk, self.pair = Desk(house), InstalledPair(house)
        self.scenario, self._failed_to_install = None, False

    def row(self, what, began, missed=(), figures=""):
        self.found.add(Row(self.scenario, what, time.monotonic() - began, tuple(missed), figures))

    def need_installed(self):
        """For scenarios that start from a served address, whichever ran before."""
        if self._failed_to_install:
            raise LabError("not tried: the installation has failed above")
        if not self._serves():
            play = self.install()
            if play.code:
                raise LabError("site.yml failed: " + "; ".join(play.missed()))
            self.wait_until_settled()

    def install(self):
        play = self.desk.play("site.yml")
        self._failed_to_install = play.code != 0
        return play

    def renew(self):
        """Bare machines again."""
        self.house.renew()
        self._failed_to_install = False

    def wait_until_settled(self):
        deadline = time.monotonic() + SETTLED_SECONDS
        while not self._settled():
            if time.monotonic() > deadline:
                raise LabError(f"the pair does not agree after {SETTLED_SECONDS} s: {self.pair.stopped_words()}")
            time.sleep(0.5)

    def holder(self):
        """By the agents' own word."""
        said = self.pair.status(net.A) or self.pair.status(net.B) or {}
        found = [server for server in net.SERVERS if server.name == said.get("holder")]
        if not found:
            raise LabError(f"nobody holds: {self.pair.stopped_words()}")
        return found[0]

    def trial(self, fault, target):
        """One fault, measured by client, gateway and witnesses."""
        began = time.monotonic()
        promise = self.pair.promise_seconds
        try:
            result = Trial(self.pair, fault, self.house.directory, WINDOW_SECONDS).run()
            run = report.run_of(self.pair, 1, result)
        except LabError as error:
            run = {"error": str(error)}
        missed = judging.missed(run, target, promise, fault.moves)
        self.row(fault.title, began, missed, judging.figures(run, target, promise))

    @contextlib.contextmanager
    def watched(self):
        with watching.watched(self.house.directory) as seen:
            yield seen

    def doctor(self, machine):
        """The remarks of one machine's doctor."""
        said = machine.run("failover-agent", "--cluster", net.CLUSTER, "doctor", "--json", check=False)
        try:
            return json.loads(said)["remarks"]
        except (ValueError, KeyError):
            raise LabError(f"the doctor on {machine.name} said no JSON: {said.strip()[:200]}") from None

    def _serves(self):
        machines = [self.house.machine(server) for server in net.SERVERS]
        return all(_has_agent(machine) for machine in machines) and self._settled()

    def _settled(self):
        try:
            return self.pair.ready(self.holder())
        except LabError:
            return False


def _has_agent(machine):
    return machine.running() and os.path.exists(machine.path("/usr/bin/failover-agent"))
