"""Netlink as far as the witness needs it: addresses, neighbours, and the elements of one nftables set."""

import contextlib
import ctypes
import socket
import struct

NETLINK_ROUTE, NETLINK_NETFILTER = 0, 12
SOL_NETLINK, NETLINK_ADD_MEMBERSHIP = 270, 1
GROUP_NEIGHBOURS, GROUP_IPV4_ADDRESSES, GROUP_NFTABLES = 3, 5, 7
HEADER = struct.Struct("=IHHII")
REQUEST, DUMP = 0x001, 0x300
ERROR, DONE = 2, 3
NEW_ADDRESS, DELETE_ADDRESS, GET_ADDRESSES = 20, 21, 22
NEW_NEIGHBOUR, DELETE_NEIGHBOUR, GET_NEIGHBOURS = 28, 29, 30
NFTABLES = 10 << 8
DELETE_TABLE, NEW_SET, DELETE_SET, NEW_ELEMENTS, GET_ELEMENTS, DELETE_ELEMENTS, GENERATION = (
    NFTABLES | number for number in (2, 9, 11, 12, 13, 14, 15))
FAMILY_NETDEV = 5
NESTED_BITS = 0xC000
CLONE_NEWNET = 0x40000000
BUFFER = 1 << 18


@contextlib.contextmanager
def entered(namespace):
    """Runs a block in a network namespace; sockets opened there stay there."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/self/ns/net", "rb") as home, open(f"/run/netns/{namespace}", "rb") as there:
        _enter(libc, there)
        try:
            yield
        finally:
            _enter(libc, home)


def _enter(libc, handle):
    if libc.setns(handle.fileno(), CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def events(protocol, groups):
    """A socket that hears what the kernel tells these groups."""
    heard = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol)
    heard.bind((0, 0))
    heard.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
    for group in groups:
        heard.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group)
    heard.setblocking(False)
    return heard


def requests(protocol):
    """A socket to ask the kernel with."""
    asked = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol)
    asked.bind((0, 0))
    return asked


def dump(asked, kind, body):
    """All messages of one dump; an absent table or set gives None."""
    asked.send(HEADER.pack(HEADER.size + len(body), kind, REQUEST | DUMP, 1, 0) + body)
    found = []
    while True:
        for kind_seen, payload in messages(asked.recv(BUFFER)):
            if kind_seen == DONE:
                return found
            if kind_seen == ERROR:
                return None
            found.append((kind_seen, payload))


def messages(data):
    """(type, payload) of each message in one datagram."""
    offset = 0
    while offset + HEADER.size <= len(data):
        length, kind, _, _, _ = HEADER.unpack_from(data, offset)
        if length < HEADER.size:
            return
        yield kind, data[offset + HEADER.size:offset + length]
        offset += (length + 3) & ~3


def attributes(data):
    """(type, value) of each attribute, as they come: a list may hold many of one type."""
    offset = 0
    while offset + 4 <= len(data):
        length, kind = struct.unpack_from("=HH", data, offset)
        if length < 4:
            return
        yield kind & ~NESTED_BITS, data[offset + 4:offset + length]
        offset += (length + 3) & ~3


def attribute(kind, value):
    return struct.pack("=HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)


def text(value):
    return value.rstrip(b"\0").decode()


def address_of(payload):
    """The IPv4 address an address message is about."""
    return socket.inet_ntoa(dict(attributes(payload[8:]))[2])


def neighbour_of(payload):
    """(address, MAC or None) of a neighbour message; (None, None) when it is not IPv4."""
    fields = dict(attributes(payload[12:]))
    if payload[0] != socket.AF_INET or 1 not in fields:
        return None, None
    return socket.inet_ntoa(fields[1]), fields[2].hex(":") if 2 in fields else None


def elements_request(table, name):
    """Asks for the elements of a set of family netdev."""
    names = attribute(1, table.encode() + b"\0") + attribute(2, name.encode() + b"\0")
    return struct.pack("=BBH", FAMILY_NETDEV, 0, 0) + names


def names_of(payload):
    """(table, set) of a set or elements message; of a table message, (table, anything)."""
    fields = dict(attributes(payload[4:]))
    return text(fields[1]), text(fields.get(2, b""))


def elements_of(payload):
    """(key, milliseconds left or None) of each element in a message."""
    listed = dict(attributes(payload[4:])).get(3, b"")
    for _, element in attributes(listed):
        fields = dict(attributes(element))
        left = struct.unpack("!Q", fields[5])[0] if 5 in fields else None
        yield fields.get(1, b""), left
