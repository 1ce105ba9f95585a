"""Looks after a recording once a second: brings it to the disk, guards the disk, steps down.

A thread of its own: a disk that takes a second to sync holds up neither capture nor commands.
"""

import secrets
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from app.domain.errors import BoothError
from app.domain.messages.recorder import (
    DiskLow,
    QualityStepped,
    RecorderReport,
    StartRecording,
    Tallied,
)
from app.domain.quality import CameraTally, RecorderTally, SoundTally
from app.domain.timing import MonotonicNs, seconds_between
from app.ports.clock import Clock
from app.ports.devices import Devices
from app.recording.guard import guard_disk
from app.recording.keeper import Keeper
from app.recording.ladder import bytes_per_s, in_words
from app.recording.limits import VideoLimits

SYNC_EVERY_S = 1.0
"""Source: fsync every second cost 0.6-1.0 s, 1.3 s at most, of recording at a power cut; without it
the whole file could be empty (measured)."""
WAKE_EVERY_S = 0.05
TALLY_EVERY_S = 5.0
STEP_AGAIN_AFTER_S = 3.0
"""A new rung has to empty the queue before another step is thought of."""
_WAKE_STEP_S = 0.00005


@dataclass(slots=True)
class Watched:
    """What is being recorded, as the watchman has to know it."""

    command: StartRecording
    since_ns: MonotonicNs
    cpu_s: float
    disk_said: bool = False


class Watchman:
    """The thread and its rules. `begin` and `end` come from the recorder's thread."""

    def __init__(
        self,
        keepers: Sequence[Keeper],
        rungs: Sequence[VideoLimits],
        devices: Devices,
        clock: Clock,
        report: Callable[[RecorderReport], None],
        tallies: Callable[[], tuple[tuple[CameraTally, ...], SoundTally | None]],
    ) -> None:
        """Start the thread; `shut` ends it.

        Args:
            keepers: of the main track first; a safety copy's last.
            rungs: the ladder of the main track.
            devices: for disk and temperature.
            clock: the machine's.
            report: called with what happens.
            tallies: counts of cameras and microphone.
        """
        self._run = secrets.token_hex(4)
        self._keepers = keepers
        self._rungs = rungs
        self._devices = devices
        self._clock = clock
        self._report = report
        self._tallies = tallies
        self._process = psutil.Process()
        self._rung: dict[Keeper, int] = dict.fromkeys(keepers, 0)
        self._stepped_ns: dict[Keeper, MonotonicNs] = {}
        self._watched: Watched | None = None
        self._late: Counter[int] = Counter()
        self._slowest_sync_s = 0.0
        self._tallied_ns = MonotonicNs(0)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchman")
        self._thread.start()

    def begin(self, command: StartRecording) -> None:
        """A recording begins."""
        now = self._clock.monotonic_ns()
        self._late.clear()
        for keeper in self._keepers:
            if self._rung[keeper]:
                self._rung[keeper] = 0
                keeper.step_to(self._rungs[0])
        self._slowest_sync_s, self._tallied_ns = 0.0, now
        self._watched = Watched(command, now, self._cpu_s())

    def end(self) -> None:
        """It has ended: say the last counts."""
        watched, self._watched = self._watched, None
        if watched is not None:
            self._report(Tallied(self._tally(watched)))

    def shut(self) -> None:
        """End the thread."""
        self._ending.set()
        self._thread.join()

    def _watch(self) -> None:
        next_ns: int = self._clock.monotonic_ns()
        while not self._wait():
            now = self._clock.monotonic_ns()
            if seconds_between(MonotonicNs(next_ns), now) < 0:
                continue
            next_ns = now + round(SYNC_EVERY_S * 1e9)
            self._sync()
            watched = self._watched
            if watched is not None:
                self._look(watched)

    def _wait(self) -> bool:
        before = self._clock.monotonic_ns()
        ended = self._ending.wait(WAKE_EVERY_S)
        late_s = seconds_between(before, self._clock.monotonic_ns()) - WAKE_EVERY_S
        self._late[max(0, round(late_s / _WAKE_STEP_S))] += 1
        return ended

    def _sync(self) -> None:
        for keeper in self._keepers:
            before = self._clock.monotonic_ns()
            keeper.sync()
            took_s = seconds_between(before, self._clock.monotonic_ns())
            self._slowest_sync_s = max(self._slowest_sync_s, took_s)

    def _look(self, watched: Watched) -> None:
        now = self._clock.monotonic_ns()
        self._guard(watched, now)
        for keeper in self._keepers:
            if keeper.encoder_failed:
                self._step(keeper, self._rung[keeper] + 1, "encoder_failed", now)
            elif keeper.over_rate:
                self._step(keeper, self._rung[keeper] + 1, "camera_rate", now)
            elif keeper.behind:
                self._step(keeper, self._rung[keeper] + 1, "encoder_behind", now)
        if seconds_between(self._tallied_ns, now) >= TALLY_EVERY_S:
            self._tallied_ns = now
            self._report(Tallied(self._tally(watched)))

    def _guard(self, watched: Watched, now: MonotonicNs) -> None:
        command = watched.command
        try:
            free = self._devices.disk.space(Path(command.folder)).free_bytes
        except BoothError:
            return  # the keepers say so when they write
        main = [keeper for keeper in self._keepers if keeper.track == "main"]
        rates = [len(main) * bytes_per_s(rung) for rung in self._rungs]
        left_s = command.remaining_s - seconds_between(watched.since_ns, now)
        rung = max(self._rung[keeper] for keeper in main)
        found = guard_disk(free, rates, rung, max(0.0, left_s), command.longest_answer_s)
        if found.rung > rung:
            for keeper in main:
                self._step(keeper, found.rung, "disk_low", now)
        if found.stop_after_answer and not watched.disk_said:
            watched.disk_said = True
            self._report(DiskLow(free, stop_after_answer=True))

    def _step(self, keeper: Keeper, rung: int, reason: str, now: MonotonicNs) -> None:
        before = self._stepped_ns.get(keeper)
        if before is not None and seconds_between(before, now) < STEP_AGAIN_AFTER_S:
            return
        if keeper.track != "main" or rung >= len(self._rungs):
            keeper.again()
            return
        self._stepped_ns[keeper], self._rung[keeper] = now, rung
        limits = self._rungs[rung]
        keeper.step_to(limits)
        self._report(QualityStepped(now, keeper.camera, rung, in_words(limits), reason))

    def _cpu_s(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)

    def _tally(self, watched: Watched) -> RecorderTally:
        cameras, sound = self._tallies()
        return RecorderTally(
            run=self._run,
            cameras=cameras,
            sound=sound,
            wall_s=round(seconds_between(watched.since_ns, self._clock.monotonic_ns()), 2),
            cpu_s=round(self._cpu_s() - watched.cpu_s, 2),
            wake_p99_ms=self._wake_p99_ms(),
            slowest_sync_s=round(self._slowest_sync_s, 3),
            memory_bytes=self._own_memory(),
            temperature_c=self._devices.temperature(),
        )

    def _own_memory(self) -> int:
        """Resident, without the shared pictures and sound (those fill up for 15 minutes)."""
        info = self._process.memory_info()
        return int(info.rss - getattr(info, "shared", 0))

    def _wake_p99_ms(self) -> float | None:
        late = sorted(self._late.copy().items())
        left = 0.99 * sum(count for _, count in late)
        for step, count in late:
            left -= count
            if left <= 0:
                return round(step * _WAKE_STEP_S * 1000, 2)
        return None
