"""Durations as the agents' configuration writes them: `500ms`, `3s`."""

import re

UNITS = {"ms": 0.001, "s": 1.0}


def seconds(text):
    """ValueError when it is none, or zero."""
    found = re.fullmatch(r"([0-9]+)(ms|s)", text)
    if not found or int(found[1]) == 0:
        raise ValueError(f"{text} is no duration: write it like 500ms or 3s")
    return int(found[1]) * UNITS[found[2]]


def title(text):
    """`500ms` as people write it: `500 ms`."""
    return re.sub(r"([0-9])([a-z])", r"\1 \2", text)
