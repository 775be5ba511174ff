"""From what was seen to what it means: outage, two owners, when the gateway turned. No I/O, no clock."""

from dataclasses import dataclass

from arplab import network as net
from arplab.intervals import common, length, true_between, without

PING_INTERVAL = 0.0005
HEARTBEATS_WATCHED = 2.0
BEFORE = 0.100  # the ping that met the fault may have left before it


@dataclass(frozen=True)
class Outage:
    """The longest time without an answered ping: from the last answered one to the next, less the interval."""

    seconds: float
    begin: float
    end: float
    lost: int
    recovered: bool


@dataclass(frozen=True)
class TwoOwners:
    """How long both servers had the address configured, and leased too; and how many questions both answered."""

    address_seconds: float
    lease_seconds: float
    double_answers: int
    at_end: bool

    def any(self):
        """Whether two kernels passed the address. Configured but outside its lease, an address is mute: no owner."""
        return self.lease_seconds > 0 or self.double_answers > 0


def outage(pings, begin, end):
    """What the client suffered between two times."""
    last, worst, lost, silent = begin, (0.0, begin, begin), 0, 0  # without an answer before it, from the fault on
    for ping in pings:
        if not begin - BEFORE <= ping["t"] <= end:
            continue
        if ping["ms"] is None:
            lost, silent = lost + 1, silent + 1
            continue
        if silent:
            worst = max(worst, (ping["t"] - last - PING_INTERVAL, last, ping["t"]))
        last, silent = ping["t"], 0
    if silent:
        return Outage(end - last, last, end, lost, False)
    return Outage(*worst, lost, True)


def address_times(seen, server, end):
    """When the address was configured on a server."""
    return true_between([(line["t"], line["present"]) for line in _of(seen, "address", server)], end)


def lease_times(seen, server, end):
    """When a server's kernel lease ran: until it ended by itself or was changed."""
    lines = _of(seen, "lease", server)
    next_times = [line["t"] for line in lines[1:]] + [end]
    spans = [(line["t"], min(line["until"], following)) for line, following in zip(lines, next_times)]
    return merged([span for span in spans if span[0] < span[1]])


def merged(spans):
    """The same times with renewals joined."""
    found = []
    for begin, end in spans:
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def owned_times(seen, server, end):
    """When a server's kernel passed the address: configured, and leased wherever a lease is asked for."""
    fenced = [(line["t"], line["exists"]) for line in _of(seen, "fence", server)]
    unfenced = true_between([(time, not exists) for time, exists in fenced], end)
    configured = address_times(seen, server, end)
    passing = lease_times(seen, server, end) + unfenced
    return common(configured, merged(sorted(passing)))


def two_owners(recording, begin, end, off=None):
    """How long two servers owned the address; `off` is (server, begin, end) of a time without power."""
    both = [_both(times, recording.seen, begin, end, off) for times in (address_times, owned_times)]
    doubles = sum(1 for question in recording.questions if begin <= question["t"] <= end and len(question["macs"]) > 1)
    at_end = bool(both[1]) and both[1][-1][1] >= end
    return TwoOwners(length(both[0]), length(both[1]), doubles, at_end)


def _both(times, seen, begin, end, off):
    spans = {server: common(times(seen, server, end), [(begin, end)]) for server in net.SERVERS}
    if off:
        server, since, till = off
        spans[server] = without(spans[server], since, till)
    return common(spans[net.A], spans[net.B])


def repointed(seen, server, begin):
    """When the gateway's cache first pointed at a server after a time, or None."""
    times = (line["t"] for line in seen if line["kind"] == "cache" and line["mac"] == server.mac and line["t"] >= begin)
    return next(times, None)


def early_frames(seen, server, begin, end):
    """Frames by which a server used the address before its kernel had it to use: must be none."""
    owned = [span for span in owned_times(seen, server, end) if span[1] > begin]
    claimed = owned[0][0] if owned else end
    return sum(
        1 for line in seen
        if line["kind"] == "frame" and line["port"] == server.name and line["sender"] == net.VIP
        and begin <= line["t"] < claimed)


def late_frames(seen, server, woken, end):
    """Frames by which a server that was away used the address before its kernel had it to use again: must be none."""
    owned = owned_times(seen, server, end)
    return sum(
        1 for line in seen
        if line["kind"] == "frame" and line["port"] == server.name and line["sender"] == net.VIP
        and woken <= line["t"] <= end and not any(begin <= line["t"] <= over for begin, over in owned))


def resolution(pings, begin, end):
    """The longest time between two pings, answered or not: a shorter outage may have gone unseen."""
    sent = [ping["t"] for ping in pings if begin <= ping["t"] <= end]
    return max((later - earlier for earlier, later in zip(sent, sent[1:])), default=0.0)


def heartbeat_gap(recording, server, begin, end):
    """The longest silence of a new holder towards its peer within HEARTBEATS_WATCHED of owning, or None."""
    owned = [span for span in owned_times(recording.seen, server, end) if span[1] > begin]
    if not owned:
        return None
    since = max(begin, owned[0][0])
    sent = [line["t"] for line in recording.datagrams
            if line["node"] == server.name and since <= line["t"] <= since + HEARTBEATS_WATCHED]
    return max((later - earlier for earlier, later in zip(sent, sent[1:])), default=None)


def _of(seen, kind, server):
    return [line for line in seen if line["kind"] == kind and line["node"] == server.name]
