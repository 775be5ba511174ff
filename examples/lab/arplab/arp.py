"""ARP over Ethernet as the lab reads and writes it (RFC 826): 14 octets Ethernet and 28 octets ARP."""

import ctypes
import ipaddress
import socket
import struct
from dataclasses import dataclass

from arplab import network as net

ETHERTYPE = 0x0806
REQUEST, REPLY = 1, 2
BROADCAST = "ff:ff:ff:ff:ff:ff"
FRAME = struct.Struct("!6s6sHHHBBH6s4s6s4s")
SENDER_ADDRESS_OFFSET, TARGET_ADDRESS_OFFSET = 28, 38
ETH_P_ALL = 0x0003
SOL_PACKET, PACKET_IGNORE_OUTGOING = 263, 23
SO_ATTACH_FILTER = 26


@dataclass(frozen=True)
class Frame:
    """One ARP packet; addresses as text."""

    operation: int
    sender_mac: str
    sender: str
    target_mac: str
    target: str

    def kind(self):
        """What it is for, in one word the timeline knows."""
        if self.operation == REQUEST and self.sender == "0.0.0.0":
            return "probe"
        if self.sender == self.target:
            return "announcement" if self.operation == REQUEST else "announcement (reply form)"
        if self.operation == REQUEST:
            return "question"
        return "answer"


def mac_text(octets):
    return octets.hex(":")


def mac_octets(text):
    return bytes.fromhex(text.replace(":", ""))


def parse(data):
    """The frame's ARP packet, or None when it is not ARP for IPv4 over Ethernet."""
    if len(data) < FRAME.size:
        return None
    _, _, ethertype, hardware, protocol, hlen, plen, operation, sha, spa, tha, tpa = FRAME.unpack_from(data)
    if (ethertype, hardware, protocol, hlen, plen) != (ETHERTYPE, 1, 0x0800, 6, 4):
        return None
    return Frame(operation, mac_text(sha), socket.inet_ntoa(spa), mac_text(tha), socket.inet_ntoa(tpa))


def who_has(target, sender, mac):
    """An ordinary broadcast question: its sender address is never 0.0.0.0, which would make it a probe."""
    ours = mac_octets(mac)
    return FRAME.pack(mac_octets(BROADCAST), ours, ETHERTYPE, 1, 0x0800, 6, 4, REQUEST,
                      ours, socket.inet_aton(sender), bytes(6), socket.inet_aton(target)).ljust(60, b"\0")


def ask_socket(device):
    """Sends and receives ARP on one device."""
    raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETHERTYPE))
    raw.bind((device, ETHERTYPE))
    raw.setblocking(False)
    return raw


def capture_socket():
    """Sees each ARP frame about the shared address once, on the port by which it enters the bridge.

    All protocols, because a bridge takes its ports' frames away before the sockets of one protocol see them.
    """
    raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    raw.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    _attach(raw, _about_the_shared_address())
    raw.setblocking(False)
    return raw


def peer_capture_socket():
    """Sees the datagrams of the two agents, on every device of a server, both ways."""
    raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    _attach(raw, _to_the_peer())
    raw.setblocking(False)
    return raw


LOAD_OCTET, LOAD_HALF, LOAD_WORD, AND, JUMP_IF_EQUAL, RETURN = 0x30, 0x28, 0x20, 0x54, 0x15, 0x06


def _about_the_shared_address():
    """Classic BPF: ARP, from or to the shared address, without the asker's questions and their answers."""
    vip = int(ipaddress.ip_address(net.VIP))
    askers = int(ipaddress.ip_address(net.ASKERS_NETWORK))
    mask = 0xFFFFFFFF << (32 - net.ASKERS_PREFIX_LENGTH) & 0xFFFFFFFF
    return [
        (LOAD_HALF, 0, 0, 12), (JUMP_IF_EQUAL, 0, 10, ETHERTYPE),
        (LOAD_WORD, 0, 0, SENDER_ADDRESS_OFFSET), (AND, 0, 0, mask), (JUMP_IF_EQUAL, 7, 0, askers),
        (LOAD_WORD, 0, 0, TARGET_ADDRESS_OFFSET), (AND, 0, 0, mask), (JUMP_IF_EQUAL, 4, 0, askers),
        (LOAD_WORD, 0, 0, TARGET_ADDRESS_OFFSET), (JUMP_IF_EQUAL, 3, 0, vip),
        (LOAD_WORD, 0, 0, SENDER_ADDRESS_OFFSET), (JUMP_IF_EQUAL, 1, 0, vip),
        (RETURN, 0, 0, 0), (RETURN, 0, 0, 0xFFFF),
    ]


def _to_the_peer():
    """Classic BPF: UDP over IPv4 without options, to the agents' port."""
    return [
        (LOAD_HALF, 0, 0, 12), (JUMP_IF_EQUAL, 0, 6, 0x0800),
        (LOAD_OCTET, 0, 0, 14), (JUMP_IF_EQUAL, 0, 4, 0x45),
        (LOAD_OCTET, 0, 0, 23), (JUMP_IF_EQUAL, 0, 2, socket.IPPROTO_UDP),
        (LOAD_HALF, 0, 0, 36), (JUMP_IF_EQUAL, 1, 0, net.PEER_PORT),
        (RETURN, 0, 0, 0), (RETURN, 0, 0, 64),
    ]


def _attach(raw, program):
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code)
    raw.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("@HP", len(program), ctypes.addressof(buffer)))
