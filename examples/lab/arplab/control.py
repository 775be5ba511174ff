"""Asks a running agent on its control socket: one line of JSON each way, as its command line does.

Without a Java machine for each question: on a small computer its start would disturb what is being measured.
"""

import json
import socket

from arplab.shell import LabError


def ask(path, seconds, **request):
    """The agent's answer to one request."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asked:
            asked.settimeout(seconds)
            asked.connect(path)
            asked.sendall(json.dumps(request).encode() + b"\n")
            answer = json.loads(_line(asked))
    except (OSError, ValueError) as error:
        raise LabError(f"no answer to `{request['request']}` on {path}: {error}") from None
    if "error" in answer:
        raise LabError(f"`{request['request']}` on {path}: {answer['error']}")
    return answer


def _line(asked):
    read = bytearray()
    while not read.endswith(b"\n"):
        chunk = asked.recv(1 << 16)
        if not chunk:
            raise OSError("it broke off")
        read += chunk
    return bytes(read)
