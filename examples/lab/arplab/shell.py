"""Short commands that finish at once (ip, nft), and the error that ends a program with one line."""

import subprocess


class LabError(Exception):
    """What went wrong, where, and what to do: one line for a person."""


def run(*command, stdin=None, check=True):
    """Runs a command to its end and returns what it printed."""
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)
    if check and done.returncode != 0:
        raise LabError(f"`{' '.join(command)}` failed: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def ip(namespace, lines):
    """Runs several `ip` commands in one namespace with one process."""
    run("ip", "-n", namespace, "-batch", "-", stdin="\n".join(lines) + "\n")


def inside(namespace, *command, stdin=None):
    """Runs one command in a namespace."""
    return run("ip", "netns", "exec", namespace, *command, stdin=stdin)
