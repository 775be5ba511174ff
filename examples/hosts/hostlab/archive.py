"""The machines' way to packages: what the host's own apt reads, served on the management network and kept.

Machines have no route out. Their sources name this server, which fetches from where the host's apt fetches and
serves nothing else. Files that never change are kept, so that the second run needs no network.
"""

import contextlib
import hashlib
import http.server
import os
import re
import socket
import threading
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

from arplab import netlink
from arplab.shell import LabError, run
from hostlab import places

TARGETS_FORMAT = "$(REPO_URI) $(RELEASE) $(COMPONENT)"
FETCH_SECONDS = 60
CHUNK = 1 << 16
FOR_GOOD = re.compile(r"/pool/|/by-hash/")


@dataclass(frozen=True)
class Source:
    """One suite of one archive, as apt knows it."""

    uri: str
    suite: str
    component: str


def sources_of(listing, codename):
    """Those of `apt-get indextargets` that belong to the distribution itself."""
    found = []
    for line in listing.splitlines():
        uri, suite, component = line.split()
        if suite == codename or suite.startswith(codename + "-"):
            found.append(Source(uri.rstrip("/"), suite, component))
    return list(dict.fromkeys(found))


def host_sources():
    """What the host's apt reads; an error in one line when that is nothing of its own release."""
    listing = run("apt-get", "indextargets", "--format", TARGETS_FORMAT, "Created-By: Packages")
    found = sources_of(listing, codename())
    if not any(source.suite == codename() for source in found):
        raise LabError(f"apt knows no archive of {codename()}: run apt-get update, then try again")
    return found


def codename():
    return release_field("VERSION_CODENAME")


def release_field(name):
    with open("/etc/os-release", encoding="utf-8") as file:
        fields = dict(line.rstrip("\n").split("=", 1) for line in file if "=" in line)
    if name not in fields:
        raise LabError(f"/etc/os-release says no {name}: the machines are of the host's own Debian or Ubuntu release")
    return fields[name].strip('"')


def list_of(sources, base):
    """The machines' sources.list: every archive of the host's by its number on our server."""
    archives = list(dict.fromkeys(source.uri for source in sources))
    return "".join(
        f"deb {base}/{archives.index(source.uri)} {source.suite} {source.component}\n" for source in sources)


class Archive:
    """The server. `namespace`: whose network it listens in; None: the host's own, on loopback."""

    def __init__(self, sources, namespace, address, port=0):
        self._upstreams = list(dict.fromkeys(source.uri for source in sources))
        self._kept = os.path.join(places.CACHE, "archive")
        self._fetch = _opener()
        with netlink.entered(namespace) if namespace else contextlib.nullcontext():
            listening = socket.create_server((address, port))
        self._server = _Server(listening, self)
        self.base = f"http://{address}:{listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def body(self, path):
        """The file at /NUMBER/PATH; None when there is none."""
        number, _, rest = path.lstrip("/").partition("/")
        rest = urllib.parse.unquote(rest)
        if not number.isdigit() or int(number) >= len(self._upstreams) or ".." in rest:
            return None
        url = f"{self._upstreams[int(number)]}/{urllib.parse.quote(rest)}"
        kept = os.path.join(self._kept, hashlib.sha256(url.encode()).hexdigest())
        if FOR_GOOD.search("/" + rest) and os.path.exists(kept):
            return _read(kept)
        try:
            with self._fetch.open(url, timeout=FETCH_SECONDS) as answer:
                data = answer.read()
        except urllib.error.HTTPError:
            return None
        except OSError:
            return _read(kept) if os.path.exists(kept) else None
        _write(kept, data)
        return data


def _opener():
    """Fetches as the host's apt does: by its proxy when it has one."""
    proxy = run("apt-config", "dump", "--format", "%v%n", "Acquire::http::Proxy").strip()
    handlers = [urllib.request.ProxyHandler({"http": proxy, "https": proxy})] if proxy else []
    return urllib.request.build_opener(*handlers)


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, listening, archive):
        super().__init__(listening.getsockname(), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket, self.archive = listening, archive

    def handle_error(self, request, client_address):
        """A machine that loses its power breaks its connections off."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = self.server.archive.body(self.path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_):
        """Nobody reads it."""


def _read(path):
    with open(path, "rb") as file:
        return file.read()


def _write(path, data):
    """Whole or not at all: two machines may ask for the same file."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    partial = f"{path}.{threading.get_ident()}"
    with open(partial, "wb") as file:
        file.write(data)
    os.replace(partial, path)
