"""Made-up faces that make gestures, look by look."""

import math
from collections.abc import Callable, Iterator

from app.domain.observation import SeenFace
from app.identity.continuity import LivenessSample

STEP_S = 0.04
AT_REST = {"yaw_deg": 3.0, "pitch_deg": -6.0, "blink": 0.1, "jaw_open": 0.05}
Path = Callable[[float], dict[str, float]]


def face(**changes: float) -> SeenFace:
    values = AT_REST | {"x": 0.4, "width": 0.2} | changes
    return SeenFace(
        box=(values["x"], 0.3, values["width"], values["width"] * 1.4),
        yaw_deg=values["yaw_deg"],
        pitch_deg=values["pitch_deg"],
        blink=values["blink"],
        jaw_open=values["jaw_open"],
        smile=0.0,
        gaze_x=0.0,
        gaze_down=0.0,
    )


def bump(at_s: float, start_s: float, length_s: float) -> float:
    inside = 0 <= at_s - start_s <= length_s
    return math.sin(math.pi * (at_s - start_s) / length_s) if inside else 0.0


MOVES: dict[str, tuple[str, float, float]] = {
    "blink": ("blink", 0.5, 0.25),
    "turn_left": ("yaw_deg", 30.0, 1.5),
    "turn_right": ("yaw_deg", -30.0, 1.5),
    "nod": ("pitch_deg", -15.0, 1.0),
    "open_mouth": ("jaw_open", 0.6, 1.0),
}


def moving(*moves: tuple[str, float]) -> Path:
    """A face that makes these moves, each beginning at its time."""

    def at(at_s: float) -> dict[str, float]:
        values: dict[str, float] = dict(AT_REST)
        for name, start_s in moves:
            value, height, length_s = MOVES[name]
            values[value] += height * bump(at_s, start_s, length_s)
        return values

    return at


def samples(path: Path, seconds: float, step_s: float = STEP_S) -> Iterator[LivenessSample]:
    for index in range(round(seconds / step_s)):
        at_s = index * step_s
        yield LivenessSample(100 + at_s, face(**path(at_s)), 0.9)
