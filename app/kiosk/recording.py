"""One visit's recording: what the recorder is told, what it says, and what follows from it."""

from dataclasses import dataclass
from pathlib import Path

from app.domain.media import CameraRole
from app.domain.messages import recorder as r
from app.domain.quality import Gap, QualityStep, SyncMark
from app.domain.timing import MonotonicNs
from app.kiosk.crew import Crew
from app.kiosk.losses import Losses, Stops
from app.kiosk.reserve import BYTES_PER_SECOND, RESERVE_FACTOR, longest_s
from app.kiosk.situation import Situation
from app.session import entries as en
from app.session.session_clock import SessionClock
from app.session.visit import Visit

ALIVE_EVERY_S = 1.0
MARK_AFTER_S = 1.5
MARK_WATCH_S = 3.0
"""How long the recorder looks for the flash: the screens need 0.1 s to show it, a network camera
up to 2 s to bring it."""


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
        self._losses = Losses(session_clock, plan.stops)
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
        self._losses.tick(now_s, journal_hangs=self._visit.behind)

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
            if device == "candidate" and cause == "queue_full" and not self._losses:
                self._stops.lost("disk_hangs", from_s)
                self._stops.back()

    def _device(self, report: r.DeviceState) -> None:
        self._visit.note(en.DeviceNoted(report.device, report.state, report.detail))
        if self.on:
            self._losses.heard(report)

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
        self._losses.forget()
        if self.on:
            self._situation.devices.parts_open = False
            self._stops.fault("recorder_lost", self._synced_s())

    def recorder_started(self) -> None:
        """It is running again."""
        if self.on:
            self.start()
