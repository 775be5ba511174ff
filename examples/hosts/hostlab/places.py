"""Where the machines' files and cgroups are, and the addresses beyond the lab's own."""

import os

from arplab import network as net
from arplab import site

HOSTS_DIRECTORY = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(os.path.dirname(HOSTS_DIRECTORY))
CACHE = "/var/cache/arp-failover-hosts"
DISKS = f"/var/lib/{net.NAME}"  # not in the run's directory, which may be memory
RUN = site.DIRECTORY

LAN, MANAGEMENT = "lan0", "mgmt0"
DESK_ADDRESS = "10.79.0.250"  # where the administrator sits: ansible, ssh and the archive's mirror
MIRROR_PORT = 3142


def disk(machine):
    return os.path.join(DISKS, machine)
