"""One trial: a settled pair, one fault, what happened until it was over, and the healing afterwards."""

import os
import time
from dataclasses import dataclass, replace

from arplab import measure
from arplab import network as net
from arplab.recording import Observers
from arplab.settling import LOOK_EVERY, settled_holder

AFTERWARDS = 0.3  # what may still come: the last pings' fate, a late second answer


@dataclass(frozen=True)
class Result:
    """What one fault did."""

    fault: object
    holder: object
    began: float
    healed: float
    ended: float
    outage: measure.Outage
    healing: measure.Outage
    owners: measure.TwoOwners
    repointed: object
    early_frames: int
    late_frames: int
    resolution: float
    heartbeat_gap: object
    phases: dict
    recording: object

    def moved(self):
        return self.repointed is not None


class Trial:
    """Runs one fault on a running pair. The observers live from before the fault until the pair has settled again."""

    def __init__(self, pair, fault, directory, window, tell=lambda _: None):
        self._pair, self._fault, self._window, self._tell = pair, fault, window, tell
        self._observers = Observers(os.path.join(directory, f"trial-{time.monotonic_ns()}"))
        self._recording = self._observers.recording

    def run(self):
        try:
            holder = self._settle("before")
            self._tell(f"{holder.name} holds, the client is served. Now: {self._fault.title}")
            began = time.monotonic()
            woken = self._fault.inject(self._pair, holder)
            self._watch(holder, time.monotonic())
            both_to_the_end = self._look_for_two_owners(holder, began)
            healed = time.monotonic()
            self._fault.heal(self._pair, holder)
            self._settle("after")
            time.sleep(AFTERWARDS)
        finally:
            self._observers.stop()
        return self._result(holder, began, woken, healed, both_to_the_end)

    def _watch(self, holder, injected):
        """Until the address has moved and the client is served, or nothing more is to be expected."""
        while not self._is_over(holder, time.monotonic() - injected):
            self._observers.check()
            time.sleep(LOOK_EVERY)
            self._recording.poll()
        time.sleep(AFTERWARDS)
        self._recording.poll()

    def _is_over(self, holder, elapsed):
        if not self._fault.moves:
            return elapsed > self._fault.watched_seconds
        if elapsed > self._window:
            return True
        now = time.monotonic()
        heir = net.other(holder)
        taken = self._recording.owns(heir, now) and self._recording.cached_mac() == heir.mac
        return taken and self._recording.served(now)

    def _look_for_two_owners(self, holder, began):
        """Whether both still own the address now, when only the healing will end it."""
        now = time.monotonic()
        off = (holder, began, now) if self._fault.power_is_off else None
        return measure.two_owners(self._recording, began, now, off).at_end

    def _settle(self, when):
        return settled_holder(self._pair, self._observers, f"{when} {self._fault.name}")

    def _result(self, holder, began, woken, healed, both_to_the_end):
        recording, ended = self._recording, time.monotonic()
        off = (holder, began, healed) if self._fault.power_is_off else None
        owners = replace(measure.two_owners(recording, began, ended, off), at_end=both_to_the_end)
        measured_until = ended if self._fault.heal_is_part else healed
        heir = net.other(holder)
        repointed = measure.repointed(recording.seen, heir, began)
        return Result(
            fault=self._fault, holder=holder, began=began, healed=healed, ended=ended,
            outage=measure.outage(recording.pings, began, measured_until),
            healing=measure.outage(recording.pings, measured_until, ended),
            owners=owners,
            repointed=repointed,
            early_frames=measure.early_frames(recording.seen, heir, began, ended),
            late_frames=measure.late_frames(recording.seen, holder, woken, ended) if woken else 0,
            resolution=measure.resolution(recording.pings, began, measured_until),
            heartbeat_gap=None if repointed is None else measure.heartbeat_gap(recording, heir, began, ended),
            phases={} if repointed is None else self._pair.phases_of_last_move(heir),
            recording=recording)
