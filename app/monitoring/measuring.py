"""A script that the operator acts before the camera, and what the monitor made of it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.observation import Alert, AlertKind
from app.domain.statement import MEASURE_EVERY
from app.domain.timing import WallTime

EARLY_S, LATE_S = 1.0, 3.0
"""An alert belongs to an event when it overlaps it; by so much it may lie outside of it: people
begin late and labels are by eye, to half a second or so, and a rule may take seconds."""


@dataclass(frozen=True, slots=True)
class Expected:
    """An event that the monitor has to tell, in seconds from the start."""

    kind: AlertKind
    start_s: float
    end_s: float


def belongs(alert: Alert, event: Expected) -> bool:
    """Whether an alert tells of an event."""
    end_s = alert.start_s if alert.end_s is None else alert.end_s
    return alert.start_s <= event.end_s + LATE_S and end_s >= event.start_s - EARLY_S


@dataclass(frozen=True, slots=True)
class Act:
    """What the operator does for some seconds.

    Attributes:
        seconds: how long.
        zh, en: what to do.
        kind: what has to be told; None where nothing may be.
    """

    seconds: float
    zh: str
    en: str
    kind: AlertKind | None = None


_BACK = Act(9.0, "坐好，看着屏幕", "Sit down again and look at the screen")
SCRIPT = (
    Act(20.0, "坐好，看着屏幕，随意说几句", "Sit down, look at the screen, say something"),
    Act(7.0, "离开画面", "Leave the picture", "left_frame"),
    _BACK,
    Act(7.0, "把手机拿在胸前", "Hold a phone before your chest", "phone"),
    _BACK,
    Act(8.0, "把打开的书拿在胸前看", "Hold an open book before your chest and read", "notes"),
    _BACK,
    Act(10.0, "转头看旁边", "Turn your head aside", "looking_away"),
    _BACK,
    Act(7.0, "请另一人站到身旁", "Have somebody stand beside you", "second_person"),
    _BACK,
    Act(9.0, "用手捂住口鼻", "Cover mouth and nose with a hand", "face_covered"),
    _BACK,
    Act(6.0, "用手挡住摄像头", "Cover the lens with a hand", "camera_blocked"),
    _BACK,
    Act(10.0, "托着下巴，低头想一想", "Hold your chin, look down and think"),
    Act(10.0, "坐好，看着屏幕", "Look at the screen"),
)
"""Under three minutes. Each event is a little longer than its rule takes; between two of them
the rules close."""


@dataclass(frozen=True, slots=True)
class Acted:
    """One event of the script, and whether it was told."""

    kind: AlertKind
    told: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run of the script came to.

    Attributes:
        at: when.
        acted: the script's events, in order.
        false: kinds of the alerts that belong to none of them.
    """

    at: WallTime
    acted: tuple[Acted, ...]
    false: tuple[AlertKind, ...]

    @property
    def recall(self) -> float | None:
        """Told of the events acted; None for a script without any."""
        told = sum(each.told for each in self.acted)
        return round(told / len(self.acted), 3) if self.acted else None

    @property
    def precision(self) -> float | None:
        """Right of the alerts; None where there was none. An event told twice is right once."""
        right = sum(each.told for each in self.acted)
        told = right + len(self.false)
        return round(right / told, 3) if told else None

    def due(self, now: WallTime) -> bool:
        """Whether it is time to measure again."""
        return now - self.at > MEASURE_EVERY


def judged(script: Iterable[Act], alerts: Iterable[Alert], at: WallTime) -> Measured:
    """Compare what was told with what was acted.

    Args:
        script: as it was acted, from second 0 on.
        alerts: of that time.
        at: when it was measured.
    """
    events: list[Expected] = []
    begun_s = 0.0
    for act in script:
        if act.kind is not None:
            events.append(Expected(act.kind, begun_s, begun_s + act.seconds))
        begun_s += act.seconds
    found = tuple(alerts)

    def right(alert: Alert, event: Expected) -> bool:
        return alert.kind == event.kind and belongs(alert, event)

    acted = (Acted(e.kind, any(right(alert, e) for alert in found)) for e in events)
    false: list[AlertKind] = [
        alert.kind for alert in found if not any(right(alert, e) for e in events)
    ]
    return Measured(at, tuple(acted), tuple(false))
