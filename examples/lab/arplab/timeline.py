"""One story from five witnesses: client, gateway, wire, kernels and agents, merged by time."""

import time
from dataclasses import dataclass

from arplab import measure
from arplab import network as net

BEFORE_SECONDS = 0.010
PHASES = {
    "suspected": "begins to take over",
    "claimed": "has claimed the address in ZooKeeper: epoch {epoch}",
    "installed": "lease and address are in its kernel",
    "announced": "has told the LAN",
    "repointed": "has the gateway's receipt: repointed",
}


@dataclass(frozen=True)
class Entry:
    """One line: when, who saw it, what. `rank` puts causes before effects that have the same time."""

    when: float
    rank: int
    who: str
    what: str


def entries(result, moves):
    """Everything about one trial from shortly before the fault to the mending, in order."""
    found = [
        *_client(result), *_gateway(result), *_wire(result), *_agents(result, moves),
        *(entry for server in net.SERVERS for entry in _kernel(result, server)),
    ]
    told = [entry for entry in found if result.outage.begin - BEFORE_SECONDS <= entry.when <= result.healed]
    return sorted(told, key=lambda entry: (entry.when, entry.rank))


def _client(result):
    outage = result.outage
    yield Entry(result.began, 0, "lab", result.fault.title)
    if outage.seconds > 0:
        yield Entry(outage.begin, 5, "client", "last answer before the silence")
    if outage.seconds > 0 and outage.recovered:
        took = next(ping["ms"] for ping in result.recording.pings if ping["t"] == outage.end)
        answered = f"served again, {outage.seconds * 1e3:.1f} ms after the last answer"
        yield Entry(outage.end + took / 1e3, 5, "client", answered)


def _gateway(result):
    for line in result.recording.seen:
        if line["kind"] == "cache" and line["mac"]:
            yield Entry(line["t"], 4, "gateway", f"its ARP cache now says {net.VIP} is at {_place(line['mac'])}")


def _wire(result):
    """The pair's frames one by one; of the gateway's repeated questions the first."""
    asked = False
    for line in result.recording.seen:
        if line["kind"] != "frame" or line["t"] < result.began:
            continue
        if line["port"] == "gateway" and line["what"] == "question":
            if asked:
                continue
            asked = True
        text = _frame_text(line)
        if text:
            yield Entry(line["t"], 3, "wire", f"{line['port']}: {text}")


def _frame_text(line):
    """What a frame says, or None when it is everyday traffic."""
    what, sender = line["what"], line["sender"]
    if what == "probe":
        return f"probe: does anybody use {net.VIP}? (sender 0.0.0.0)"
    if what.startswith("announcement"):
        return f"{what}: {net.VIP} is at {_place(line['sender_mac'])}"
    if what == "question":
        return f"who has {line['target']}? tell {sender}"
    return f"answer to {net.VIP}: I am {sender}" if line["target"] == net.VIP else None


def _kernel(result, server):
    end = result.healed
    for line in result.recording.seen:
        if line["kind"] == "address" and line["node"] == server.name and not _is_off(result, server, line["t"]):
            change = "address added" if line["present"] else "address removed"
            yield Entry(line["t"], 2, "kernel", f"{server.name}: {change}")
    for begin, over in measure.lease_times(result.recording.seen, server, end):
        yield Entry(begin, 1, "kernel", f"{server.name}: lease begins, traffic of the address passes")
        if over < end and not _is_off(result, server, over):
            yield Entry(over, 1, "kernel", f"{server.name}: lease ends, the kernel drops traffic of the address")


def _is_off(result, server, when):
    return result.fault.power_is_off and server is result.holder and result.began <= when < result.healed


def _agents(result, moves):
    """The new holder's own account, from wall-clock milliseconds to the lab's clock."""
    wall_minus_monotonic = time.time() - time.monotonic()
    for move in moves:
        phases = move["phaseMicros"]
        claimed = move["atEpochMillis"] / 1e3 - wall_minus_monotonic
        first = claimed - phases.get("claimed", 0) / 1e6
        for phase, micros in phases.items():
            text = PHASES.get(phase, phase).format(epoch=move["epoch"])
            yield Entry(first + micros / 1e6, 2, "agent", f"{move['to']}: {text}")


def _place(mac):
    owner = net.OWNER_OF_MAC.get(mac)
    return f"{mac} ({owner})" if owner else mac
