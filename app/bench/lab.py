"""What every fault is tried with: a folder, a room with sound, a camera, a source of chance."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.random import Generator

from app.bench.parts import Part, skipped
from app.bench.rig import RATE_HZ, NetworkCamera, RecorderRig, recording
from app.bench.table import Trial
from app.domain.messages.recorder import MarkFound, PartOpened, RecorderPulse, WatchForMark
from app.domain.timing import MonotonicNs
from app.ports.clock import Clock
from app.ports.devices import CameraSpec

MARK_WATCH_S = 2.5
MARK_SAID_S = 6.0
"""How long the recorder looks for a flash, and until when it has to have said what it found."""


@dataclass(frozen=True, slots=True)
class Lab:
    """The laboratory.

    Attributes:
        program: the command line that starts this program.
        clock: the machine's.
        folder: for everything that is written; emptied afterwards by its owner.
        camera: what is recorded.
        environment: leads to the sound of the laboratory's own room.
        chance: when a fault strikes; seeded, so that a run can be repeated.
    """

    program: Sequence[str]
    clock: Clock
    folder: Path
    camera: NetworkCamera
    environment: Mapping[str, str]
    chance: Generator

    def spec(self, **changes: Any) -> CameraSpec:
        """The camera's."""
        return CameraSpec("candidate", self.camera.url, *self.camera.size, 30.0, **changes)

    def trial_folder(self, name: str) -> Path:
        """A new folder."""
        number = len(list(self.folder.glob(f"{name}-*")))
        folder = self.folder / f"{name}-{number:04d}"
        folder.mkdir(parents=True)
        return folder

    def recording(self, folder: Path, **options: Any) -> AbstractContextManager[RecorderRig]:
        """A recorder on this camera; a context manager."""
        options.setdefault("candidate", self.spec())
        candidate = options.pop("candidate")
        environment = {**self.environment, **options.pop("environment", {})}
        return recording(
            self.program, self.clock, folder, candidate, environment=environment, **options
        )

    def begin(self, rig: RecorderRig, seconds: float, **command: Any) -> None:
        """Record, and let it run in for so long after something is on the disk."""
        rig.record(**command)
        rig.need(PartOpened)
        rig.need(RecorderPulse, fits=lambda pulse: pulse.synced_ns > 0)
        rig.listen(seconds)

    def mark(self, rig: RecorderRig) -> MarkFound | None:
        """Flash and beep once; what the recorder made of it, None when it said nothing."""
        rig.recorder.channel.send(WatchForMark(MARK_WATCH_S))
        self.camera.behave("flash")
        found = rig.wait(MarkFound, within_s=MARK_SAID_S)
        return None if found is None else found[1]

    def lost_at(self, rig: RecorderRig, struck_ns: MonotonicNs) -> Trial:
        """What a fault that ended the recording at `struck_ns` cost."""
        parts = rig.parts()
        if not parts or not parts[-1].numbers:
            return Trial(None, plays=False, verifies=bool(parts), note="nothing remained")
        last = parts[-1]
        lost_s = self.camera.behind_s(last.numbers[-1], struck_ns)
        return Trial(
            round(lost_s, 3),
            plays=all(part.whole for part in parts),
            verifies=True,
            skipped=sum(skipped(part.numbers) for part in parts),
        )


def missing_s(parts: Sequence[Part]) -> float:
    """Pictures missing between the first and the last one that play, in seconds of them."""
    numbers = [number for part in parts for number in part.numbers]
    return round(skipped(numbers) / RATE_HZ, 3)


def played(parts: Sequence[Part]) -> bool:
    """Whether every part plays, and nothing is missing inside of one."""
    return any(part.numbers for part in parts) and all(
        part.whole and (part.numbers or part.sound_s) and not skipped(part.numbers)
        for part in parts
    )


Fault = Callable[[Lab], Trial]
