"""Looks after a recording: guards the disk, steps down, counts, says when a disk hangs.

A thread of its own that never touches a disk: `app.recording.disk_sync` does, in a thread for each.
"""

import secrets
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from app.domain.messages.recorder import (
    DeviceState,
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
from app.recording.disk_sync import DiskSync
from app.recording.guard import guard_disk
from app.recording.keeper import Keeper
from app.recording.ladder import bytes_per_s, in_words
from app.recording.limits import VideoLimits

LOOK_EVERY_S = 1.0
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
        self._tallied_ns = MonotonicNs(0)
        main = [keeper for keeper in keepers if keeper.track == "main"]
        copies = [keeper for keeper in keepers if keeper.track != "main"]
        self._main = DiskSync("disk", main, devices.disk, clock)
        self._second = DiskSync("safety", copies, devices.disk, clock) if copies else None
        self._disks = [disk for disk in (self._main, self._second) if disk is not None]
        self._hanging: set[DiskSync] = set()
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
        self._main.begin(Path(command.folder))
        self._tallied_ns = now
        self._watched = Watched(command, now, self._cpu_s())

    def end(self) -> None:
        """It has ended: say the last counts."""
        watched, self._watched = self._watched, None
        if watched is not None:
            self._report(Tallied(self._tally(watched)))

    @property
    def second_hangs(self) -> bool:
        """Whether the second disk takes nothing any more; nobody is to wait for it then."""
        second = self._second
        return second is not None and second.hangs_since(self._clock.monotonic_ns()) is not None

    def shut(self) -> None:
        """End the threads; one that its disk holds is left alone."""
        self._ending.set()
        self._thread.join()
        for disk in self._disks:
            disk.shut()

    def _watch(self) -> None:
        # an alarm must not wait behind an encoder; and how late this thread wakes up is how late
        # those do that take in what the devices give, which have the same priority
        self._devices.go_first()
        next_ns: int = self._clock.monotonic_ns()
        while not self._wait():
            now = self._clock.monotonic_ns()
            self._ask_disks(now)
            if seconds_between(MonotonicNs(next_ns), now) < 0:
                continue
            next_ns = now + round(LOOK_EVERY_S * 1e9)
            watched = self._watched
            if watched is not None:
                self._look(watched)

    def _wait(self) -> bool:
        before = self._clock.monotonic_ns()
        ended = self._ending.wait(WAKE_EVERY_S)
        late_s = seconds_between(before, self._clock.monotonic_ns()) - WAKE_EVERY_S
        self._late[max(0, round(late_s / _WAKE_STEP_S))] += 1
        return ended

    def _ask_disks(self, now: MonotonicNs) -> None:
        """Say which disk hangs, and which one answers again."""
        for disk in self._disks:
            since = disk.hangs_since(now)
            if since is not None and disk not in self._hanging:
                self._hanging.add(disk)
                words = "The disk does not answer: nothing reaches it any more"
                self._report(DeviceState(disk.name, "lost", words, at_ns=since))
            elif since is None and disk in self._hanging:
                self._hanging.remove(disk)
                self._report(DeviceState(disk.name, "ok", "The disk answers again"))

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
        free = self._main.free_bytes
        if free is None:
            return
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
            slowest_sync_s=round(self._main.slowest_s, 3),
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
