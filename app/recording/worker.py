"""The recorder's process: nothing else runs in it, so that nothing else costs it a frame.

Source: a Python thread beside the recorder made 52 of 120 frames late, another process none
(measured).
"""

import contextlib
import queue
import signal
import sys
import threading
from collections.abc import Generator
from types import FrameType
from typing import Any

import cv2

from app.bundle.sealed_log import SealedLogWriter
from app.domain.errors import BoothError
from app.domain.messages.recorder import (
    RecorderCommand,
    RecorderFailed,
    RecorderReport,
    StartPreview,
    StartRecording,
    StopRecording,
    WatchForMark,
)
from app.domain.timing import NS_PER_S
from app.ports.clock import Clock
from app.ports.devices import Devices
from app.processes.channel import Channel, WorkerLink
from app.recording.job import SinkFactory
from app.recording.recorder import Recorder, RecorderConfig

__all__ = ["RecorderConfig", "run"]

PULSE_EVERY_S = 0.5
SWITCH_S = 0.0002
"""How long a Python thread may keep the others waiting. Source: with Python's 5 ms the 99th
percentile of a sleeping thread's lateness was 2.2 ms beside two busy programs (measured)."""
_POLL_S = 0.02


@contextlib.contextmanager
def _termination() -> Generator[threading.Event]:
    """An event that SIGTERM sets, so that parts are closed before the process ends."""
    asked = threading.Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    before = signal.signal(signal.SIGTERM, note)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGTERM, before)


def run(
    link: WorkerLink, devices: Devices, clock: Clock, make_sink: SinkFactory = SealedLogWriter
) -> None:
    """Record as told, until the kiosk's end of the pipe is closed or SIGTERM comes.

    Args:
        link: to the kiosk.
        devices: adapters.
        clock: the machine's.
        make_sink: makes sealed files.
    """
    config = link.config(RecorderConfig)
    channel: Channel[RecorderReport, RecorderCommand] = link.channel(
        RecorderReport, RecorderCommand
    )
    cv2.setNumThreads(1)
    sys.setswitchinterval(SWITCH_S)
    priority = devices.raise_priority()
    reports: queue.SimpleQueue[RecorderReport] = queue.SimpleQueue()
    recorder = Recorder(config, devices, clock, reports.put, make_sink, priority)
    with _termination() as asked:
        try:
            _serve(channel, recorder, reports, clock, asked)
        finally:
            recorder.shut()
            _send_all(channel, reports)


def _serve(
    channel: Channel[Any, Any],
    recorder: Recorder,
    reports: "queue.SimpleQueue[RecorderReport]",
    clock: Clock,
    asked: threading.Event,
) -> None:
    next_pulse: int = clock.monotonic_ns()
    while not asked.is_set() and not channel.closed:
        try:
            _obey(recorder, channel.receive(_POLL_S))
        except BoothError as error:
            reports.put(RecorderFailed(error.code, error.what))
        _send_all(channel, reports)
        if recorder.reading and clock.monotonic_ns() >= next_pulse:
            next_pulse = clock.monotonic_ns() + round(PULSE_EVERY_S * NS_PER_S)
            channel.send(recorder.pulse())


def _obey(recorder: Recorder, command: object) -> None:
    match command:
        case StartPreview():
            recorder.preview()
        case StartRecording():
            recorder.start(command)
        case StopRecording():
            recorder.stop()
        case WatchForMark():
            recorder.watch_for_mark(command)
        case _:
            return


def _send_all(channel: Channel[Any, Any], reports: "queue.SimpleQueue[RecorderReport]") -> None:
    while not reports.empty():
        channel.send(reports.get())
