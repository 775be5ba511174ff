"""What a host's facts say of the agents it shall have: what they listen on, what does not fit, what the kernel is told."""

import ipaddress
import re

MOST_PATHS = 4
MANY_ADDRESSES = 256
"""From so many shared addresses on, their clients may be more than the kernel's table of neighbours holds."""
NEIGHBOURS = {"1": 1024, "2": 4096, "3": 8192}


# ---- the host's interfaces


def listening(members, facts):
    """The members with this server's own addresses on their peer interfaces, where none are given."""
    return [{**one, "configuration": with_listen(one, facts)} for one in members]


def with_listen(member, facts):
    configuration = member["configuration"]
    peer = configuration.get("peer")
    if not peer or peer.get("listen"):
        return configuration
    shared = {address(one) for one in configuration["addresses"]}
    found = [own for name in member["peer_interfaces"] for own in addresses_of(facts, name) if own not in shared]
    return {**configuration, "peer": {**peer, "listen": found[:MOST_PATHS]}}


def addresses_of(facts, interface):
    """The IPv4 addresses on an interface, the first one first."""
    return [str(one["address"]) for one in assigned(facts, interface)]


def networks_of(facts, interface):
    found = ["{}/{}".format(one["address"], one["netmask"]) for one in assigned(facts, interface)]
    return [ipaddress.ip_network(one, strict=False) for one in found]


def assigned(facts, interface):
    """What the facts of setup say of each IPv4 address on an interface: its address and netmask."""
    for fact in facts.values():
        if isinstance(fact, dict) and fact.get("device") == interface:
            all_of_them = [fact.get("ipv4") or {}, *(fact.get("ipv4_secondaries") or [])]
            return [one for one in all_of_them if "address" in one and "netmask" in one]
    return []


def address(prefix):
    return str(prefix).split("/", 1)[0]


# ---- what does not fit


def host_fit_faults(configuration, facts):
    """What a host's facts say against this configuration, one line each; empty when nothing."""
    interface = configuration["interface"]
    if interface not in facts.get("interfaces", []):
        there = [name for name in facts.get("interfaces", []) if name != "lo"]
        return ["has no interface {}; set arp_failover_interface to one of {}".format(interface, ", ".join(there))]
    networks = [one for one in networks_of(facts, interface) if one.prefixlen < 32]
    found = []
    for prefix in configuration["addresses"]:
        if not any(ipaddress.ip_address(address(prefix)) in network for network in networks):
            found.append(
                "{} is outside the network of {} ({}); correct the address or the interface".format(
                    prefix, interface, ", ".join(str(one) for one in networks) or "no IPv4 address"
                )
            )
    peer = configuration.get("peer")
    if peer and not peer["listen"]:
        found.append("there is no address to listen on; set arp_failover_peer_listen")
    here = facts.get("all_ipv4_addresses", [])
    for one in peer["listen"] if peer else []:
        if one not in here:
            found.append("{} is not on this host; correct arp_failover_peer_listen".format(one))
    return found


def beside(facts, configuration):
    """The other interfaces in the network of a shared address: they would answer for it with their own MAC address."""
    shared = [ipaddress.ip_address(address(one)) for one in configuration["addresses"]]
    return [
        name
        for name in sorted(facts.get("interfaces", []))
        if name not in ("lo", configuration["interface"])
        and any(one in network for one in shared for network in networks_of(facts, name))
    ]


def kernel_settings(members, facts):
    """What the kernel must be told, as lines of sysctl.d: with slashes, since an interface's name may have dots."""
    settings = {}
    for member in members:
        for name in beside(facts, member["configuration"]):
            settings["net/ipv4/conf/{}/arp_ignore".format(name)] = 1
            settings["net/ipv4/conf/{}/arp_announce".format(name)] = 2
        if len(member["configuration"]["addresses"]) > MANY_ADDRESSES:
            settings.update({"net/ipv4/neigh/default/gc_thresh" + each: size for each, size in NEIGHBOURS.items()})
    return settings


def configured_pattern(addresses):
    """An extended regular expression for the lines by which a network manager gives one of them to an interface."""
    one_of_them = "({})".format("|".join(re.escape(address(one)) for one in addresses))
    return (
        r"^[^#;]*((\b[Aa]ddress[0-9]*|\baddr(ess)?[[:space:]]+add)[[:space:]]*[=:[:space:]][[:space:]\"']*"
        + one_of_them
        + r"([^0-9.]|$)|[[:space:]\"',[-]"
        + one_of_them
        + r"/[0-9]+[\"']?[[:space:]]*([],#:]|$))"
    )


def elsewhere_faults(results, host):
    """A line for each cluster of which the configuration of the network names an address."""
    return [
        "{} in {}: the network manager gives a shared address to this host by itself ({}); remove that line and apply "
        "it there, since only the agent may decide where the address is".format(
            host, result["item"]["cluster"], " ".join(result["stdout"].splitlines()[0].split())
        )
        for result in results
        if result["stdout"]
    ]


def taken_faults(results, facts, host):
    """A line for each cluster without an agent here of which this host has an address all the same."""
    here = facts.get("all_ipv4_addresses", [])
    return [
        "{} in {}: {} is on this host already, put there by another program; stop that (keepalived, a script, DHCP) and "
        "remove the address (ip address del)".format(host, result["item"]["cluster"], address(prefix))
        for result in results
        if not result["stat"]["exists"]
        for prefix in result["item"]["configuration"]["addresses"]
        if address(prefix) in here
    ]


def all_fit_faults(members, facts, host):
    return [
        "{} in {}: {}".format(host, one["cluster"], fault)
        for one in members
        for fault in host_fit_faults(one["configuration"], facts)
    ]


class FilterModule:
    """The filters on a host's facts."""

    def filters(self):
        return {
            "arp_failover_listening": listening,
            "arp_failover_host_faults": all_fit_faults,
            "arp_failover_kernel_settings": kernel_settings,
            "arp_failover_configured": configured_pattern,
            "arp_failover_elsewhere_faults": elsewhere_faults,
            "arp_failover_taken_faults": taken_faults,
        }
