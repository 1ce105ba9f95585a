"""What can happen to an interview; past tense. `at_s` is session time in seconds."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LanguageConfirmed:
    """The candidate chose a language and began."""

    at_s: float
    kind: Literal["language_confirmed"] = "language_confirmed"


@dataclass(frozen=True, slots=True)
class StepPassed:
    """A check passed by itself: the invitation, a card side, the face match, liveness."""

    at_s: float
    kind: Literal["step_passed"] = "step_passed"


@dataclass(frozen=True, slots=True)
class StepOverridden:
    """A person let a check pass and gave a reason."""

    at_s: float
    reason: str
    kind: Literal["step_overridden"] = "step_overridden"


@dataclass(frozen=True, slots=True)
class StepRefused:
    """A person ended the interview at check-in: not the right person, wrong day."""

    at_s: float
    kind: Literal["step_refused"] = "step_refused"


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """The required items were given; `face` and `analysis` say which optional ones too."""

    at_s: float
    face: bool
    analysis: bool
    kind: Literal["consent_given"] = "consent_given"


@dataclass(frozen=True, slots=True)
class Continued:
    """The candidate went on."""

    at_s: float
    kind: Literal["continued"] = "continued"


@dataclass(frozen=True, slots=True)
class TimeRanOut:
    """The stage's countdown ended (made by the machine itself out of `Ticked`)."""

    at_s: float
    kind: Literal["time_ran_out"] = "time_ran_out"


@dataclass(frozen=True, slots=True)
class Ticked:
    """Time went by."""

    at_s: float
    kind: Literal["ticked"] = "ticked"


@dataclass(frozen=True, slots=True)
class ReplySent:
    """The right to reply was used or declined."""

    at_s: float
    kind: Literal["reply_sent"] = "reply_sent"


@dataclass(frozen=True, slots=True)
class SessionSealed:
    """The bundle is whole and in the outbox."""

    at_s: float
    kind: Literal["session_sealed"] = "session_sealed"


@dataclass(frozen=True, slots=True)
class Faulted:
    """Something that is not the candidate's doing stopped the interview (or the operator did).

    Attributes:
        since_s: when it began, if that was before it was known; it is credited from then.
    """

    at_s: float
    cause: str
    since_s: float | None = None
    kind: Literal["faulted"] = "faulted"


@dataclass(frozen=True, slots=True)
class DeviceLost:
    """A device is lost that may yet come back; if it does not in time, `Faulted` follows.

    Attributes:
        since_s: when the last good picture or sound came from it.
        cause: that it will be credited with.
    """

    at_s: float
    since_s: float
    cause: str
    kind: Literal["device_lost"] = "device_lost"


@dataclass(frozen=True, slots=True)
class DeviceBack:
    """Every device that was lost is there again, or a spare one is."""

    at_s: float
    kind: Literal["device_back"] = "device_back"


@dataclass(frozen=True, slots=True)
class FaultCleared:
    """The cause has gone."""

    at_s: float
    kind: Literal["fault_cleared"] = "fault_cleared"


@dataclass(frozen=True, slots=True)
class Resumed:
    """The kiosk was started again with this interview open, or stood still; `gap_s` were lost.

    Attributes:
        unsure: no clock can tell how long it was, or the person went to another kiosk meanwhile;
            then somebody else may have sat down.
    """

    at_s: float
    gap_s: float
    cause: str
    unsure: bool = False
    kind: Literal["resumed"] = "resumed"


@dataclass(frozen=True, slots=True)
class PortraitForgotten:
    """The portrait that the face is compared with went with the process that kept it."""

    at_s: float
    kind: Literal["portrait_forgotten"] = "portrait_forgotten"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The candidate took the consent back or did not give it."""

    at_s: float
    kind: Literal["withdrawn"] = "withdrawn"


Event = (
    LanguageConfirmed
    | StepPassed
    | StepOverridden
    | StepRefused
    | ConsentGiven
    | Continued
    | TimeRanOut
    | Ticked
    | ReplySent
    | SessionSealed
    | Faulted
    | DeviceLost
    | DeviceBack
    | FaultCleared
    | Resumed
    | PortraitForgotten
    | Withdrawn
)
