"""Sends ARP frames of many stations at a rate, for some seconds: sound ones, unasked replies and malformed ones alike.

Whole batches leave with one system call; a machine that cannot keep up sends fewer, and the result says how many.
"""

import ctypes
import json
import os
import socket
import struct
import sys
import time

from arplab import arp

BATCH = 64
FRAMES = 4096
STATIONS_NETWORK = 0x0A4D2000  # 10.77.32.0: nobody of the lab lives there
MALFORMED_EVERY = 4


class _Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


class _Header(ctypes.Structure):
    """struct msghdr."""

    _fields_ = [
        ("name", ctypes.c_void_p), ("name_length", ctypes.c_uint),
        ("vectors", ctypes.POINTER(_Vector)), ("vector_count", ctypes.c_size_t),
        ("control", ctypes.c_void_p), ("control_length", ctypes.c_size_t), ("flags", ctypes.c_int),
    ]


class _Message(ctypes.Structure):
    """struct mmsghdr."""

    _fields_ = [("header", _Header), ("sent", ctypes.c_uint)]


def frame(number):
    """One of the frames: a question, an unasked reply, or a question whose packet says it has addresses of 8 octets."""
    mac = "02:00:4d:00:%02x:%02x" % (number >> 8, number & 0xFF)
    own = socket.inet_ntoa(struct.pack("!I", STATIONS_NETWORK + number))
    asked = socket.inet_ntoa(struct.pack("!I", STATIONS_NETWORK + (number * 7 + 1) % FRAMES))
    octets = bytearray(arp.who_has(asked, own, mac))
    if number % MALFORMED_EVERY == 0:
        octets[18] = 8
    elif number % MALFORMED_EVERY == 1:
        octets[20:22] = struct.pack("!H", arp.REPLY)
    return bytes(octets)


def messages():
    """The frames as sendmmsg(2) takes them, and what must live as long."""
    buffers = [ctypes.create_string_buffer(frame(number), 60) for number in range(FRAMES)]
    vectors = (_Vector * FRAMES)(*(_Vector(ctypes.addressof(buffer), 60) for buffer in buffers))
    made = (_Message * FRAMES)()
    for number in range(FRAMES):
        made[number].header.vectors = ctypes.pointer(vectors[number])
        made[number].header.vector_count = 1
    return made, (buffers, vectors)


def flood(device, rate, seconds):
    """How many frames left."""
    c_library = ctypes.CDLL(None, use_errno=True)
    made, _kept = messages()
    size = ctypes.sizeof(_Message)
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) as raw:
        raw.bind((device, 0))
        began, sent = time.monotonic(), 0
        while (lasted := time.monotonic() - began) < seconds:
            if sent >= lasted * rate:
                time.sleep(0.0005)
                continue
            first = sent % FRAMES
            batch = min(BATCH, FRAMES - first)
            sent += max(0, c_library.sendmmsg(raw.fileno(), ctypes.byref(made, first * size), batch, 0))
        return sent, time.monotonic() - began


def main(device, rate, seconds):
    os.setpriority(os.PRIO_PROCESS, 0, -20)  # it stands for other machines, whose processors are their own
    sent, lasted = flood(device, int(rate), float(seconds))
    print(json.dumps({"sent": sent, "seconds": lasted}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
