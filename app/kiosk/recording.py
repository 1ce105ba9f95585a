"""One visit's recording: what the recorder is told, what it says, and what follows from it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.domain.assignment import Assignment, Flow
from app.domain.media import CameraRole
from app.domain.messages import recorder as r
from app.domain.quality import Gap, QualityStep, SyncMark
from app.domain.timing import MonotonicNs
from app.kiosk.crew import Crew
from app.kiosk.situation import Situation
from app.recording.ladder import bytes_per_s
from app.recording.limits import VideoLimits
from app.session import entries as en
from app.session.session_clock import SessionClock
from app.session.visit import Visit

ALIVE_EVERY_S = 1.0
FAILOVER_WITHIN_S = 3.0
"""So long a lost device may take to come back, or a spare one to take over, before the interview is
stopped for it: an answer is not torn for a hiccup, the gap is marked. Source: the issue's 3 s.
The same for a disk that hangs: it is told after 2 s at most, and 2 s of pictures wait in memory,
so that no more than 3 s are missing from an answer that goes on."""
BESIDES_QUESTIONS_S = 900
"""Identification, room check, practice, rests and a pause: a quarter of an hour, our own choice."""
BYTES_PER_SECOND = 1_030_000
"""Two cameras at the recorder's cap of 4 Mbit/s each and sound at 96 kbit/s, 2 % for sealing; what
was measured is a quarter of it. Source: `VideoLimits`, docs/measurements-recording.md."""
CAMERAS = 2
RESERVE_FACTOR = 2
"""Source: the issue's bit rate x longest flow x 2."""
MARK_AFTER_S = 1.5
MARK_WATCH_S = 3.0
"""How long the recorder looks for the flash: the screens need 0.1 s to show it, a network camera
up to 2 s to bring it."""
TOLD_WITHIN_S: Final = 5.0
"""A device was good at most so long before it is said to be lost: a covered lens that is unplugged
at last is not credited from the covering on. Source: 1 s for a camera, 2.5 s for a microphone that
gives zeros, 2 s for a disk; our own choice above them."""
AWAITED: Final = frozenset({"candidate", "microphone"})
"""Lost ones for which the countdown stands. A disk that hangs loses nothing at first; what it costs
is known when it answers again, as a gap."""
STOPPERS: Final = {
    "candidate": "camera_lost",
    "microphone": "microphone_lost",
    "disk": "disk_hangs",
    "journal": "disk_hangs",
}
"""Devices without which no interview is held; `disk` and `journal` are lost when they hang. The
room camera and the second disk only alarm."""


def bytes_per_second(limits: VideoLimits) -> float:
    """The most that both cameras take: what they send themselves is far more than an encoder's."""
    return CAMERAS * bytes_per_s(limits) if limits.own_jpeg else BYTES_PER_SECOND


def longest_s(flow: Flow, from_question: int = 0) -> float:
    """How long an interview may still last, seconds."""
    left = flow.questions[from_question:]
    return sum(q.preparation_s + q.answer_s for q in left) + BESIDES_QUESTIONS_S


def reserve_bytes(assignment: Assignment, each_second: float = BYTES_PER_SECOND) -> int:
    """Free space without which an interview is not begun.

    Args:
        assignment: whose interview.
        each_second: the most that a recording takes in a second, bytes.
    """
    return round(longest_s(assignment.flow) * each_second * RESERVE_FACTOR)


@dataclass(frozen=True, slots=True)
class Stops:
    """How the interview is stopped for the recording, and goes on again.

    Attributes:
        fault: stops it for a cause, from a moment of session time on; None for now.
        clear: lets it go on when it is stopped for that cause.
        lost: makes the countdown stand for a device that may come back, lost since then.
        back: lets it run again.
    """

    fault: Callable[[str, float | None], None]
    clear: Callable[[str], None]
    lost: Callable[[str, float], None]
    back: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Lost:
    """A device that is lost.

    Attributes:
        told_s: when it was said.
        since_s: since when nothing good came from it.
    """

    told_s: float
    since_s: float


@dataclass(frozen=True, slots=True)
class TapePlan:
    """What a `Recording` needs besides the visit.

    Attributes:
        recipients: public keys (hexadecimal) that recordings are sealed to.
        safety: folder on the second disk; None for none.
        stops: how the interview is stopped.
        each_second: the most that a recording takes in a second, bytes.
    """

    recipients: tuple[str, ...]
    safety: Path | None
    stops: Stops
    each_second: float = BYTES_PER_SECOND


class Recording:
    """Starts, stops and follows the recorder."""

    def __init__(
        self,
        visit: Visit,
        session_clock: SessionClock,
        crew: Crew,
        situation: Situation,
        plan: TapePlan,
    ) -> None:
        """Take the visit's seams.

        Args:
            visit: is noted into.
            session_clock: its time.
            crew: the recorder is told through it.
            situation: what the kiosk knows.
            plan: where to and for whom it is recorded, and how the interview is stopped.
        """
        self._visit = visit
        self._clock = session_clock
        self._crew = crew
        self._situation = situation
        self._recipients = plan.recipients
        self._stops = plan.stops
        self._safety = plan.safety
        self._each_second = plan.each_second
        self._alive_s = 0.0
        self._alive_ns = MonotonicNs(0)
        self._lost: dict[str, Lost] = {}
        self._torn_by = "moved" if visit.ledger.arrived else "kiosk_restarted"
        self._opened_cameras: set[CameraRole] = set()
        self._marked_s: float | None = None
        self.on = False
        self.full = False

    @property
    def safety_folder(self) -> str:
        """Where the second disk's parts of this session lie; empty for nowhere."""
        if self._safety is None:
            return ""
        return str(self._safety / self._visit.ledger.session)

    def start(self) -> None:
        """Have the recorder write new parts (after consent, and again after it was lost)."""
        folder, ledger = self._visit.folder, self._visit.ledger
        flow = ledger.assignment.flow
        self._crew.send(
            "recorder",
            r.StartRecording(
                folder=str(folder.media),
                first_part=folder.next_part(self.safety_folder),
                context=ledger.session,
                recipients=self._recipients,
                remaining_s=longest_s(flow, ledger.interview.question),
                longest_answer_s=max(question.answer_s for question in flow.questions),
                safety_folder=self.safety_folder,
            ),
        )
        self.on, self.full = True, False

    def stop(self) -> None:
        """Have every part closed."""
        self._crew.send("recorder", r.StopRecording())
        self.on = False

    def tick(self, now_s: float) -> None:
        """Let time pass; a few times a second."""
        if not self.on:
            return
        if now_s - self._alive_s >= ALIVE_EVERY_S:
            self._alive_s = now_s
            pulse = self._situation.devices.pulse
            if pulse is not None and pulse.recording and pulse.synced_ns > self._alive_ns:
                self._alive_ns = pulse.synced_ns
                self._visit.note(en.Alive(self._clock.at(pulse.synced_ns)))
        if self._visit.behind:
            self._lost.setdefault("journal", Lost(now_s, now_s))
        else:
            self._back("journal")
        for device, lost in self._lost.items():
            if now_s - lost.told_s >= FAILOVER_WITHIN_S:
                self._stops.fault(STOPPERS[device], lost.since_s)
            elif device in AWAITED:
                self._stops.lost(STOPPERS[device], lost.since_s)

    def mark(self, now_s: float) -> bool:
        """Whether flash and beep are to be given now: once a visit, while it is recorded."""
        if not self.on or self._marked_s is not None or self._visit.ledger.quality.marks:
            return False
        if now_s - self._visit.ledger.stage_since_s < MARK_AFTER_S:
            return False
        self._marked_s = now_s
        self._crew.send("recorder", r.WatchForMark(MARK_WATCH_S))
        return True

    def heard(self, report: object) -> None:
        """Take a report of the recorder."""
        match report:
            case r.PartOpened():
                self._opened(report)
            case r.PartClosed():
                ended = en.PartEnded(
                    report.name, report.duration_s, report.frames, report.lost_frames
                )
                self._visit.note(ended)
            case r.RecordingStopped():
                self._situation.devices.parts_open = False
            case r.DeviceState():
                self._device(report)
            case r.RecorderFailed():
                self._visit.note(en.DeviceNoted("recorder", report.code, report.detail))
                cause = "disk_full" if report.code == "DISK-FULL" else "recorder_lost"
                self._stops.fault(cause, self._synced_s())
            case r.DiskLow():
                free = f"{report.free_bytes // 1024 // 1024} MiB are free"
                self._visit.note(en.DeviceNoted("disk", "low", free))
                self.full = self.full or report.stop_after_answer
            case _:
                self._quality(report)

    def _quality(self, report: object) -> None:
        quality = self._visit.ledger.quality
        match report:
            case r.EncoderChosen():
                if (report.choice, report.priority) != (quality.encoder, quality.priority):
                    self._visit.note(en.EncoderNoted(report.choice, report.priority))
            case r.QualityStepped():
                at_s = round(self._clock.at(report.at_ns), 3)
                step = QualityStep(at_s, report.camera, report.rung, report.profile, report.reason)
                self._visit.note(en.StepNoted(step))
            case r.GapEnded():
                self._gap(report.device, report.from_ns, report.to_ns, report.cause)
            case r.Tallied():
                self._visit.note(en.QualityNoted(report.tally))
            case r.MarkFound() if self._marked_s is not None:
                mark = SyncMark(self._marked_s, report.room_ms, report.sound_ms, report.reason)
                self._visit.note(en.MarkNoted(mark))
            case _:
                pass

    def _opened(self, report: r.PartOpened) -> None:
        starts_s = self._clock.at(report.zero_ns)
        if report.track == "main":
            self._situation.devices.parts_open = True
            self._note_torn(report.camera, starts_s)
        self._visit.note(
            en.PartNoted(
                report.name,
                report.camera,
                starts_s,
                report.width_px,
                report.height_px,
                report.encoder,
                report.track,
            )
        )
        if report.track == "main":
            self._stops.clear("recorder_lost")
            self._stops.clear("disk_full")

    def _note_torn(self, camera: CameraRole, starts_s: float) -> None:
        """The one before this part was cut off by a restart: what lies between is a gap.

        Later ones of the same run are the recorder's to explain: it says each gap it made.
        """
        if camera in self._opened_cameras:
            return
        self._opened_cameras.add(camera)
        parts = [
            part
            for part in self._visit.ledger.parts.values()
            if part.camera == camera and part.track == "main"
        ]
        if not parts or parts[-1].complete:
            return
        ended_s = parts[-1].starts_at_s + parts[-1].duration_s
        if starts_s > ended_s:
            gap = Gap(camera, round(ended_s, 3), round(starts_s, 3), self._torn_by)
            self._visit.note(en.GapNoted(gap))

    def _gap(self, device: str, from_ns: MonotonicNs, to_ns: MonotonicNs, cause: str) -> None:
        parts = self._visit.ledger.parts.values()
        began_s = min((part.starts_at_s for part in parts), default=None)
        if began_s is None or not self.on:
            return
        from_s, to_s = max(began_s, self._clock.at(from_ns)), self._clock.at(to_ns)
        if to_s > from_s:
            gap = Gap(device, round(from_s, 3), round(to_s, 3), cause)
            self._visit.note(en.GapNoted(gap))
            if device == "candidate" and cause == "queue_full" and not self._lost:
                self._stops.lost("disk_hangs", from_s)
                self._stops.back()

    def _device(self, report: r.DeviceState) -> None:
        self._visit.note(en.DeviceNoted(report.device, report.state, report.detail))
        cause = STOPPERS.get(report.device)
        if cause is None or not self.on:
            return
        if report.state in {"lost", "missing"}:
            lost = self._lost.setdefault(report.device, self._lost_at(report.at_ns))
            if report.device in AWAITED:
                self._stops.lost(cause, lost.since_s)
        else:
            self._back(report.device)

    def _back(self, device: str) -> None:
        """A device is well: the interview goes on, unless another one is lost in the same way."""
        was_lost = self._lost.pop(device, None) is not None
        cause = STOPPERS[device]
        if (was_lost or device != "journal") and cause not in map(STOPPERS.get, self._lost):
            self._stops.clear(cause)
        if was_lost and not AWAITED & self._lost.keys():
            self._stops.back()

    def _lost_at(self, at_ns: MonotonicNs | None) -> Lost:
        now_s = self._clock.seconds()
        since_s = now_s if at_ns is None else self._clock.at(at_ns)
        return Lost(now_s, max(since_s, now_s - TOLD_WITHIN_S))

    def _synced_s(self) -> float | None:
        """Up to when everything is on the disk, as last heard."""
        pulse = self._situation.devices.pulse
        if pulse is None or not pulse.synced_ns:
            return None
        return self._clock.at(pulse.synced_ns)

    def space(self, free_bytes: int) -> None:
        """Free space was looked at: with room for an answer again, the interview goes on."""
        flow = self._visit.ledger.assignment.flow
        longest = max(question.answer_s for question in flow.questions)
        if self.full and free_bytes > longest * self._each_second * RESERVE_FACTOR:
            self.start()
            self._stops.clear("disk_full")

    def recorder_ended(self) -> None:
        """The recorder's process ended and is started again."""
        self._torn_by = "recorder_restarted"
        self._opened_cameras.clear()
        self._lost.clear()
        if self.on:
            self._situation.devices.parts_open = False
            self._stops.fault("recorder_lost", self._synced_s())

    def recorder_started(self) -> None:
        """It is running again."""
        if self.on:
            self.start()
