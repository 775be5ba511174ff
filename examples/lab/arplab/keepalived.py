"""The rival: Debian's keepalived on the same two servers, as its users run it.

Both start as BACKUP with nopreempt, so nothing moves back by itself, as with our default. A planned switchover
is its usual one: stop the MASTER, which says so in its last advertisement, and start it again as BACKUP.
Lowering the priority would not do it: nopreempt makes the other one stay.
"""

import os

from arplab import network as net
from arplab import topology
from arplab.children import Child

STATE_LINE = ") Entering "
LOST_AFTER_ADVERTISEMENTS = 3.6  # three, and the skew time of RFC 5798 at these priorities


class Keepalived:
    """Two keepalived daemons that talk VRRP version 3."""

    has_zookeeper = False
    promise_seconds = None

    def __init__(self, directory, advertise_every):
        self._directory = os.path.join(directory, f"keepalived-{advertise_every}")
        self._advertise_every = advertise_every
        self.lease_seconds = LOST_AFTER_ADVERTISEMENTS * advertise_every
        self._children = {}
        self.name = f"keepalived {advertise_every} s"

    def start(self):
        os.makedirs(self._directory, exist_ok=True)
        for server, priority in zip(net.SERVERS, (101, 100)):
            with open(self._path(server, "conf"), "w", encoding="ascii") as file:
                file.write(self._configuration(priority))
            self.start_member(server)

    def stop(self):
        for server, child in self._children.items():
            child.stop()
            topology.withdraw_address(server)

    def start_member(self, server):
        self._remove_pid_files(server)
        command = [
            "keepalived", "--vrrp", "--dont-fork", "--log-console", "--no-syslog",
            "--use-file", self._path(server, "conf"), "--pid", self._path(server, "pid"),
            "--vrrp_pid", self._path(server, "vrrp.pid"),
        ]
        self._children[server] = Child(server.namespace, command, self._path(server, "log"))

    def restart_member(self, server):
        """As `systemctl restart` does."""
        self._children[server].stop()
        self.start_member(server)

    def member(self, server):
        return self._children[server]

    def ready(self, holder):
        """Whether the other one has become a backup, by its own word."""
        return self._state(holder) == "MASTER" and self._state(net.other(holder)) == "BACKUP"

    def check(self):
        for child in self._children.values():
            child.check()

    def switch_over(self, holder):
        self._children[holder].stop()

    def after_switch_over(self, holder):
        self.start_member(holder)

    def clean_member(self, server):
        """What its administrator does after a crash: the daemon left the address on the interface."""
        topology.withdraw_address(server)

    def phases_of_last_move(self, _):
        """It keeps no account."""
        return {}

    def stopped_words(self):
        return "; ".join(f"{server.name}: {self._children[server].last_words()}" for server in net.SERVERS)

    def _remove_pid_files(self, server):
        """After a kill they stay, and keep a new daemon from starting when their number is in use again."""
        for kind in ("pid", "vrrp.pid"):
            if os.path.exists(self._path(server, kind)):
                os.unlink(self._path(server, kind))

    def _state(self, server):
        entered = [line for line in self._children[server].log_text().splitlines() if STATE_LINE in line]
        return entered[-1].split(STATE_LINE)[1].split()[0] if entered else None

    def _configuration(self, priority):
        return f"""global_defs {{
            vrrp_version 3
        }}
        vrrp_instance {net.CLUSTER} {{
            state BACKUP
            nopreempt
            interface lan0
            virtual_router_id 51
            priority {priority}
            advert_int {self._advertise_every}
            virtual_ipaddress {{
                {net.VIP_WITH_PREFIX} dev lan0
            }}
        }}
        """

    def _path(self, server, kind):
        return os.path.join(self._directory, f"{server.name}.{kind}")
