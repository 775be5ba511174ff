"""Boots the machines, runs the scenarios in their order, and prints what they measured."""

import argparse
import signal
import sys
import time

from arplab import site
from arplab.shell import LabError
from hostlab import findings, house, scenarios
from hostlab.stage import Stage


def parsed_options():
    parser = argparse.ArgumentParser(prog="run", description=__doc__)
    parser.add_argument("--only", type=_chosen, metavar="A,B,...", help="which scenarios: " + ", ".join(scenarios.ALL))
    parser.add_argument("--quick", action="store_true", help="leave out those that take long")
    parser.add_argument("--keep", action="store_true", help="at the end leave the machines running until Ctrl-C")
    parser.add_argument("--logs", metavar="DIR", help="keep Ansible's output, consoles and journals here")
    return parser.parse_args()


def _chosen(text):
    unknown = [name for name in text.split(",") if name not in scenarios.ALL]
    if unknown:
        raise argparse.ArgumentTypeError(f"no scenario {unknown[0]}: choose from {', '.join(scenarios.ALL)}")
    return text.split(",")


def main():
    options = parsed_options()
    found = findings.Findings(say)
    with house.built(options.logs) as built:
        try:
            _run(scenarios.chosen(options.only, options.quick), Stage(built, found))
        finally:
            print(findings.table(found.rows), flush=True)
        if options.keep:
            _stay(built)
    return 1 if found.failed() else 0


def _run(chosen, stage):
    """A scenario that could not be run to its end has failed; those after it are still tried, on what there is."""
    for scenario in chosen:
        say(f"--- {scenario.name}: {scenario.title}")
        stage.scenario, began = scenario.name, time.monotonic()
        try:
            scenario.run(stage)
        except LabError as error:
            stage.row(scenario.title, began, (str(error),))


def _stay(built):
    say(built.hints() + "\nCtrl-C ends it all")
    signal.pause()


def say(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(site.main(main))
