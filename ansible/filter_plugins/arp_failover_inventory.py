"""What an inventory says of the pairs in it: their members, the configuration of each, and what is wrong with it.

Arithmetic on the inventory's variables: it contacts no host.

    hostvars, groups --> members --> configuration of each --> faults, one line each
"""

import difflib
import ipaddress
import json
import re

KEYS = (
    "cluster node interface addresses gateway "
    "zookeeper.connect zookeeper.session zookeeper.authFile "
    "peer.listen peer.port peer.secretFile "
    "timing.promise timing.restart "
    "failback.policy failback.preferred failback.delay moves.perHour "
    "acd defend announce.pace announce.refresh "
    "health.gateway.level health.gateway.interval health.gateway.fall health.gateway.rise "
    "health.checks.name health.checks.http health.checks.tcp health.checks.script health.checks.interval "
    "health.checks.timeout health.checks.rise health.checks.fall health.checks.level "
    "inspect.level inspect.rate inspect.bindings inspect.quarantine inspect.hook "
    "proxy.network proxy.delay "
    "hooks.onHolder hooks.onStandby hooks.onFault hooks.onConflict hooks.timeout "
    "metrics.listen log control onTerminate sysctls state"
).split()
"""Every key of the agent's configuration; a test compares it with the agent's own list."""

SECTIONS_IN_LISTS = ("health.checks", "proxy")
WORD_OR_SECTION = ("timing",)

OWN_VARIABLES = {
    "cluster": "set arp_failover_cluster instead",
    "node": "set arp_failover_node instead",
    "interface": "set arp_failover_interface instead",
    "addresses": "set arp_failover_addresses instead",
    "gateway": "set arp_failover_gateway instead",
    "zookeeper.connect": "set arp_zookeeper_connect instead",
    "zookeeper.authFile": "set arp_failover_zookeeper_auth instead",
    "peer.listen": "set arp_failover_peer_listen instead",
    "peer.secretFile": "set arp_failover_peer_secret instead",
    "control": "leave it where the playbooks look for it",
    "state": "the unit may write in its own directory alone",
}
SAME_ON_BOTH = ("addresses", "gateway", "timing", "zookeeper.connect", "zookeeper.session", "peer.port")

NO_CLUSTERS = frozenset(("all", "ungrouped", "arp_agents", "arp_coordinators"))
OF_A_RUN = "arp_failover_"
"""How the groups begin that the playbooks make while they run, such as those of all holders."""
CLUSTER_SHAPE = re.compile(r"[a-z][a-z0-9-]{0,31}")
NODE_SHAPE = re.compile(r"[a-z0-9][a-z0-9.-]{0,62}")
PLACEHOLDER = re.compile(r"change.?me|placeholder|replace.?(me|this)|^<.*>$", re.IGNORECASE)
SECRET_OCTETS = range(32, 4097)
ENSEMBLE_SIZES = (1, 3)


class Inventory:
    """The hosts of the groups arp_agents and arp_coordinators, with their variables."""

    def __init__(self, hostvars, groups):
        self.hostvars = hostvars
        self.groups = groups

    def agents(self):
        return list(self.groups.get("arp_agents", []))

    def coordinators(self):
        return list(self.groups.get("arp_coordinators", []))

    def value(self, host, name, absent=None):
        value = self.hostvars[host].get(name)
        return absent if value is None else value

    def members(self):
        return [Member(self, host, cluster) for host in self.agents() for cluster in self.clusters(host)]

    def pairs(self):
        """The members of each cluster, by its name."""
        found = {}
        for member in self.members():
            found.setdefault(member.cluster, []).append(member)
        return found

    def clusters(self, host):
        """The clusters of this host; none when that cannot be told."""
        several = self.value(host, "arp_failover_clusters", {})
        if several:
            return [str(name) for name in several]
        named = self.value(host, "arp_failover_cluster")
        if named is not None:
            return [str(named)]
        own = self.groups_of_agents(host)
        return [own[0].replace("_", "-")] if len(own) == 1 else []

    def groups_of_agents(self, host):
        """The groups of this host in which there are agents alone; one of them is its cluster's."""
        agents = set(self.agents())
        mine = [name for name in self.value(host, "group_names", []) if not name.startswith(OF_A_RUN)]
        return [name for name in mine if name not in NO_CLUSTERS and set(self.groups[name]) <= agents]

    def coordinator_address(self, host):
        """Where others reach this coordinator."""
        named = self.value(host, "arp_coordinator_address")
        return str(named or self.value(host, "ansible_host") or host)

    def zookeeper_connect(self, host):
        """The ensemble as HOST:PORT,... as this agent reaches it; empty when there is none."""
        named = self.value(host, "arp_zookeeper_connect")
        return str(named) if named else self.ensemble()

    def ensemble(self):
        return ",".join(
            "{}:{}".format(self.coordinator_address(one), self.value(one, "arp_coordinator_client_port", 2181))
            for one in self.coordinators()
        )


class Member:
    """One agent: a host in a cluster."""

    def __init__(self, inventory, host, cluster):
        self.inventory = inventory
        self.host = host
        self.cluster = cluster
        self.own = dict((inventory.value(host, "arp_failover_clusters", {}).get(cluster)) or {})

    def value(self, name, absent=None):
        """What is set for this cluster in arp_failover_clusters, else the variable arp_failover_NAME."""
        own = self.own.get(name)
        return self.inventory.value(self.host, "arp_failover_" + name, absent) if own is None else own

    def values(self, name):
        value = self.value(name, [])
        return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]

    def is_flag(self, name, absent):
        return str(self.value(name, absent)).lower() in ("true", "yes", "1")

    @property
    def node(self):
        return str(self.value("node", self.host)).lower()

    @property
    def addresses(self):
        return self.values("addresses")

    @property
    def peer_secret(self):
        return str(self.value("peer_secret", ""))

    @property
    def zookeeper_auth(self):
        return str(self.inventory.value(self.host, "arp_failover_zookeeper_auth", ""))

    @property
    def configuration(self):
        """What the agent's file shall hold; without addresses to listen on where only the host's facts tell them."""
        derived = {
            "cluster": self.cluster,
            "node": self.node,
            "interface": str(self.value("interface", "")),
            "addresses": self.addresses,
            "gateway": self.value("gateway"),
            "zookeeper": {
                "connect": str(self.own.get("zookeeper_connect") or self.inventory.zookeeper_connect(self.host)),
                "session": self.value("zookeeper_session"),
                "authFile": "/etc/arp-failover/zookeeper.auth" if self.zookeeper_auth else None,
            },
            "timing": self.value("timing"),
        }
        if self.is_flag("peer", True):
            derived["peer"] = {
                "listen": self.values("peer_listen"),
                "port": self.value("peer_port"),
                "secretFile": "/etc/arp-failover/{}.secret".format(self.cluster),
            }
        return merged(without_absent(derived), words(self.value("config", {})))

    def at(self, path):
        """What the configuration says there; None when nothing."""
        found = self.configuration
        for step in path.split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return found


# ---- configuration


def merged(base, over):
    """Mappings merged key by key; anything else is replaced."""
    if not isinstance(base, dict) or not isinstance(over, dict):
        return over
    both = dict(base)
    for key, value in over.items():
        both[key] = merged(both[key], value) if key in both else value
    return both


def words(value):
    """The same with plain types, and with off for false: the agent has words where YAML reads a truth value."""
    if isinstance(value, dict):
        return {str(key): words(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [words(each) for each in value]
    if isinstance(value, bool):
        return "on" if value else "off"
    return int(value) if isinstance(value, int) else str(value)


def without_absent(section):
    kept = {key: without_absent(value) if isinstance(value, dict) else value for key, value in section.items()}
    return {key: value for key, value in kept.items() if value is not None}


def address(prefix):
    return str(prefix).split("/", 1)[0]


# ---- faults in the inventory


def inventory_faults(inventory):
    """What keeps the inventory from becoming pairs, one line each with its remedy; empty when nothing does."""
    if not inventory.agents():
        return ["the inventory has no host in arp_agents; add a child group of two hosts for each cluster"]
    found = [fault for host in inventory.agents() for fault in host_faults(inventory, host)]
    pairs = inventory.pairs()
    found += [fault for cluster in pairs for fault in size_faults(inventory, cluster, pairs[cluster])]
    found += ensemble_faults(inventory)
    found += [fault for cluster in pairs for member in pairs[cluster] for fault in member_faults(member)]
    found += [fault for pair in pairs.values() if len(pair) == 2 for fault in pair_faults(*pair)]
    return list(dict.fromkeys(found + shared_twice(pairs)))


def host_faults(inventory, host):
    if inventory.clusters(host):
        return []
    own = inventory.groups_of_agents(host)
    why = "is in no group of its own" if not own else "is in several groups ({})".format(", ".join(own))
    return ["{}: its cluster cannot be told, since it {}; set arp_failover_cluster".format(host, why)]


def size_faults(inventory, cluster, pair):
    hosts = [member.host for member in pair]
    if len(hosts) == 2:
        return []
    what = "cluster {} has {} host{} ({}), and a pair is two".format(
        cluster, len(hosts), "" if len(hosts) == 1 else "s", ", ".join(hosts)
    )
    if len(hosts) > 2:
        return [what + "; move the others to a cluster of their own"]
    together = [
        other
        for group in inventory.groups_of_agents(hosts[0])
        for other in inventory.groups[group]
        if other != hosts[0] and inventory.clusters(other) not in ([], [cluster])
    ]
    if together:
        return [
            "{}, though {} is in the same group with another cluster; give both the same "
            "arp_failover_cluster".format(what, together[0])
        ]
    return [what + "; add the second server to its group"]


def ensemble_faults(inventory):
    count = len(inventory.coordinators())
    without = [member for member in inventory.members() if not member.at("zookeeper.connect")]
    if without:
        return [
            "cluster {}: there is no ZooKeeper; put one or three hosts into arp_coordinators, or name an ensemble "
            "in arp_zookeeper_connect".format(without[0].cluster)
        ]
    if count and count not in ENSEMBLE_SIZES:
        return ["arp_coordinators has {} hosts; an ensemble is one or three".format(count)]
    found = []
    for host in inventory.coordinators():
        here = inventory.coordinator_address(host)
        if here.startswith("127.") or here == "localhost":
            found.append(
                "{}: others cannot reach its coordinator at {}; set arp_coordinator_address".format(host, here)
            )
    return found


def member_faults(member):
    found = []
    if not CLUSTER_SHAPE.fullmatch(member.cluster):
        found.append("'{}' is no name of a cluster; use a-z, 0-9 and -, at most 32".format(member.cluster))
    if not NODE_SHAPE.fullmatch(member.node):
        found.append("'{}' is no name of a node; set arp_failover_node to a-z, 0-9, . and -".format(member.node))
    if not member.value("interface"):
        found.append("no interface; set arp_failover_interface to the one that is on the LAN of the addresses")
    found += address_faults(member) + listen_faults(member) + secret_faults(member)
    found += key_faults(member.value("config", {}))
    return ["{} in {}: {}".format(member.host, member.cluster, fault) for fault in found]


def address_faults(member):
    if not member.addresses:
        return ["no addresses; set arp_failover_addresses, such as [10.77.0.100/24]"]
    found = []
    for prefix in member.addresses:
        try:
            if "/" not in prefix:
                raise ValueError(prefix)
            ipaddress.IPv4Interface(prefix)
        except ValueError:
            found.append("'{}' is no IPv4 address with its prefix; write it as 10.77.0.100/24".format(prefix))
    reached = member.inventory.value(member.host, "ansible_host", member.host)
    if str(reached) in [address(one) for one in member.addresses]:
        found.append("{} is shared, and this host is reached by it; set ansible_host to its own".format(reached))
    return found


def listen_faults(member):
    shared = [address(one) for one in member.addresses]
    return [
        "arp_failover_peer_listen has {}, which is shared; name one that stays on this server".format(one)
        for one in member.values("peer_listen")
        if one in shared
    ]


def secret_faults(member):
    found = []
    if member.is_flag("peer", True):
        found += peer_secret_faults(member.peer_secret)
    auth = member.zookeeper_auth
    if not auth and not member.is_flag("zookeeper_open", False):
        found.append(
            "no arp_failover_zookeeper_auth; put user:password into the vault, or let everybody who reaches ZooKeeper "
            "move the addresses with arp_failover_zookeeper_open: true"
        )
    elif auth and PLACEHOLDER.search(auth):
        found.append("arp_failover_zookeeper_auth is a placeholder; put user:password of your own into the vault")
    elif auth and not re.fullmatch(r"[^:\s]+:\S+", auth):
        found.append("arp_failover_zookeeper_auth is not user:password in one line; correct it in the vault")
    return found


def peer_secret_faults(secret):
    if not secret:
        return ["no arp_failover_peer_secret; put the output of 'openssl rand -base64 48' into the vault"]
    if PLACEHOLDER.search(secret):
        return ["arp_failover_peer_secret is a placeholder; put the output of 'openssl rand -base64 48' into the vault"]
    if len(secret.encode()) not in SECRET_OCTETS:
        return [
            "arp_failover_peer_secret has {} octets, and 32 to 4096 are needed; put the output of "
            "'openssl rand -base64 48' into the vault".format(len(secret.encode()))
        ]
    return []


def key_faults(config):
    if not isinstance(config, dict):
        return ["arp_failover_config is no mapping; write the agent's keys below it"]
    return [fault for path in paths(config, "") for fault in path_faults(path)]


def path_faults(path):
    if path in OWN_VARIABLES:
        return ["arp_failover_config has '{}'; {}".format(path, OWN_VARIABLES[path])]
    if path in KEYS or path in WORD_OR_SECTION:
        return []
    near = difflib.get_close_matches(path, [*SECTIONS_IN_LISTS, *KEYS], 1)
    return [
        "arp_failover_config has '{}', which is no key of the agent; {}".format(
            path, "write '{}'".format(near[0]) if near else "remove it (failover-agent config check --keys)"
        )
    ]


def paths(section, above):
    """The path of each value in nested mappings, such as health.gateway.level."""
    found = []
    for key, value in section.items():
        path = above + str(key)
        if isinstance(value, dict):
            found += paths(value, path + ".")
        elif path in SECTIONS_IN_LISTS and isinstance(value, (list, tuple)):
            found += [each for item in value if isinstance(item, dict) for each in paths(item, path + ".")]
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def pair_faults(one, other):
    found = []
    for path in SAME_ON_BOTH:
        here, there = comparable(one.at(path)), comparable(other.at(path))
        if here != there:
            found.append(
                "{} differs: {} on {} and {} on {}; set it for the group, not for a host".format(
                    path, shown(one.at(path)), one.host, shown(other.at(path)), other.host
                )
            )
    for name, secrets in (
        ("arp_failover_peer_secret", (one.peer_secret, other.peer_secret)),
        ("arp_failover_zookeeper_auth", (one.zookeeper_auth, other.zookeeper_auth)),
    ):
        if secrets[0] != secrets[1]:
            found.append("{} differs between {} and {}; set it for the group".format(name, one.host, other.host))
    found += twin_faults(one, other)
    return ["cluster {}: {}".format(one.cluster, fault) for fault in found]


def twin_faults(one, other):
    found = []
    if one.node == other.node:
        found.append("{} and {} are both node {}; set arp_failover_node".format(one.host, other.host, one.node))
    reached = [
        (member.inventory.value(member.host, "ansible_host"), member.inventory.value(member.host, "ansible_port"))
        for member in (one, other)
    ]
    if reached[0] == reached[1] and reached[0][0] is not None:
        found.append("{} and {} are one host, {}; set ansible_host".format(one.host, other.host, reached[0][0]))
    for listen in sorted(set(one.values("peer_listen")) & set(other.values("peer_listen"))):
        found.append("both servers listen on {}; set arp_failover_peer_listen for each host".format(listen))
    if len(one.values("peer_listen")) != len(other.values("peer_listen")):
        found.append("arp_failover_peer_listen has not as many addresses on both servers; list the same paths")
    return found


def comparable(value):
    return sorted(value) if isinstance(value, list) else value


def shown(value):
    if value is None:
        return "nothing"
    return ", ".join(value) if isinstance(value, list) else json.dumps(value) if isinstance(value, dict) else str(value)


def shared_twice(pairs):
    owners = {}
    for cluster, pair in pairs.items():
        for one in sorted({address(prefix) for member in pair for prefix in member.addresses}):
            owners.setdefault(one, []).append(cluster)
    return [
        "{} is shared by the clusters {}; leave it to one of them".format(one, " and ".join(clusters))
        for one, clusters in owners.items()
        if len(clusters) > 1
    ]


class FilterModule:
    """The filters on an inventory. Members hold no secret, since Ansible shows what it loops over."""

    def filters(self):
        return {
            "arp_failover_faults": lambda hostvars, groups: inventory_faults(Inventory(hostvars, groups)),
            "arp_failover_clusters": self.clusters,
            "arp_failover_members": self.members,
            "arp_failover_secret": self.secret,
            "arp_failover_coordinator_address": self.coordinator_address,
            "arp_failover_patched": self.patched,
        }

    @staticmethod
    def clusters(hostvars, groups):
        pairs = Inventory(hostvars, groups).pairs()
        return {cluster: [{"host": one.host, "node": one.node} for one in pair] for cluster, pair in pairs.items()}

    @staticmethod
    def members(hostvars, groups, host, only=""):
        """The agents of this host: of all its clusters, or of the one that is named."""
        return [
            {
                "cluster": one.cluster,
                "node": one.node,
                "configuration": one.configuration,
                "promises": one.is_flag("peer", True),
                "peer_interfaces": one.values("peer_interfaces") or [one.configuration["interface"]],
            }
            for one in Inventory(hostvars, groups).members()
            if one.host == host and only in ("", one.cluster)
        ]

    @staticmethod
    def secret(hostvars, groups, host, cluster):
        return Member(Inventory(hostvars, groups), host, cluster).peer_secret

    @staticmethod
    def coordinator_address(hostvars, groups, host):
        return Inventory(hostvars, groups).coordinator_address(host)

    @staticmethod
    def patched(hostvars):
        return [host for host in hostvars if hostvars[host].get("arp_failover_patched")]
