"""The demo: a pair, a power loss, the takeover as everybody saw it, and the planned way back."""

import argparse
import statistics
import sys

from arplab import faults, site
from arplab import network as net
from arplab.agents import Agents
from arplab.arguments import DEFAULT_PROMISE
from arplab.measure import PING_INTERVAL
from arplab.paint import paint
from arplab.timeline import entries
from arplab.trial import Trial

WINDOW_SECONDS = 20
COLOURS = {"lab": ("bold", "red"), "client": ("bold", "green"), "gateway": ("yellow",), "wire": ("dim",),
           "kernel": ("cyan",), "agent": ("magenta",)}
PICTURE = f"""
        client {net.CLIENT_ADDRESS}            pings {net.VIP} every {PING_INTERVAL * 1e3:g} ms
           |
        gateway {net.GATEWAY_ADDRESS}         its ARP cache decides which server gets the packets
           |
    =======+========= LAN ==========
        |               |
     server a        server b         two agents; one of them holds {net.VIP}
     {net.A.lan_address}       {net.B.lan_address}
        |               |
    ----+--- management +-------+---
                                |
                            ZooKeeper {net.ZOOKEEPER_ADDRESS}
"""


def main():
    parser = argparse.ArgumentParser(prog="demo", description=__doc__)
    parser.add_argument("--acd", choices=["fast", "rfc5227"], default="fast", help="conflict detection of the agents")
    parser.add_argument("--solo", action="store_true", help="agents that promise each other nothing")
    parser.add_argument("--logs", metavar="DIR", help="keep the programs' logs here")
    options = parser.parse_args()
    with site.built(options.logs) as directory:
        promise = None if options.solo else DEFAULT_PROMISE
        _tell_the_story(Agents(directory, promise, options.acd), directory)
    say("The lab is gone: no namespace, process or file of it is left.", "dim")
    return 0


def _tell_the_story(pair, directory):
    say("Two servers, one address", "bold")
    say(PICTURE)
    try:
        say("Starting ZooKeeper and the two agents, each on a machine of its own ...")
        pair.start()
        _chapter(pair, directory, "power-loss", "1. The holder loses power")
        say("The power is back: the server that was lost is the standby now, and the address stays where it is.\n")
        _chapter(pair, directory, "switchover", "2. Planned maintenance: the address goes back")
    finally:
        pair.stop()


def _chapter(pair, directory, fault_name, title):
    say("\n" + title, "bold")
    trial = Trial(pair, faults.ALL[fault_name], directory, WINDOW_SECONDS, tell=lambda text: say(f"  {text} ..."))
    result = trial.run()
    moves = [move for move in pair.history() if move["to"] == net.other(result.holder).name][-1:]
    _print_before(result)
    _print_timeline(result, moves)
    _print_verdict(result)


def _print_before(result):
    answered = [ping["ms"] for ping in result.recording.pings if ping["ms"] is not None and ping["t"] < result.began]
    say(f"  before: {result.holder.name} answers every ping, typically in {statistics.median(answered):.2f} ms\n")


def _print_timeline(result, moves):
    """Milliseconds count from the fault; for a planned move, from when the old holder stopped serving."""
    zero = result.began if result.fault.power_is_off else result.outage.begin
    say(f"  {'ms':>9}  {'seen by':<8}")
    for entry in entries(result, moves):
        text = f"  {(entry.when - zero) * 1e3:>9.1f}  {entry.who:<8} {entry.what}"
        say(text, *COLOURS[entry.who])


def _print_verdict(result):
    outage, owners = result.outage, result.owners
    served = f"{outage.seconds * 1e3:.1f} ms" if outage.recovered else f"longer than the {WINDOW_SECONDS} s watched"
    say(f"\n  the client's outage: {served} ({outage.lost} pings lost)", "bold")
    two = "never"
    if owners.any():
        two = f"{owners.lease_seconds * 1e3:.1f} ms, {owners.double_answers} questions answered twice"
    say(f"  two owners: {two}\n", "bold")


def say(text, *styles):
    print(paint(text, *styles) if styles else text, flush=True)


if __name__ == "__main__":
    sys.exit(site.main(main))
