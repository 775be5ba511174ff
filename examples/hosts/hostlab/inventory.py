"""The inventory of the three machines, with secrets of this run in a vault: text from values, no I/O."""

import json

from arplab import network as net
from hostlab import places

PROMISE = "500ms"
MOVES_PER_HOUR = 1000  # an afternoon here has more of them than a year

TEXT = """---
all:
  vars:
    ansible_user: root
    ansible_ssh_private_key_file: {key}
    ansible_ssh_common_args: {ssh_arguments}
    ansible_python_interpreter: /usr/bin/python3
    arp_failover_packages: [{packages}]
  children:
    arp_coordinators:
      hosts:
        {coordinator}: {{ansible_host: {coordinator_address}}}
    arp_agents:
      children:
        {cluster}:
          vars:
            arp_failover_interface: {lan}
            arp_failover_addresses: [{vip}]
            arp_failover_gateway: {gateway}
            arp_failover_peer_interfaces: [{lan}, {management}]
            arp_failover_timing: {{promise: {promise}}}
            arp_failover_config: {{moves: {{perHour: {moves}}}}}
          hosts:
{hosts}
"""


def text(members, coordinator, key, ssh_arguments, packages):
    """`members`: name -> address by which ssh reaches it; `coordinator`: (name, address)."""
    hosts = "\n".join(f"            {name}: {{ansible_host: {address}}}" for name, address in members.items())
    return TEXT.format(
        key=key, ssh_arguments=json.dumps(ssh_arguments), packages=packages, coordinator=coordinator[0],
        coordinator_address=coordinator[1], cluster=net.CLUSTER, lan=places.LAN, management=places.MANAGEMENT,
        vip=net.VIP_WITH_PREFIX, gateway=net.GATEWAY_ADDRESS, promise=PROMISE, moves=MOVES_PER_HOUR, hosts=hosts)


def secrets_text(peer_secret, zookeeper_auth, console_token):
    """What goes into the vault."""
    return json.dumps({
        "arp_failover_peer_secret": peer_secret,
        "arp_failover_zookeeper_auth": zookeeper_auth,
        "arp_coordinator_console_token": console_token,
    }) + "\n"
