"""Each inventory that is no pairs, and the line that says so."""

import os
import re
import sys
import unittest

from places import ANSIBLE, ROOT, Pair

sys.path.insert(0, os.path.join(ANSIBLE, "filter_plugins"))
import arp_failover_answers as answers  # noqa: E402
import arp_failover_hosts as hosts  # noqa: E402
import arp_failover_inventory as inventory  # noqa: E402

FACTS = {
    "interfaces": ["lo", "lan0", "mgmt-0", "eth1"],
    "all_ipv4_addresses": ["10.77.0.1", "10.79.0.1", "10.77.0.7"],
    "lan0": {"device": "lan0", "ipv4": {"address": "10.77.0.1", "netmask": "255.255.255.0"}},
    "mgmt_0": {"device": "mgmt-0", "ipv4": {"address": "10.79.0.1", "netmask": "255.255.255.0"}},
    "eth1": {"device": "eth1", "ipv4": {"address": "10.77.0.7", "netmask": "255.255.255.0"}},
}


class Refused(unittest.TestCase):
    """What is wrong with a pair that one thing has been changed in."""

    def setUp(self):
        self.pair = Pair()

    def faults(self):
        return inventory.inventory_faults(inventory.Inventory(*self.pair.variables()))

    def assert_only(self, line):
        self.assertEqual([line], self.faults())

    def test_a_good_pair_has_no_fault(self):
        self.assertEqual([], self.faults())

    def test_nobody(self):
        self.pair.hosts = {}
        self.assert_only(
            "the inventory has no host in arp_agents; add a child group of two hosts for each cluster"
        )

    def test_one_host(self):
        del self.pair.hosts["b"]
        self.assert_only("cluster web has 1 host (a), and a pair is two; add the second server to its group")

    def test_three_hosts(self):
        self.pair.hosts["c"] = {"ansible_host": "192.0.2.9"}
        self.assert_only(
            "cluster web has 3 hosts (a, b, c), and a pair is two; move the others to a cluster of their own"
        )

    def test_different_addresses(self):
        self.pair.hosts["b"]["arp_failover_addresses"] = ["10.77.0.101/24"]
        self.assert_only(
            "cluster web: addresses differs: 10.77.0.100/24 on a and 10.77.0.101/24 on b; "
            "set it for the group, not for a host"
        )

    def test_the_order_of_addresses_is_no_difference(self):
        both = ["10.77.0.100/24", "10.77.0.101/24"]
        self.pair.hosts["a"]["arp_failover_addresses"] = both
        self.pair.hosts["b"]["arp_failover_addresses"] = both[::-1]
        self.assertEqual([], self.faults())

    def test_different_clusters(self):
        self.pair.hosts["b"]["arp_failover_cluster"] = "mail"
        self.assertEqual(
            "cluster web has 1 host (a), and a pair is two, though b is in the same group with another cluster; "
            "give both the same arp_failover_cluster",
            self.faults()[0],
        )

    def test_different_timing(self):
        self.pair.cluster["arp_failover_timing"] = "fast"
        self.pair.hosts["b"]["arp_failover_timing"] = {"promise": "500ms"}
        self.assert_only(
            'cluster web: timing differs: fast on a and {"promise": "500ms"} on b; set it for the group, not for a host'
        )

    def test_a_difference_in_the_free_form_is_one_as_well(self):
        self.pair.hosts["b"]["arp_failover_config"] = {"peer": {"port": 5000}}
        self.assert_only(
            "cluster web: peer.port differs: nothing on a and 5000 on b; set it for the group, not for a host"
        )

    def test_no_zookeeper(self):
        self.pair.coordinators = {}
        self.assert_only(
            "cluster web: there is no ZooKeeper; put one or three hosts into arp_coordinators, or name an ensemble in "
            "arp_zookeeper_connect"
        )

    def test_an_ensemble_of_ones_own(self):
        self.pair.coordinators = {}
        self.pair.cluster["arp_zookeeper_connect"] = "zk1:2181,zk2:2181,zk3:2181"
        self.assertEqual([], self.faults())

    def test_two_coordinators(self):
        self.pair.coordinators["zk2"] = {"ansible_host": "192.0.2.4"}
        self.assert_only("arp_coordinators has 2 hosts; an ensemble is one or three")

    def test_a_coordinator_on_loopback(self):
        self.pair.coordinators["zk1"]["ansible_host"] = "127.0.0.1"
        self.assert_only("zk1: others cannot reach its coordinator at 127.0.0.1; set arp_coordinator_address")

    def test_placeholders(self):
        self.pair.cluster["arp_failover_peer_secret"] = "CHANGE ME"
        self.pair.cluster["arp_failover_zookeeper_auth"] = "CHANGE ME"
        self.assertEqual(
            [
                "a in web: arp_failover_peer_secret is a placeholder; "
                "put the output of 'openssl rand -base64 48' into the vault",
                "a in web: arp_failover_zookeeper_auth is a placeholder; put user:password of your own into the vault",
            ],
            self.faults()[:2],
        )

    def test_no_secret(self):
        del self.pair.cluster["arp_failover_peer_secret"]
        self.assertEqual(
            "a in web: no arp_failover_peer_secret; put the output of 'openssl rand -base64 48' into the vault",
            self.faults()[0],
        )

    def test_a_short_secret_is_not_shown(self):
        self.pair.cluster["arp_failover_peer_secret"] = "hunter2"
        self.assertEqual(
            "a in web: arp_failover_peer_secret has 7 octets, and 32 to 4096 are needed; put the output of "
            "'openssl rand -base64 48' into the vault",
            self.faults()[0],
        )

    def test_different_secrets_are_not_shown(self):
        self.pair.hosts["b"]["arp_failover_peer_secret"] = "f" * 32
        self.assert_only("cluster web: arp_failover_peer_secret differs between a and b; set it for the group")

    def test_an_open_zookeeper_has_to_be_wanted(self):
        del self.pair.cluster["arp_failover_zookeeper_auth"]
        self.assertEqual(2, len(self.faults()))
        self.pair.cluster["arp_failover_zookeeper_open"] = True
        self.assertEqual([], self.faults())

    def test_a_pair_without_promises_needs_no_secret(self):
        del self.pair.cluster["arp_failover_peer_secret"]
        self.pair.cluster["arp_failover_peer"] = False
        self.assertEqual([], self.faults())

    def test_an_unknown_key(self):
        self.pair.cluster["arp_failover_config"] = {"health": {"chekcs": [{"name": "web"}]}}
        self.assertEqual(
            "a in web: arp_failover_config has 'health.chekcs', which is no key of the agent; write 'health.checks'",
            self.faults()[0],
        )

    def test_an_unknown_key_in_a_list_of_sections(self):
        self.pair.cluster["arp_failover_config"] = {"health": {"checks": [{"name": "web", "intervall": "1s"}]}}
        self.assertEqual(
            "a in web: arp_failover_config has 'health.checks.intervall', which is no key of the agent; "
            "write 'health.checks.interval'",
            self.faults()[0],
        )

    def test_a_key_that_has_a_variable(self):
        self.pair.cluster["arp_failover_config"] = {"interface": "eth0"}
        self.assertEqual(
            "a in web: arp_failover_config has 'interface'; set arp_failover_interface instead", self.faults()[0]
        )

    def test_no_interface(self):
        del self.pair.cluster["arp_failover_interface"]
        self.assertEqual(
            "a in web: no interface; set arp_failover_interface to the one that is on the LAN of the addresses",
            self.faults()[0],
        )

    def test_an_address_without_prefix(self):
        self.pair.cluster["arp_failover_addresses"] = ["10.77.0.100"]
        self.assertEqual(
            "a in web: '10.77.0.100' is no IPv4 address with its prefix; write it as 10.77.0.100/24", self.faults()[0]
        )

    def test_two_names_for_one_host(self):
        self.pair.hosts["b"]["ansible_host"] = "192.0.2.1"
        self.assert_only("cluster web: a and b are one host, 192.0.2.1; set ansible_host")

    def test_one_node_twice(self):
        self.pair.cluster["arp_failover_node"] = "web"
        self.assert_only("cluster web: a and b are both node web; set arp_failover_node")

    def test_both_listen_on_one_address(self):
        self.pair.cluster["arp_failover_peer_listen"] = ["10.77.0.1"]
        self.assert_only(
            "cluster web: both servers listen on 10.77.0.1; set arp_failover_peer_listen for each host"
        )

    def test_it_listens_on_the_shared_address(self):
        self.pair.hosts["a"]["arp_failover_peer_listen"] = ["10.77.0.100"]
        self.pair.hosts["b"]["arp_failover_peer_listen"] = ["10.77.0.2"]
        self.assert_only(
            "a in web: arp_failover_peer_listen has 10.77.0.100, which is shared; name one that stays on this server"
        )

    def test_a_host_that_is_reached_by_what_it_shares(self):
        self.pair.hosts["a"]["ansible_host"] = "10.77.0.100"
        self.assert_only("a in web: 10.77.0.100 is shared, and this host is reached by it; set ansible_host to its own")


class Derived(unittest.TestCase):
    """What comes of a good pair."""

    def members(self, pair, host, only=""):
        return hosts.listening(inventory.FilterModule.members(*pair.variables(), host, only), FACTS)

    def test_a_configuration(self):
        pair = Pair()
        pair.cluster["arp_failover_timing"] = "fast"
        pair.cluster["arp_failover_config"] = {"inspect": {"level": False}, "moves": {"perHour": 60}}
        self.assertEqual(
            {
                "cluster": "web",
                "node": "a",
                "interface": "lan0",
                "addresses": ["10.77.0.100/24"],
                "gateway": "10.77.0.254",
                "zookeeper": {"connect": "192.0.2.3:2181", "authFile": "/etc/arp-failover/zookeeper.auth"},
                "timing": "fast",
                "peer": {"listen": ["10.77.0.1"], "secretFile": "/etc/arp-failover/web.secret"},
                "inspect": {"level": "off"},
                "moves": {"perHour": 60},
            },
            self.members(pair, "a")[0]["configuration"],
        )

    def test_it_listens_on_the_interfaces_that_are_named(self):
        pair = Pair()
        pair.cluster["arp_failover_peer_interfaces"] = ["lan0", "mgmt-0"]
        self.assertEqual(["10.77.0.1", "10.79.0.1"], self.members(pair, "a")[0]["configuration"]["peer"]["listen"])

    def test_a_host_in_two_clusters(self):
        pair = Pair()
        pair.cluster["arp_failover_clusters"] = {"web": {}, "mail": {"addresses": ["10.77.0.200/24"]}}
        clusters = {one["cluster"]: one["configuration"]["addresses"] for one in self.members(pair, "a")}
        self.assertEqual({"web": ["10.77.0.100/24"], "mail": ["10.77.0.200/24"]}, clusters)
        self.assertEqual(["mail"], [one["cluster"] for one in self.members(pair, "a", "mail")])

    def test_only_interfaces_beside_a_shared_address_are_silenced(self):
        self.assertEqual(
            {"net/ipv4/conf/eth1/arp_ignore": 1, "net/ipv4/conf/eth1/arp_announce": 2},
            hosts.kernel_settings(self.members(Pair(), "a"), FACTS),
        )

    def test_many_addresses_need_many_neighbours(self):
        pair = Pair()
        pair.cluster["arp_failover_addresses"] = ["10.77.{}.{}/16".format(i // 250, i % 250 + 1) for i in range(257)]
        settings = hosts.kernel_settings(self.members(pair, "a"), FACTS)
        self.assertEqual(8192, settings["net/ipv4/neigh/default/gc_thresh3"])

    def test_a_host_without_the_interface(self):
        configuration = self.members(Pair(), "a")[0]["configuration"]
        self.assertEqual(
            ["has no interface lan9; set arp_failover_interface to one of lan0, mgmt-0, eth1"],
            hosts.host_fit_faults({**configuration, "interface": "lan9"}, FACTS),
        )

    def test_a_host_in_another_network(self):
        configuration = self.members(Pair(), "a")[0]["configuration"]
        self.assertEqual(
            ["10.78.0.100/24 is outside the network of lan0 (10.77.0.0/24); correct the address or the interface"],
            hosts.host_fit_faults({**configuration, "addresses": ["10.78.0.100/24"]}, FACTS),
        )


    def test_members_hold_no_secret(self):
        self.assertNotIn("0123456789abcdef", repr(self.members(Pair(), "a")))
        self.assertEqual(
            "0123456789abcdef0123456789abcdef", inventory.FilterModule.secret(*Pair().variables(), "a", "web")
        )

    def test_an_address_that_somebody_has_put_there(self):
        member = self.members(Pair(), "a")[0]
        facts = {"all_ipv4_addresses": ["10.77.0.1", "10.77.0.100"]}
        result = {"item": member, "stat": {"exists": False}}
        self.assertEqual(
            [
                "a in web: 10.77.0.100 is on this host already, put there by another program; stop that "
                "(keepalived, a script, DHCP) and remove the address (ip address del)"
            ],
            hosts.taken_faults([result], facts, "a"),
        )
        self.assertEqual([], hosts.taken_faults([{**result, "stat": {"exists": True}}], facts, "a"))


class OwnedByTheNetworkManager(unittest.TestCase):
    """Lines by which a network manager gives the address to an interface, and lines that only mention it."""

    PATTERN = hosts.configured_pattern(["10.77.0.100/24"])

    def found(self, line):
        import subprocess

        grep = subprocess.run(["grep", "-E", "-e", self.PATTERN], input=line + "\n", text=True, capture_output=True)
        return grep.returncode == 0

    def test_it_gives(self):
        for line in (
            "    address 10.77.0.100/24",
            "    address 10.77.0.100",
            "    up ip address add 10.77.0.100/24 dev eth0",
            "  post-up ip addr add 10.77.0.100 dev eth0",
            "Address=10.77.0.100/24",
            "Address = 10.77.0.100/32",
            "address1=10.77.0.100/24,10.77.0.254",
            "      addresses: [10.77.0.1/24, 10.77.0.100/24]",
            '        - "10.77.0.100/24"',
            "        - 10.77.0.100/24",
            "        - 10.77.0.100/24:",
        ):
            self.assertTrue(self.found(line), line)

    def test_it_does_not(self):
        for line in (
            "# address 10.77.0.100/24",
            "    address 10.77.0.10/24",
            "    address 110.77.0.100/24",
            "Address=10.77.0.1/24",
            "DNS=10.77.0.100",
            "    gateway 10.77.0.100",
            "Address=10.77.0.1/24 # not 10.77.0.100/24",
            "      addresses: [10.77.0.1/24]",
        ):
            self.assertFalse(self.found(line), line)


class Keys(unittest.TestCase):
    """The keys here are those of the agent."""

    def test_they_are_the_agents(self):
        source = os.path.join(ROOT, "failover-agent/src/main/java/io/arpfailover/agent/config/Key.java")
        with open(source, encoding="utf-8") as file:
            found = re.findall(r'(?m)^    [A-Z_]+\(\s*"([A-Za-z.]+)",\s*Presence\.([A-Z]+)', file.read())
        values = {path for path, presence in found if presence not in ("SECTION", "SECTIONS")}
        self.assertGreater(len(values), 50)
        self.assertEqual(values, set(inventory.KEYS))
        lists = {path for path, presence in found if presence == "SECTIONS"}
        self.assertEqual(lists, set(inventory.SECTIONS_IN_LISTS))


class Answers(unittest.TestCase):
    """What agents say of themselves."""

    def test_a_good_standby(self):
        said = (
            '{"node": "b", "state": "standby", "holder": "a", "zookeeper": {"connected": true}, '
            '"peer": {"node": "a", "fit": true, "because": ""}, "intent": {"maintenance": []}}'
        )
        state = answers.state({"stdout": said}, "web")
        self.assertEqual(("", False, True), (state["why"], state["holds"], state["settled"]))

    def test_an_agent_that_does_not_run(self):
        state = answers.state({"stdout": "", "stderr": "failover-agent: no agent answers\n"}, "web")
        self.assertEqual((False, "failover-agent: no agent answers"), (state["answers"], state["why"]))

    def test_a_lonely_holder(self):
        said = '{"node": "a", "state": "holder", "zookeeper": {"connected": true}}'
        state = answers.state({"stdout": said}, "web")
        self.assertEqual("a sees no second server", state["why"])
        self.assertEqual(
            ["h in web is left alone: a sees no second server; put that right, or set arp_failover_without_peer=true"],
            answers.unwell([state], "h"),
        )


if __name__ == "__main__":
    unittest.main()
