"""The two packages as built, and the same once more with a higher version: what an upgrade is tried with."""

import glob
import os
import re
import shutil

from arplab.shell import LabError, run
from hostlab import places

NAMES = {"arp-failover-coordinator": "coordinator", "arp-failover-agent": "failover-agent"}
LATER = "+later"


def built():
    """The newest file of each package."""
    found = []
    for package, module in NAMES.items():
        files = glob.glob(os.path.join(places.ROOT, module, "target", f"{package}_*_all.deb"))
        if not files:
            raise LabError(f"no {package}_*_all.deb in {module}/target: mvn -B -DskipTests package")
        found.append(max(files, key=os.path.getmtime))
    return found


def copy_to(directory):
    os.makedirs(directory)
    return [shutil.copy(file, directory) for file in built()]


def later_to(directory, work, number):
    """The same contents as a later version; the greater the number the later."""
    for made in (directory, work):
        os.makedirs(made, exist_ok=True)
    for file in built():
        tree = os.path.join(work, os.path.basename(file))
        run("dpkg-deb", "--raw-extract", file, tree)
        control = os.path.join(tree, "DEBIAN", "control")
        with open(control, encoding="utf-8") as text:
            changed = later(text.read(), number)
        with open(control, "w", encoding="utf-8") as text:
            text.write(changed)
        run("dpkg-deb", "--build", "--root-owner-group", "-Zgzip", "-z1", tree, directory)
        shutil.rmtree(tree)


def later(control, number):
    """A package's control text with a higher version."""
    return re.sub(r"(?m)^(Version: \S+)$", lambda found: f"{found[1]}{LATER}{number}", control)
