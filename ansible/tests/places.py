"""Where the playbooks are, and an inventory of a good pair to spoil."""

import copy
import os

HERE = os.path.dirname(os.path.abspath(__file__))
ANSIBLE = os.path.dirname(HERE)
ROOT = os.path.dirname(ANSIBLE)
PLAYBOOKS = ("site.yml", "switchover.yml", "maintenance.yml", "upgrade.yml", "uninstall.yml")

PAIR = {
    "arp_failover_interface": "lan0",
    "arp_failover_addresses": ["10.77.0.100/24"],
    "arp_failover_gateway": "10.77.0.254",
    "arp_failover_peer_secret": "0123456789abcdef0123456789abcdef",
    "arp_failover_zookeeper_auth": "lab:correct-horse",
}
HOSTS = {"a": {"ansible_host": "192.0.2.1"}, "b": {"ansible_host": "192.0.2.2"}}
COORDINATORS = {"zk1": {"ansible_host": "192.0.2.3"}}


class Pair:
    """An inventory: one good pair and one coordinator, until a test spoils it."""

    def __init__(self):
        self.cluster = copy.deepcopy(PAIR)
        self.hosts = copy.deepcopy(HOSTS)
        self.coordinators = copy.deepcopy(COORDINATORS)

    def inventory(self):
        """As a file of YAML, which JSON is."""
        return {
            "all": {
                "children": {
                    "arp_coordinators": {"hosts": self.coordinators},
                    "arp_agents": {"children": {"web": {"vars": self.cluster, "hosts": self.hosts}}},
                }
            }
        }

    def variables(self):
        """The same as Ansible gives it to a filter: the variables of each host, and the groups."""
        mine = ["arp_agents", "arp_failover_first", "web"]
        hostvars = {host: {**self.cluster, "group_names": mine, **own} for host, own in self.hosts.items()}
        hostvars.update(
            {host: {"group_names": ["arp_coordinators"], **own} for host, own in self.coordinators.items()}
        )
        groups = {
            "all": list(hostvars),
            "ungrouped": [],
            "arp_agents": list(self.hosts),
            "arp_failover_first": list(self.hosts),
            "web": list(self.hosts),
            "arp_coordinators": list(self.coordinators),
        }
        return hostvars, groups
