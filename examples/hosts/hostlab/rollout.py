"""The playbooks: what an administrator does, with the client's load on the address."""

import json
import time

from arplab import network as net
from hostlab import judging, packages

SWITCHOVER_MS = 5
LEFTOVERS = (
    "/etc/arp-failover", "/etc/arp-coordinator", "/var/lib/arp-failover", "/var/lib/arp-coordinator",
    "/var/cache/arp-failover-agent", "/usr/lib/arp-failover-agent", "/usr/lib/arp-failover-coordinator",
    "/etc/default/arp-failover-agent", "/etc/default/arp-failover-coordinator", "/run/arp-failover",
    "/usr/bin/failover-agent", "/usr/bin/coordinator", "/etc/sysctl.d/60-arp-failover.conf",
    "/etc/systemd/networkd.conf.d/60-arp-failover.conf",
)
USERS = ("arp-failover", "arp-coordinator")


def install(stage):
    began = time.monotonic()
    play = stage.install()
    stage.row("site.yml, once", began, play.missed(), f"{_total(play)} tasks changed something")
    if play.code:
        return
    began = time.monotonic()
    stage.wait_until_settled()
    with stage.watched() as seen:
        time.sleep(1)
    stage.row("the client reaches the address, the pair agrees", began, _unserved(seen))


def again(stage):
    stage.need_installed()
    for arguments in ((), ("--check", "--diff")):
        began = time.monotonic()
        play = stage.desk.play("site.yml", *arguments)
        changed = [f"{host} changed {count}" for host, count in play.changed.items() if count]
        stage.row(" ".join(("site.yml again", *arguments)) + ": nothing changes", began, play.missed() + changed)
    for server in net.SERVERS:
        began = time.monotonic()
        remarks = stage.doctor(stage.house.machine(server))
        bad = [f"{remark['subject']}: {remark['text']}" for remark in remarks if remark["grade"] == "bad"]
        stage.row(f"doctor on {server.name} finds nothing bad", began, bad, f"{len(remarks)} remarks")


def switch_over(stage):
    cluster = ("-e", f"cluster={net.CLUSTER}")
    _under_load(stage, "switchover.yml", "switchover.yml", SWITCHOVER_MS, cluster, least_moves=1)


def maintain(stage):
    rebooted = ("-e", "arp_failover_reboot=always")
    _under_load(stage, "maintenance.yml, all rebooted", "maintenance.yml", SWITCHOVER_MS, rebooted, least_moves=1)


def upgrade(stage):
    _under_load(stage, "upgrade.yml, to a later version", "upgrade.yml", 0, ("-e", later_offered(stage)))
    began = time.monotonic()
    wrong = [f"{name} has {version}" for name, version in versions(stage).items() if packages.LATER not in version]
    stage.row("all machines have the later version", began, wrong)


def later_offered(stage):
    """The variables by which a playbook takes the later packages; each call makes a version later than the last."""
    stage.desk.furnish()
    return json.dumps({"arp_failover_packages": [stage.desk.later_packages()]})


def uninstall(stage):
    stage.need_installed()
    began = time.monotonic()
    play = stage.desk.play("uninstall.yml", "-e", "confirm=yes", "-e", "coordinators=true")
    left = [f"{machine.name} has {what}" for machine in stage.house.machines.values() for what in leftovers(machine)]
    stage.row("uninstall.yml, purged: nothing is left", began, play.missed() + left)


def leftovers(machine):
    """What an uninstalled machine should not have: files, users, packages, rules, shared addresses."""
    script = "; ".join([
        *(f"[ ! -e {path} ] || echo {path}" for path in LEFTOVERS),
        *(f"getent passwd {user} >/dev/null && echo user {user}" for user in USERS),
        "dpkg-query --show --showformat '${db:Status-Abbrev} ${Package}\\n' 'arp-failover*' 2>/dev/null",
        "systemctl list-units --all --plain --no-legend 'arp-failover*' 'coordinator*' | cut -d' ' -f1",
        f"ip -br address | grep -w {net.VIP}", "command -v nft >/dev/null && nft list tables", "true"])
    return machine.run("bash", "-c", script).splitlines()


def _under_load(stage, what, playbook, target_ms, arguments=(), least_moves=0):
    stage.need_installed()
    began = time.monotonic()
    with stage.watched() as seen:
        play = stage.desk.play(playbook, *arguments)
    outage_ms = seen.outage.seconds * 1e3
    missed = play.missed() + seen.missed()
    if outage_ms > target_ms * judging.MORE + judging.MORE_MS:
        missed.append(f"outage over {target_ms * judging.MORE + judging.MORE_MS} ms")
    if seen.moves < least_moves:
        missed.append("the address did not move")
    figures = judging.figure(outage_ms, target_ms, seen.outage.lost) + f", moved {seen.moves} times"
    stage.row(what, began, missed, figures)
    stage.wait_until_settled()


def _unserved(seen):
    return seen.missed() + ([f"{seen.outage.lost} requests lost"] if seen.outage.lost else [])


def versions(stage):
    """machine -> the version of its package."""
    found = {}
    for name, machine in stage.house.machines.items():
        package = "arp-failover-coordinator" if machine is stage.house.coordinator() else "arp-failover-agent"
        found[name] = machine.run("dpkg-query", "--show", "--showformat", "${Version}", package).strip()
    return found


def _total(play):
    return sum(play.changed.values())
