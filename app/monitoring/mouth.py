"""Whether a mouth says nothing while somebody is heard. Pure.

Who speaks opens and shuts the jaw from look to look, and turns round with every syllable or two.
Who is silent holds it still; who smiles, chews once or pulls a face moves it, and holds it there.
"""

from collections import deque
from collections.abc import Sequence
from statistics import median

from app.domain.observation import SeenFace
from app.monitoring.settings import MonitorSettings


class Mouth:
    """Remembers the jaw over the last seconds, and over the last looks with a voice."""

    def __init__(self, settings: MonitorSettings) -> None:
        """Nothing has been seen yet."""
        self._settings = settings
        self._jaw: deque[tuple[float, float]] = deque()
        self._last: tuple[float, float] | None = None
        self._heard: deque[float] = deque(maxlen=settings.mouth_turn_looks)
        self._steps: deque[float] = deque(maxlen=settings.mouth_steps)
        self._heard_s = 0.0

    def says_nothing(self, face: SeenFace | None, session_s: float, *, heard: bool) -> bool | None:
        """Whether the mouth says nothing; None where it is not seen, or not for long enough.

        Args:
            face: of the candidate in the look; None where none was found.
            session_s: the look's time.
            heard: whether somebody spoke since the look before.
        """
        if face is None or abs(face.yaw_deg) > self._settings.mouth_yaw_deg:
            self._jaw.clear()
            self._last = None
            self._forget()
            return None
        self._follow(face.jaw_open, session_s, heard=heard)
        still = self._still(face.jaw_open, session_s)
        return still if still is not False else self._held() or self._hardly_turns()

    def _still(self, jaw_open: float, session_s: float) -> bool | None:
        """Whether the jaw stood still over the window; None before it has been seen for so long."""
        limits, jaw = self._settings, self._jaw
        jaw.append((session_s, jaw_open))
        while jaw[0][0] < session_s - limits.mouth_window_s:
            jaw.popleft()
        seen = [value for _, value in jaw]
        if max(seen) - min(seen) >= limits.jaw_moves:
            return False
        enough = len(jaw) >= limits.mouth_looks
        return True if enough else None

    def _follow(self, jaw_open: float, session_s: float, *, heard: bool) -> None:
        """Keep the jaw of the looks in which somebody was heard, and how far it went to them."""
        before, limits = self._last, self._settings
        if before is not None and session_s - before[0] < limits.mouth_step_s:
            return
        self._last = (session_s, jaw_open)
        if not heard:
            return
        if session_s - self._heard_s > limits.mouth_pause_s:
            self._forget()
        self._heard_s = session_s
        self._heard.append(jaw_open)
        if before is not None:
            self._steps.append(abs(jaw_open - before[1]))

    def _held(self) -> bool:
        """Whether the jaw moved in fewer than half of the looks in which somebody was heard."""
        enough = len(self._steps) == self._settings.mouth_steps
        return enough and median(self._steps) < self._settings.mouth_step

    def _hardly_turns(self) -> bool:
        """Whether the jaw went there and back less often than in speech."""
        limits = self._settings
        enough = len(self._heard) == limits.mouth_turn_looks
        return enough and turns(self._heard, limits.mouth_turn) < limits.mouth_turns

    def _forget(self) -> None:
        self._heard.clear()
        self._steps.clear()


def turns(values: Sequence[float], least: float) -> int:
    """How often a run of values turns round: up, then down by at least so much, or the reverse.

    Args:
        values: in order.
        least: a smaller change is none.
    """
    count, direction, extreme = 0, 0, values[0]
    for value in values:
        change = value - extreme
        if abs(change) >= least:
            now = 1 if change > 0 else -1
            count += direction not in (0, now)
            direction, extreme = now, value
        elif change * direction > 0:
            extreme = value
    return count
