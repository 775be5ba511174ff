"""What the lab's programs take on their command lines, checked."""

import argparse

from arplab import durations
from arplab import network as net

DEFAULT_PROMISE = "500ms"


def duration(text):
    """Checked, but left as it is: the agents read it."""
    try:
        durations.seconds(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def count(text):
    return _number(text, 1, 1_000_000)


def percent(text):
    return _number(text, 1, 99)


def addresses(text):
    return _number(text, 1, net.MOST_VIPS)


def one_of(choices):
    """A list with commas, of these."""
    def listed(text):
        unknown = [name for name in text.split(",") if name not in choices]
        if unknown:
            raise argparse.ArgumentTypeError(f"no fault {unknown[0]}: choose from {', '.join(choices)}")
        return text.split(",")
    return listed


def promises(asked, solo):
    """Those to measure with, in the order asked for; None stands for none."""
    wanted = asked or ([] if solo else [DEFAULT_PROMISE])
    return [*dict.fromkeys(wanted), *([None] if solo else [])]


def _number(text, least, most):
    if not text.isdigit() or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text} is not between {least} and {most}")
    return int(text)
