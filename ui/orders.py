"""What a driver may be told to do, and what it tells: docs/driver.md."""

from dataclasses import dataclass

from pydantic import ConfigDict, TypeAdapter

from app.domain.messages import screen as m
from app.domain.screen_language import ScreenLanguage
from ui.translation import WindowName

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Click:
    """Press an item; `toggle` is the same for what has two states."""

    click: str
    window: WindowName = "candidate"
    __pydantic_config__ = _STRICT


@dataclass(frozen=True, slots=True)
class Toggle:
    """Press a tick box."""

    toggle: str
    window: WindowName = "candidate"
    __pydantic_config__ = _STRICT


@dataclass(frozen=True, slots=True)
class TypeText:
    """Click into an item and type: (item, text)."""

    type: tuple[str, str]
    window: WindowName = "candidate"
    __pydantic_config__ = _STRICT


@dataclass(frozen=True, slots=True)
class Screenshot:
    """Save a picture of a window as PNG."""

    screenshot: str
    window: WindowName = "candidate"
    __pydantic_config__ = _STRICT


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Press the language switch."""

    language: ScreenLanguage
    __pydantic_config__ = _STRICT


@dataclass(frozen=True, slots=True)
class Awaited:
    """What to wait for: a screen, or an item that can be pressed. Empty means whichever.

    Attributes:
        screen, phase, side, challenge, state: as announced; empty for any.
        number: as announced; -1 for any.
        read, waiting: as announced; None for any.
        item, window: an item that is shown and enabled.
        timeout_s: then it fails.
    """

    screen: str = ""
    phase: str = ""
    side: str = ""
    challenge: str = ""
    state: str = ""
    number: int = -1
    read: bool | None = None
    waiting: bool | None = None
    item: str = ""
    window: WindowName = "candidate"
    timeout_s: float = 30.0
    __pydantic_config__ = _STRICT


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait."""

    wait: Awaited
    __pydantic_config__ = _STRICT


@dataclass(frozen=True, slots=True)
class Watch:
    """Tell everything that both windows are shown from now on, and what they show now."""

    watch: bool
    __pydantic_config__ = _STRICT


Order = Click | Toggle | TypeText | Screenshot | ChooseLanguage | Wait | Watch
ORDERS: TypeAdapter[Order] = TypeAdapter(Order)


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the candidate's window shows now, for the driver."""

    screen: str
    phase: str = ""
    number: int = 0
    side: str = ""
    challenge: str = ""
    state: str = ""
    read: bool = False
    waiting: bool = False
    practice: bool = False
    language: str = ""


def announcement(shown: m.ShowCandidate) -> Announcement:
    """The few facts a driver acts on."""
    screen = shown.screen
    known: dict[str, object] = {"screen": screen.kind, "language": shown.language}
    match screen:
        case m.QuestionScreen():
            known |= {"phase": screen.phase, "number": screen.number, "practice": screen.practice}
        case m.SavedScreen():
            known |= {"number": screen.number, "practice": screen.practice}
        case m.BriefingScreen():
            known |= {"phase": screen.part, "practice": screen.part == "practice"}
        case m.CardScreen():
            known |= {"side": screen.side, "read": bool(screen.fields)}
        case m.LivenessScreen():
            known |= {"challenge": screen.challenge or "", "state": screen.state}
        case m.FaceScreen():
            known["state"] = screen.state
        case m.RoomScreen():
            known["state"] = "ready" if screen.ready else "checking"
        case m.SealingScreen():
            known["state"] = screen.step
        case m.ReceiptScreen():
            known["state"] = "at_hq" if screen.at_hq else "sealed"
        case _:
            pass
    known["waiting"] = bool(getattr(screen, "waiting_for_operator", False))
    return TypeAdapter(Announcement).validate_python(known)


def fits(awaited: Awaited, now: Announcement) -> bool:
    """Whether the screen shown is the one waited for."""
    words = ("screen", "phase", "side", "challenge", "state")
    flags = ("read", "waiting")
    return (
        all(getattr(awaited, key) in {"", getattr(now, key)} for key in words)
        and all(getattr(awaited, key) in {None, getattr(now, key)} for key in flags)
        and awaited.number in {-1, now.number}
    )
