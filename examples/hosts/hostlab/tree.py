"""The one Debian tree from which every machine starts: bare, but for what a server reached by ssh has.

No Java, no libpcap, no libnftables, no nft: those are the roll-out's business. Made once and kept; another recipe
makes another tree.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys

from arplab.shell import LabError
from hostlab import archive, places

PACKAGES = (
    "systemd", "systemd-sysv", "dbus", "openssh-server", "python3", "python3-apt", "sudo", "iproute2", "procps", "kmod",
    "netbase",
)
RECIPE = 2  # grows with what `_furnish` does
UNITS_OFF = ("apt-daily.timer", "apt-daily-upgrade.timer", "e2scrub_all.timer", "fstrim.timer")


def name_of(codename, architecture):
    recipe = json.dumps([RECIPE, codename, architecture, PACKAGES, UNITS_OFF])
    return f"tree-{codename}-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"


def made(sources):
    """The tree's directory, made if it is not there."""
    path = os.path.join(places.CACHE, name_of(archive.codename(), os.uname().machine))
    if not os.path.isdir(path):
        _make(path, sources)
    return path


def _make(path, sources):
    print("making the machines' tree (once; a minute or two) ...", file=sys.stderr, flush=True)
    partial = path + ".partial"
    shutil.rmtree(partial, ignore_errors=True)
    os.makedirs(places.CACHE, exist_ok=True)
    _forget_older(path)
    main = next(source for source in sources if source.suite == archive.codename())
    served = archive.Archive([main], None, "127.0.0.1")
    try:
        _debootstrap(main, served.base + "/0", partial)
    finally:
        served.stop()
    _furnish(partial)
    os.rename(partial, path)


def _debootstrap(source, uri, target):
    command = ["debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}"]
    done = subprocess.run([*command, source.suite, target, uri], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stdout + done.stderr).strip().splitlines()[-1:]
        raise LabError(f"debootstrap failed: {' '.join(last)}; its log is {target}/debootstrap/debootstrap.log")


def _furnish(tree):
    """What is the same on every machine."""
    for unit in UNITS_OFF:
        os.symlink("/dev/null", f"{tree}/etc/systemd/system/{unit}")
    wanted = f"{tree}/etc/systemd/system/multi-user.target.wants"
    os.makedirs(wanted, exist_ok=True)
    os.symlink("/lib/systemd/system/systemd-networkd.service", f"{wanted}/systemd-networkd.service")
    for directory in ("var/cache/apt/archives", "var/lib/apt/lists"):
        shutil.rmtree(f"{tree}/{directory}")
        os.makedirs(f"{tree}/{directory}/partial")
        os.utime(f"{tree}/{directory}", (0, 0))  # or a roll-out takes the lists, which are gone, for fresh ones
    for name in ("etc/machine-id", "etc/resolv.conf", "etc/hostname"):
        with open(f"{tree}/{name}", "w", encoding="ascii"):
            pass


def _forget_older(path):
    """Trees of older recipes: nothing uses them any more."""
    for name in os.listdir(places.CACHE):
        if name.startswith("tree-") and name != os.path.basename(path):
            shutil.rmtree(os.path.join(places.CACHE, name), ignore_errors=True)
