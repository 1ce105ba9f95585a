"""What the whole kiosk takes of this machine while it records, watches and shows."""

import contextlib
import queue
from dataclasses import dataclass
from pathlib import Path

import psutil

from app.bench.faults_process import Neighbours
from app.bench.lab import Lab
from app.bench.rig import NetworkCamera, Program, RecorderRig
from app.domain.messages.recorder import Tallied
from app.domain.messages.screen import FaceScreen, ShowCandidate
from app.domain.messages.watcher import Observed
from app.domain.timing import seconds_between
from app.ports.devices import CameraSpec
from app.recording.limits import VideoLimits

FULL_HD, HD = (1920, 1080), (1280, 720)
RECORDER_LIMIT, KIOSK_LIMIT = 1.4, 1.6
"""Cores: two streams decoded from MJPEG; all with live models and preview. Source: issue."""
PREVIEW = FaceScreen("looking", 3, waiting_for_operator=False)
"""The screen with the largest live picture."""
SETTLE_S = 12.0
"""Models are loaded and memory is touched for the first time."""


@dataclass(frozen=True, slots=True)
class Load:
    """One pair of cameras.

    Attributes:
        candidate, room: sizes of the two Motion JPEG streams, 30 pictures a second each.
        cores: of each process, processor seconds a second.
        captured, dropped, missed: pictures of both cameras.
        own_jpeg: they were written as the cameras sent them.
        mbit_s: of both recordings together.
        seen_s: observations of the live models a second.
    """

    candidate: tuple[int, int]
    room: tuple[int, int]
    cores: dict[str, float]
    captured: int
    dropped: int
    missed: int
    seen_s: float
    own_jpeg: bool
    mbit_s: float

    def as_json(self) -> list[dict[str, object]]:
        """A row for each promise."""
        name = f"{self.candidate[1]}p30 and {self.room[1]}p30"
        name += ", camera's own JPEG" if self.own_jpeg else ""
        whole = round(sum(self.cores.values()), 3)
        rows = (
            (f"recorder, {name}", self.cores["recorder"], RECORDER_LIMIT),
            (f"whole kiosk, {name}", whole, KIOSK_LIMIT),
        )
        return [
            {
                "name": f"load {what}",
                "ours": ours,
                "peer": None,
                "ratio": round(ours / limit, 3),
                "limit": limit,
                "unit": "cores",
                "holds": ours <= limit and self.dropped == 0,
                "cores": self.cores,
                "captured": self.captured,
                "dropped": self.dropped,
                "missed": self.missed,
                "mbit_s": self.mbit_s,
                "observations_s": self.seen_s,
            }
            for what, ours, limit in rows
        ]


def load(
    lab: Lab,
    room: tuple[int, int],
    folders: tuple[Path, Path],
    seconds: float,
    *,
    own_jpeg: bool = False,
) -> Load:
    """One pair: the laboratory's camera, and one of the size `room`.

    Args:
        lab: the laboratory.
        room: width and height.
        folders: of the model files and of the shipped resources.
        seconds: measured, after the models are loaded.
        own_jpeg: write what the cameras send instead of encoding it.
    """
    second = NetworkCamera(lab.program, room)
    options = {
        "room": CameraSpec("room", second.url, *room, 30.0),
        "video": VideoLimits(preset="ultrafast", own_jpeg=own_jpeg),
    }
    try:
        with lab.recording(lab.trial_folder("load"), **options) as rig:
            neighbours = Neighbours(lab, rig, *folders)
            try:
                lab.begin(rig, SETTLE_S)
                cores, seen_s = _used(lab, rig, neighbours, seconds)
                rig.stop()
            finally:
                neighbours.end()
            cameras = rig.said(Tallied)[-1].tally.cameras
    finally:
        second.end()
    return Load(
        candidate=lab.camera.size,
        room=room,
        cores=cores,
        captured=sum(camera.captured for camera in cameras),
        dropped=sum(camera.dropped for camera in cameras),
        missed=sum(camera.missed for camera in cameras),
        seen_s=seen_s,
        own_jpeg=own_jpeg,
        mbit_s=round(sum(c.sealed_bytes * 8e-6 / c.recorded_s for c in cameras), 1),
    )


def _used(
    lab: Lab, rig: RecorderRig, neighbours: Neighbours, seconds: float
) -> tuple[dict[str, float], float]:
    """Cores of each process, and observations a second."""
    watcher, screens = neighbours.running["watcher"], neighbours.running["screens"]
    screens.channel.send(ShowCandidate(PREVIEW, "zh", recording=True, help_asked=False))
    _observations(watcher)
    processes = {name: psutil.Process(p.process.pid) for name, p in neighbours.running.items()}
    processes["recorder"] = psutil.Process(rig.pid)
    before = {name: _cpu_s(process) for name, process in processes.items()}
    begun = lab.clock.monotonic_ns()
    rig.listen(seconds)
    passed_s = seconds_between(begun, lab.clock.monotonic_ns())
    cores = {
        name: round((_cpu_s(process) - before[name]) / passed_s, 3)
        for name, process in processes.items()
    }
    return cores, round(_observations(watcher) / passed_s, 1)


def _cpu_s(process: psutil.Process) -> float:
    used = process.cpu_times()
    return used.user + used.system


def _observations(watcher: Program) -> int:
    """Those that came since the last look."""
    count = 0
    with contextlib.suppress(queue.Empty):
        while (report := watcher.channel.receive(0)) is not None:
            count += isinstance(report, Observed)
    return count
