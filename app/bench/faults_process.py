"""Faults of processes, memory and clock."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from app.bench.lab import Lab, missing_s, played
from app.bench.rig import Program, RecorderRig
from app.bench.table import Trial
from app.domain.messages import analyst, courier, screen, watcher
from app.domain.messages.analyst import AnalystConfig
from app.domain.messages.courier import CourierConfig
from app.domain.messages.recorder import RecorderPulse, Tallied
from app.domain.messages.screen import ScreensConfig
from app.domain.messages.watcher import WatcherConfig
from app.domain.timing import seconds_between

if TYPE_CHECKING:
    from collections.abc import Callable

GIB = 1024**3
LEFT_BYTES = 2 * GIB
"""What the memory rival leaves: the machine's other programs have to live on."""


def recorder_killed(lab: Lab) -> Trial:
    """SIGKILL of the recorder at a random moment."""
    folder = lab.trial_folder("killed")
    with lab.recording(folder) as rig:
        lab.begin(rig, lab.chance.uniform(0.2, 2.2))
        struck = lab.clock.monotonic_ns()
        rig.recorder.process.send_signal(signal.SIGKILL)
        rig.recorder.process.wait()
        return lab.lost_at(rig, struck)


def kiosk_gone(lab: Lab) -> Trial:
    """The kiosk's process is gone at a random moment: the recorder's pipes close."""
    folder = lab.trial_folder("gone")
    with lab.recording(folder) as rig:
        lab.begin(rig, lab.chance.uniform(0.2, 2.2))
        struck = lab.clock.monotonic_ns()
        rig.recorder.end()
        trial = lab.lost_at(rig, struck)
        complete = all(part.complete for part in rig.parts())
        return replace(trial, plays=trial.plays and complete)


class Neighbours:
    """The kiosk's other processes: live models, analysis, screens, sealing (not enrolled: idle)."""

    def __init__(self, lab: Lab, rig: RecorderRig, models: Path, resources: Path) -> None:
        """Start them."""
        slot, room, ring = rig.slots[0].name, rig.slots[1].name, rig.ring.name
        folders = str(models), str(resources)
        self._makers: dict[str, Callable[[], Program]] = {
            "watcher": lambda: self._watcher(lab, WatcherConfig(slot, room, *folders)),
            "analyst": lambda: Program(
                lab.program,
                "analyst",
                AnalystConfig(ring, *folders),
                (analyst.AnalystCommand, analyst.AnalystReport),
            ),
            "courier": lambda: Program(
                lab.program,
                "courier",
                CourierConfig(str(lab.folder / "kiosk")),
                (courier.CourierCommand, courier.CourierReport),
            ),
            "screens": lambda: Program(
                lab.program,
                "screens",
                ScreensConfig(
                    windowed=True,
                    headless=True,
                    frame_slot=slot,
                    room_slot=room,
                    theme="light",
                    start_language="en",
                ),
                (screen.ScreenCommand, screen.ScreenReport),
            ),
        }
        self.running = {name: make() for name, make in self._makers.items()}
        self.struck = dict.fromkeys(self._makers, 0)

    def _watcher(self, lab: Lab, config: WatcherConfig) -> Program:
        program = Program(
            lab.program, "watcher", config, (watcher.WatcherCommand, watcher.WatcherReport)
        )
        program.channel.send(watcher.WatchFor(objects=True))
        return program

    def kill(self, name: str) -> None:
        """SIGKILL one and start it again."""
        self.running[name].process.kill()
        self.running[name].end()
        self.struck[name] += 1
        self.running[name] = self._makers[name]()

    def stop_all(self, how: int) -> None:
        """SIGSTOP or SIGCONT all of them."""
        for program in self.running.values():
            program.process.send_signal(how)

    def end(self) -> None:
        """Kill all of them: some may hang."""
        for program in self.running.values():
            program.process.kill()
            program.end()


def neighbours_killed(
    lab: Lab, models: Path, resources: Path, kills: int
) -> tuple[Trial, dict[str, int]]:
    """SIGKILL of watcher, analyst, courier and screens at random moments while one recording runs.

    Args:
        lab: the laboratory.
        models: folder of the model files.
        resources: the shipped resources.
        kills: of each process.
    """
    folder = lab.trial_folder("neighbours")
    with lab.recording(folder) as rig:
        neighbours = Neighbours(lab, rig, models, resources)
        try:
            lab.begin(rig, 1.0)
            order = [name for name in neighbours.running for _ in range(kills)]
            lab.chance.shuffle(order)
            for name in order:
                rig.listen(lab.chance.uniform(0.1, 0.9))
                neighbours.kill(name)
            rig.listen(1.0)
            rig.stop()
        finally:
            neighbours.end()
        return _unharmed(rig, f"{kills} kills each of {', '.join(neighbours.struck)}"), (
            neighbours.struck
        )


def neighbours_stopped(lab: Lab, models: Path, resources: Path) -> Trial:
    """SIGSTOP of watcher, analyst, courier and screens for eight seconds."""
    folder = lab.trial_folder("stopped")
    with lab.recording(folder) as rig:
        neighbours = Neighbours(lab, rig, models, resources)
        try:
            lab.begin(rig, 6.0)
            neighbours.stop_all(signal.SIGSTOP)
            rig.listen(8.0)
            neighbours.stop_all(signal.SIGCONT)
            rig.listen(2.0)
            rig.stop()
        finally:
            neighbours.stop_all(signal.SIGCONT)
            neighbours.end()
        return _unharmed(rig, "watcher, analyst, courier and screens stopped for 8 s")


def _unharmed(rig: RecorderRig, note: str) -> Trial:
    parts = rig.parts()
    tally = rig.said(Tallied)[-1].tally.cameras[0]
    return Trial(
        missing_s(parts),
        plays=played(parts) and len(parts) == 1,
        verifies=bool(parts),
        note=f"{note}; {tally.captured} captured, {tally.encoded} written, {tally.dropped} dropped",
    )


def memory_pressure(lab: Lab) -> Trial:
    """Another program takes all memory but 2 GiB and writes over it again and again."""
    folder = lab.trial_folder("memory")
    take = max(0, psutil.virtual_memory().available - LEFT_BYTES)
    script = (
        "import sys,time\n"
        f"block=bytearray({take})\n"
        "end=time.monotonic()+float(sys.argv[1])\n"
        "print('full',flush=True)\n"
        "while time.monotonic()<end:\n"
        f"  block[::4096]=bytes(({take}+4095)//4096)\n"
    )
    with lab.recording(folder) as rig:
        lab.begin(rig, 1.0)
        rival = subprocess.Popen([sys.executable, "-c", script, "10"], stdout=subprocess.DEVNULL)
        try:
            rig.listen(14.0)
        finally:
            rival.kill()
            rival.wait()
        rig.stop()
        return _unharmed(rig, f"{take / GIB:.1f} GiB taken")


def recorder_stopped(lab: Lab) -> Trial:
    """SIGSTOP of the recorder for three seconds, as a machine that is put to sleep and wakes up."""
    folder = lab.trial_folder("asleep")
    with lab.recording(folder) as rig:
        lab.begin(rig, 2.0)
        os.kill(rig.pid, signal.SIGSTOP)
        rig.listen(3.0)
        woke = lab.clock.monotonic_ns()
        os.kill(rig.pid, signal.SIGCONT)
        back = rig.wait(RecorderPulse, lambda pulse: pulse.synced_ns > woke, within_s=15.0)
        rig.listen(2.0)
        rig.stop()
        parts = rig.parts()
    return Trial(
        missing_s(parts),
        plays=all(part.whole for part in parts),
        verifies=bool(parts),
        recovery_s=None if back is None else round(seconds_between(woke, back[0]), 3),
        note="stopped for 3 s",
    )
