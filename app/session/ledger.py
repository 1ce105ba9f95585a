"""The session's state as its journal tells it: folded from the entries, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.domain.analysis import AnswerAnalysis, Language, Withheld
from app.domain.assignment import Assignment, PhoneCode
from app.domain.identity import FaceMatch, IdCard, IdentityCheck, IdentityRecord, Liveness, Verified
from app.domain.ids import KioskId, SessionId, TakeId
from app.domain.observation import Alert, Unwatched
from app.domain.record import (
    RECORD_FORMAT,
    AnswerRecord,
    ConsentItem,
    FaultCredit,
    MediaPart,
    SessionRecord,
)
from app.domain.screen_language import ScreenLanguage
from app.domain.timing import WallTime
from app.flow.interview import IllegalStepError, Interview
from app.flow.machine import start, step
from app.flow.paths import plan_of
from app.flow.table import Stage
from app.session import entries as en
from app.session.errors import JournalBrokenError
from app.session.quality import Quality


@dataclass(slots=True)
class Ledger:
    """What is known about one session.

    Attributes:
        kiosk: the one that holds it.
        language: of the interview.
        screen_language: of the screens; empty for the same.
        handed: the move that the journal ends with; None once the session was taken up again.
        phone_code: the code that is asked for at check-in now; None where none is.
        code_tries: entries made of it.
        arrived: it was moved, and the gap that this made is not yet credited.
    """

    session: SessionId
    kiosk: KioskId
    assignment: Assignment
    started: WallTime
    interview: Interview
    language: Language
    screen_language: ScreenLanguage = ""
    last_s: float = 0.0
    last_at: WallTime | None = None
    run: en.RunBegan | None = None
    run_s: float = 0.0
    phone_code: PhoneCode | None = None
    code_tries: int = 0
    consent: tuple[ConsentItem, ...] = ()
    card: IdCard = field(default_factory=IdCard)
    match: FaceMatch | None = None
    liveness: Liveness | None = None
    verified: Verified | None = None
    checks: list[IdentityCheck] = field(default_factory=list[IdentityCheck])
    answers: list[AnswerRecord] = field(default_factory=list[AnswerRecord])
    analyses: dict[TakeId, AnswerAnalysis] = field(default_factory=dict[TakeId, AnswerAnalysis])
    alerts: list[Alert] = field(default_factory=list[Alert])
    unwatched: list[Unwatched] = field(default_factory=list[Unwatched])
    faults: list[FaultCredit] = field(default_factory=list[FaultCredit])
    parts: dict[str, MediaPart] = field(default_factory=dict[str, MediaPart])
    quality: Quality = field(default_factory=Quality)
    reply: str = ""
    withdrawn: bool = False
    handed: en.SessionMoved | None = None
    arrived: bool = False
    synced_s: float = 0.0
    stage_since_s: float = 0.0
    prepared_s: float = 0.0

    @classmethod
    def opened(cls, entry: en.Entry) -> "Ledger":
        """The ledger after the first entry.

        Raises:
            JournalBrokenError: the first entry does not open a session.
        """
        body = entry.body
        if not isinstance(body, en.SessionOpened):
            raise JournalBrokenError("The journal does not begin with the opening of a session")
        code = body.assignment.phone_code
        interview = start(plan_of(body.assignment.flow, phone_code=code is not None))
        language = body.assignment.languages[0]
        return cls(
            body.session,
            body.kiosk,
            body.assignment,
            entry.at,
            interview,
            language,
            phone_code=code,
        )

    @classmethod
    def folded(cls, entries: Sequence[en.Entry]) -> "Ledger":
        """The ledger after these entries, at least one.

        Raises:
            JournalBrokenError: they do not tell a session.
        """
        ledger = cls.opened(entries[0])
        for entry in entries:
            ledger.take(entry)
        return ledger

    def take(self, entry: en.Entry) -> None:  # noqa: C901, PLR0912, PLR0915  # one case a kind
        """Fold one entry in."""
        self.last_s, self.last_at = entry.session_s, entry.at
        body = entry.body
        if isinstance(body, en.SessionMoved):
            self._move(body)
            return
        self.handed = None
        match body:
            case en.SessionOpened() | en.DeviceNoted() | en.CheckpointSigned():
                pass
            case en.RunBegan():
                self.run, self.run_s = body, entry.session_s
            case en.FlowStepped():
                self._step(body)
            case en.LanguageSet():
                self.language, self.screen_language = body.language, body.screen
            case en.ConsentRecorded():
                self.consent = body.items
            case en.CodeTried():
                self.code_tries += 1
            case en.CodeRenewed():
                self.phone_code, self.code_tries = body.code, 0
            case en.CardRecorded():
                self.card = body.card
            case en.MatchRecorded():
                if self.interview.stage is not Stage.RECHECK_FACE:
                    self.match = body.match
            case en.LivenessRecorded():
                self.liveness = body.liveness
            case en.CheckRecorded():
                self.checks.append(body.check)
            case en.FaceVerified():
                before, now = self.verified, body.verified
                self.verified = now if before is None else before.joined(now)
            case en.PartNoted() | en.PartEnded() | en.Alive():
                self._media(body)
            case (
                en.EncoderNoted()
                | en.QualityNoted()
                | en.GapNoted()
                | en.StepNoted()
                | en.MarkNoted()
            ):
                self.quality.take(body)
            case en.AnswerClosed():
                self.answers.append(body.answer)
            case en.AnswerMeasured():
                self.analyses[body.take] = body.analysis
            case en.AlertChanged():
                self.alerts[body.index : body.index + 1] = [body.alert]
            case en.UnwatchedChanged():
                self.unwatched[body.index : body.index + 1] = [body.span]
            case en.CreditGiven():
                self.faults.append(body.credit)
                self.arrived = False
            case en.ReplyGiven():
                self.reply = body.text
            case en.SessionEnded():
                self.withdrawn = body.withdrawn

    def _move(self, body: en.SessionMoved) -> None:
        givers = {self.kiosk} if self.handed is None else {self.kiosk, self.handed.from_kiosk}
        if body.from_kiosk not in givers or body.to_kiosk == body.from_kiosk:
            raise JournalBrokenError("The journal holds a move by a kiosk that had not the session")
        # the other kiosk's clocks have nothing to do with this one's
        self.kiosk, self.handed, self.run, self.arrived = body.to_kiosk, body, None, True

    def _step(self, body: en.FlowStepped) -> None:
        before = self.interview.stage
        try:
            self.interview, _ = step(self.interview, body.event)
        except IllegalStepError as error:
            raise JournalBrokenError("The journal holds a step that the flow forbids") from error
        if self.interview.stage.value != body.stage:
            raise JournalBrokenError("The journal and the flow disagree about the stage")
        if self.interview.stage is not before:
            self.prepared_s = self.last_s - self.stage_since_s
            self.stage_since_s = self.last_s

    def _media(self, body: en.PartNoted | en.PartEnded | en.Alive) -> None:
        match body:
            case en.PartNoted():
                part = MediaPart(
                    body.name,
                    body.camera,
                    body.starts_at_s,
                    0.0,
                    0,
                    0,
                    complete=False,
                    track=body.track,
                )
                self.parts[body.name] = part
            case en.PartEnded() if body.name in self.parts:
                self.parts[body.name] = replace(
                    self.parts[body.name],
                    duration_s=body.duration_s,
                    frames=body.frames,
                    lost_frames=body.lost_frames,
                    complete=True,
                )
            case en.Alive():
                self.synced_s = body.synced_s
                # one that was torn grows no more once its successor was opened
                newest = {(part.camera, part.track): part for part in self.parts.values()}
                for part in newest.values():
                    if not part.complete:
                        known = max(part.duration_s, body.synced_s - part.starts_at_s)
                        self.parts[part.entry] = replace(part, duration_s=known)
            case _:
                pass

    def consented(self, key: str) -> bool:
        """Whether an item of the consent was given."""
        return any(item.key == key and item.given for item in self.consent)

    def _answer(self, answer: AnswerRecord) -> AnswerRecord:
        if answer.outcome in {"interrupted", "skipped"}:
            return answer
        analysis = self.analyses.get(answer.take)
        if analysis is None:
            reason = (
                "no consent to automatic analysis"
                if not self.consented("analysis")
                else "the analysis did not finish on the kiosk"
            )
            analysis = AnswerAnalysis(None, (), (), (Withheld("all", reason),), ())
        return replace(answer, analysis=analysis)

    def record(self, ended: WallTime, journal_head: str) -> SessionRecord:
        """The document for the bundle."""
        return SessionRecord(
            format=RECORD_FORMAT,
            session=self.session,
            assignment=self.assignment.id,
            kiosk=self.kiosk,
            candidate_name=self.assignment.candidate_name,
            position=self.assignment.position,
            branch=self.assignment.branch,
            language=self.language,
            screen_language=self.screen_language,
            started=self.started,
            ended=ended,
            flow_id=self.assignment.flow.id,
            flow_version=self.assignment.flow.version,
            flow_digest=self.assignment.flow.digest,
            consent=self.consent,
            identity=IdentityRecord(
                self.card, self.match, self.liveness, tuple(self.checks), self.verified
            ),
            answers=tuple(self._answer(answer) for answer in self.answers),
            alerts=tuple(self.alerts),
            faults=tuple(self.faults),
            media=tuple(self.parts.values()),
            reply=self.reply,
            withdrawn=self.withdrawn,
            journal_head=journal_head,
            quality=self.quality.certificate(),
            unwatched=tuple(self.unwatched),
        )
