"""What running agents say of themselves, as the playbooks need it."""

import json


def states(results):
    """What the agents of a host said: cluster, whether one answered, its state, holder, and what is wrong."""
    return [state(result, result["item"]["cluster"]) for result in results]


def state(result, cluster):
    """What one answer of 'status --json' tells; a missing one tells why."""
    try:
        said = json.loads(result.get("stdout") or "")
    except ValueError:
        lines = (result.get("stderr") or result.get("msg") or "no answer").strip().splitlines()
        return {"cluster": cluster, "answers": False, "why": lines[0] if lines else "no answer"}
    peer = said.get("peer") or {}
    holds = said.get("state") == "holder"
    return {
        "cluster": cluster,
        "answers": True,
        "node": said.get("node"),
        "state": said.get("state"),
        "because": said.get("because", ""),
        "holder": said.get("holder"),
        "holds": holds,
        "settled": holds or said.get("state") == "standby",
        "connected": bool((said.get("zookeeper") or {}).get("connected")),
        "peer": peer.get("node"),
        "peer_fit": bool(peer.get("fit")),
        "paused": (said.get("intent") or {}).get("pausedBy"),
        "maintenance": list((said.get("intent") or {}).get("maintenance") or []),
        "why": unhealthy(said, peer),
    }


def unhealthy(said, peer):
    """Why the pair is not as it should be, seen from here; empty when it is."""
    if said.get("state") not in ("holder", "standby"):
        return "{} is {}: {}".format(said.get("node"), said.get("state"), said.get("because"))
    if not (said.get("zookeeper") or {}).get("connected"):
        return "{} has no contact with ZooKeeper".format(said.get("node"))
    if not peer:
        return "{} sees no second server".format(said.get("node"))
    if not peer.get("fit"):
        return "{} could not take over: {}".format(peer.get("node"), peer.get("because"))
    return ""


def unwell(found, host):
    """A line for each pair that a person should look at first; one with a server in maintenance is as somebody wants."""
    return [
        "{} in {} is left alone: {}; put that right, or set arp_failover_without_peer=true".format(
            host, one["cluster"], one["why"]
        )
        for one in found
        if one["why"] and not one.get("maintenance")
    ]


def remark(found, where):
    """A finding of the doctor as one line."""
    line = "{}: {}: {}".format(where, found["subject"], found["text"])
    return "{}; {}".format(line, found["remedy"]) if found.get("remedy") else line


def holds_here(result, cluster):
    return state(result, cluster).get("holds", False)


def holds(found):
    """Whether one of a host's agents holds its addresses."""
    return any(one.get("holds", False) for one in found)


def held(members, found):
    """The members that held their addresses when these states were asked for."""
    of_clusters = [one["cluster"] for one in found if one.get("holds")]
    return [one for one in members if one["cluster"] in of_clusters]


class FilterModule:
    """The filters on answers of agents."""

    def filters(self):
        return {
            "arp_failover_states": states,
            "arp_failover_state": state,
            "arp_failover_holds_here": holds_here,
            "arp_failover_holds": holds,
            "arp_failover_held": held,
            "arp_failover_unwell": unwell,
            "arp_failover_remark": remark,
        }
