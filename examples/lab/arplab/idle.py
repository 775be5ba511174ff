"""What the daemons need while nothing happens: memory and processor, summed over the processes of each."""

import os
import time
from dataclasses import dataclass

from arplab import network as net
from arplab.shell import LabError

SETTLE_SECONDS = 10
MEASURED_SECONDS = 20
READY_SECONDS = 60
GROUP, USER_TICKS, SYSTEM_TICKS = 2, 11, 12  # fields of /proc/PID/stat after the name, which may hold spaces


@dataclass(frozen=True)
class Usage:
    """One server's daemon: resident memory, its share of shared memory, and percent of one core."""

    role: str
    rss_mib: float
    pss_mib: float
    cpu_percent: float


def measure(pair):
    """Of the holder and of the heir. Nobody asks, pings or faults: an agent hears every broadcast of its LAN."""
    holder = ready_holder(pair)
    time.sleep(SETTLE_SECONDS)
    roles = {"holder": pair.member(holder), "heir": pair.member(net.other(holder))}
    before = {role: _ticks(member.pid) for role, member in roles.items()}
    began = time.monotonic()
    time.sleep(MEASURED_SECONDS)
    lasted = time.monotonic() - began
    return [_usage(role, member.pid, before[role], lasted) for role, member in roles.items()]


def ready_holder(pair):
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        pair.check()
        for server in net.SERVERS:
            if pair.ready(server):
                return server
        time.sleep(0.2)
    raise LabError(f"the pair did not settle in {READY_SECONDS} s: {pair.stopped_words()}")


def _usage(role, group, ticks_before, lasted):
    rss, pss = memory(group)
    seconds = (_ticks(group) - ticks_before) / os.sysconf("SC_CLK_TCK")
    return Usage(role, rss, pss, 100 * seconds / lasted)


def memory(group):
    """Resident and proportional, in MiB, of a process group."""
    return tuple(sum(each) / 1024 for each in zip(*(_memory(pid) for pid in _members(group))))


def _ticks(group):
    return sum(int(stat[USER_TICKS]) + int(stat[SYSTEM_TICKS]) for stat in map(_stat, _members(group)))


def _members(group):
    """The processes of a process group: keepalived is two."""
    pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return [pid for pid in pids if (_stat(pid) or [""] * 3)[GROUP] == str(group)]


def _stat(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return fields_of(file.read())
    except (FileNotFoundError, ProcessLookupError):
        return None  # gone meanwhile


def fields_of(stat):
    """What follows the process's name in parentheses."""
    return stat[stat.rindex(")") + 1:].split()


def _memory(pid):
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        return memory_of(file.read())


def memory_of(rollup):
    """(resident, proportional) in KiB."""
    sizes = {line.split(":")[0]: line.split()[1] for line in rollup.splitlines()[1:]}
    return int(sizes["Rss"]), int(sizes["Pss"])
