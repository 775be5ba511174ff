"""What goes wrong on the way: each ends with one clear line, changes nothing else, and the next run mends it."""

import re
import time

from arplab import network as net
from hostlab import house as houses
from hostlab import packages, places, rollout

MOST_CHARACTERS = 600
DISTURB_SECONDS = 300
AT_WORK = "^(/usr/bin/)?dpkg .*(-i|--unpack|--configure) "  # dpkg is also run to compare versions
OTHER_ADDRESS = "10.77.0.101"


def inventory(stage):
    """On bare machines: nothing of the inventory's faults reaches a host."""
    stage.renew()
    stage.desk.furnish()
    with open(stage.desk.path("inventory.yml"), encoding="utf-8") as file:
        text = file.read()
    for what, changed in broken_inventories(text):
        stage.desk.write("broken.yml", changed)
        _refused(stage, what, "site.yml", inventory_file="broken.yml")
    stage.desk.write("wrong", "not the password\n")
    _refused(stage, "wrong vault password", "site.yml", password="wrong")
    began = time.monotonic()
    left = [f"{machine.name} has {what}" for machine in stage.house.machines.values()
            for what in rollout.leftovers(machine)]
    stage.row("none of these touched a host", began, left)


def broken_inventories(text):
    """(what, the inventory with that fault)."""
    heir = re.search(r"(?m)^ +b: .*\n", text)[0]
    third = heir.replace("b:", "d:").replace(net.B.management_address, "10.79.0.4")
    return (
        ("half a pair", text.replace(heir, "")),
        ("three in a pair", text.replace(heir, heir + third)),
        ("different addresses", text.replace(
            heir, heir.replace("}", f", arp_failover_addresses: [{OTHER_ADDRESS}/{net.LAN_PREFIX_LENGTH}]}}"))),
        ("different clusters", text.replace(heir, heir.replace("}", ", arp_failover_cluster: other}"))),
    )


def no_java(stage):
    """Archives without Java: refused before anything is installed; with them it goes on."""
    stage.renew()
    machine = stage.house.machine(net.A)
    sources = machine.run("cat", "/etc/apt/sources.list")
    machine.run("tee", "/etc/apt/sources.list", stdin="")
    _refused(stage, "no Java to be had on a", "site.yml", ("-e", "arp_failover_apt_update=false"))
    machine.run("tee", "/etc/apt/sources.list", stdin=sources)
    _mended(stage)


def no_zookeeper(stage):
    """The coordinator's machine is off during the roll-out."""
    stage.renew()
    stage.house.coordinator().power_off()
    _refused(stage, "ZooKeeper's machine is off", "site.yml")
    stage.house.coordinator().start()
    houses.wait_for_ssh(stage.house.coordinator())
    _mended(stage)


def rebooted_midway(stage):
    """The second server reboots while packages are being installed on it."""
    stage.renew()
    machine = stage.house.machine(net.B)
    _disturbed(stage, "b rebooted in the middle of site.yml", "site.yml", machine, "systemctl reboot --force")
    machine.wait_until_up(2)
    houses.wait_for_ssh(machine)
    _mended(stage)


def interrupted_upgrade(stage):
    """dpkg is killed on the heir while it installs the later package."""
    stage.need_installed()
    later = rollout.later_offered(stage)
    machine = stage.house.machine(net.other(stage.holder()))
    _disturbed(stage, "dpkg killed in the middle of upgrade.yml", "upgrade.yml", machine,
               f"pkill -KILL -f '{AT_WORK}'", ("-e", later))
    began = time.monotonic()
    play = stage.desk.play("upgrade.yml", "-e", later)
    wrong = [f"{name} has {version}" for name, version in rollout.versions(stage).items()
             if packages.LATER not in version]
    stage.row("upgrade.yml again: both have the later version", began, play.missed() + wrong)
    stage.wait_until_settled()


def network_manager_owns(stage):
    """The address stands in the machine's own network configuration."""
    stage.renew()
    machine = stage.house.machine(net.A)
    file = f"/etc/systemd/network/10-{places.LAN}.network"
    machine.run("sh", "-c", f"echo Address={net.VIP_WITH_PREFIX} >> {file}; networkctl reload")
    _refused(stage, "networkd owns the shared address", "site.yml")
    machine.run("sh", "-c", f"sed -i '$ d' {file}; networkctl reload")
    _mended(stage)


def _refused(stage, what, playbook, arguments=(), **options):
    """It must fail, and say why in a line that a person can read."""
    began = time.monotonic()
    play = stage.desk.play(playbook, *arguments, **options)
    stage.row(what + ": refused", began, unclear(play), play.complaints[0] if play.complaints else "")


def unclear(play):
    """What is wrong with a refusal."""
    if play.code == 0:
        return ["it was not refused"]
    if not play.complaints:
        return ["no line says why"]
    if "Traceback" in play.output:
        return ["a stack trace"]
    return ["the line is very long"] if len(play.complaints[0]) > MOST_CHARACTERS else []


def _disturbed(stage, what, playbook, machine, command, arguments=()):
    """Runs a command on the machine while dpkg works there; the playbook may fail, with a line that says so."""
    began = time.monotonic()
    done = []
    script = f"pgrep -f '{AT_WORK}' >/dev/null && {command} && echo done"

    def started(process):
        deadline = time.monotonic() + DISTURB_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            if "done" in machine.run("sh", "-c", script, check=False):
                done.append(True)
                return
            time.sleep(0.05)

    play = stage.desk.play(playbook, *arguments, started=started)
    missed = [] if done else ["dpkg never ran: nothing was disturbed"]
    missed += unclear(play) if play.code else []
    said = play.complaints[0][:160] if play.complaints else "it went through"
    stage.row(what, began, missed, said)


def _mended(stage):
    """The same playbook again, once the reason is gone: installed, and after that nothing changes."""
    began = time.monotonic()
    play = stage.desk.play("site.yml")
    missed = play.missed()
    if not missed:
        stage.wait_until_settled()
        play = stage.desk.play("site.yml")
        missed = play.missed() + [f"{host} changed {count}" for host, count in play.changed.items() if count]
    stage.row("site.yml again: all well, then nothing changes", began, missed)
