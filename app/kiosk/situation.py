"""What the kiosk knows at this moment, besides what the journal holds."""

from dataclasses import dataclass, field

from app.domain.analysis import Language
from app.domain.identity import Challenge, Outline, Problem
from app.domain.ids import AssignmentId, SessionId
from app.domain.messages.courier import OutboxItem
from app.domain.messages.recorder import RecorderPulse
from app.domain.messages.screen import DecisionAsked
from app.domain.observation import Observation
from app.domain.screen_language import ScreenLanguage
from app.domain.screen_light import LightPlan
from app.domain.timing import MonotonicNs
from app.flow.table import Stage

TRIES = 3
"""Tries of the face match, and of the gestures, before only a person can go on. Our own choice: a
third failure is seldom bad luck, and more tries help an impostor."""


@dataclass(slots=True)
class IdentitySituation:
    """The identity step now under way.

    Attributes:
        tries_left: of this step; at 0 only a person can go on.
        decision: what the operator may decide, from the first failure on.
        since_s: when it was first seen waiting, session time; None before.
        model: that read the card; empty where none did.
        digits: to be read aloud among the gestures.
        light: what the screen sheds during the gestures.
        outline, outline_good: of the document before the camera, see `CardOutlined`.
    """

    stage: Stage | None = None
    hint: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    tries_left: int = TRIES
    state: str = "looking"
    challenge: Challenge | None = None
    done: int = 0
    total: int = 0
    decision: DecisionAsked | None = None
    since_s: float | None = None
    model: str = ""
    digits: str = ""
    light: LightPlan | None = None
    outline: Outline = ()
    outline_good: bool = False

    @property
    def waiting(self) -> bool:
        """Whether the candidate can only wait for the person who decides."""
        failed = self.state in {"not_matched", "not_passed"}
        return self.decision is not None and not (failed and self.tries_left > 0)


@dataclass(slots=True)
class PhoneSituation:
    """The step in which the code from the phone is typed.

    Attributes:
        asked_ns: when a new code was last asked for; None for never.
        sent: one was sent.
    """

    problem: Problem | None = None
    asking: bool = False
    asked_ns: MonotonicNs | None = None
    sent: bool = False


@dataclass(slots=True)
class DeviceSituation:
    """The devices as last heard of.

    Attributes:
        hears: languages in which the watcher understands digits, see `WatcherReady`.
        written: languages of the language pack that the screens have letters for.
    """

    states: dict[str, str] = field(
        default_factory=lambda: {"candidate": "missing", "room": "missing", "microphone": "missing"}
    )
    sources: dict[str, str] = field(default_factory=dict[str, str])
    pulse: RecorderPulse | None = None
    loudest_db: float = -120.0
    disk_free_bytes: int = 0
    disk_needed_bytes: int = 0
    online: bool = False
    outbox: tuple[OutboxItem, ...] = ()
    sends_from: str = ""
    may_send_now: bool = False
    newest: Observation | None = None
    alone_since_s: float | None = None
    parts_open: bool = False
    hears: tuple[Language, ...] = ()
    written: tuple[ScreenLanguage, ...] = ()

    @property
    def camera_sources(self) -> tuple[str, ...]:
        """Which sources the cameras in use have, as `CameraSpec` names them."""
        return tuple(self.sources.get(role, "") for role in ("candidate", "room"))

    @property
    def captured(self) -> bool:
        """Whether both picture and sound of the candidate get into the recording."""
        away = {"missing", "lost"}
        return self.parts_open and away.isdisjoint(
            {self.states["candidate"], self.states["microphone"]}
        )


@dataclass(slots=True)
class Situation:
    """All of it.

    Attributes:
        identity, phone: reset at every stage.
        devices: as last heard of.
        help_asked: the candidate called.
        problems: anything else for the operator.
        analyses_due: answers sent to the analyst and not back yet.
        receipt: of the session just sealed: HQ's code, digest, the candidate's text, and whether HQ
            countersigned.
    """

    identity: IdentitySituation = field(default_factory=IdentitySituation)
    phone: PhoneSituation = field(default_factory=PhoneSituation)
    devices: DeviceSituation = field(default_factory=DeviceSituation)
    help_asked: bool = False
    problems: tuple[Problem, ...] = ()
    receipt_code: str = ""
    receipt_digest: str = ""
    receipt_text: str = ""
    at_hq: bool = False
    sealed_session: SessionId | None = None
    done: set[AssignmentId] = field(default_factory=set[AssignmentId])
