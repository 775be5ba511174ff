"""lab up | down | shell NAME: the same lab, left running to look around in."""

import argparse
import os
import shutil
import sys

from arplab import network as net
from arplab import site, topology
from arplab.agents import AGENT, Agents
from arplab.arguments import DEFAULT_PROMISE
from arplab.shell import LabError

MACHINES = {namespace.removeprefix(net.PREFIX): namespace for namespace in net.NAMESPACES}


def main():
    parser = argparse.ArgumentParser(prog="lab", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="build the lab and start ZooKeeper and both agents")
    up.add_argument("--solo", action="store_true", help="agents that promise each other nothing")
    commands.add_parser("down", help="end it all")
    commands.add_parser("shell", help="a shell on one machine").add_argument("machine", choices=MACHINES)
    options = parser.parse_args()
    if options.command == "shell":
        _shell(options.machine)
    with site.locked():
        _up(options.solo) if options.command == "up" else site.clear()
    return 0


def _up(solo):
    if os.path.exists(site.LEFT_UP):
        raise LabError("the lab is up already: `lab down` ends it")
    site.clear()
    os.makedirs(site.DIRECTORY, mode=0o700)
    try:
        topology.build()
        pair = Agents(site.DIRECTORY, None if solo else DEFAULT_PROMISE)
        pair.start()
        open(site.LEFT_UP, "w", encoding="ascii").close()
    except BaseException:
        site.clear()
        raise
    _print_hints(pair.configuration(net.A))


def _print_hints(configuration):
    lab = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lab")
    print(f"""The lab is up: {', '.join(MACHINES)}.
  who holds the address    ip netns exec {net.A.namespace} {AGENT} status --config {configuration}
  what has happened        ip netns exec {net.A.namespace} {AGENT} history --config {configuration}
  move it                  ip netns exec {net.A.namespace} {AGENT} switchover --config {configuration}
  as the client            ip netns exec {net.CLIENT} ping -i 0.2 {net.VIP}
  the gateway's ARP cache  ip -n {net.GATEWAY} neigh
  frames on the LAN        ip netns exec {net.LAN} tcpdump -eni br0 arp
  a's kernel lease         ip netns exec {net.A.namespace} nft list ruleset
  cut a off, silently      ip -n {net.LAN} link set dev a nomaster
  logs                     {os.path.dirname(configuration)}/*.log
  a shell on a machine     {lab} shell NAME
  end it                   {lab} down""")


def _shell(machine):
    if not os.path.exists(f"/run/netns/{MACHINES[machine]}"):
        raise LabError("no lab is up: run `lab up` first")
    shell = os.environ.get("SHELL") or shutil.which("bash")
    os.execvp("ip", ["ip", "netns", "exec", MACHINES[machine], shell])


if __name__ == "__main__":
    sys.exit(site.main(main))
