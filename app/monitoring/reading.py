"""Reading from elsewhere: the eyes go along lines while the candidate speaks. Experimental, pure.

Lines of a text are read in a few rests of the eye to one side, then in one go back to the next
line's beginning. There is no footage of somebody who reads an answer out, so what it tells of real
reading is not known; wrongly it told one clip in 27 (docs/measurements-monitor.md). So the rule is
off unless the settings turn it on, and its alerts say no more than "look here".

Source: Rayner 1998, Psychological Bulletin 124: rests of 200-250 ms, a sweep back at
each line's end.
"""

from collections import deque

from app.domain.observation import Observation
from app.monitoring.settings import MonitorSettings
from app.monitoring.signs import CLEAR, Sign

_SPEAKS = 0.5
"""Share of the time since the last look in which somebody has to be heard."""


class ReadingEyes:
    """Remembers where the eyes went, and counts the lines they read."""

    def __init__(self, settings: MonitorSettings) -> None:
        """Nothing has been seen yet."""
        self._settings = settings
        self._gaze: deque[tuple[float, float]] = deque()

    def sign(self, observation: Observation, session_s: float) -> Sign | None:
        """What the look says; None where it says nothing (no eyes to see, nobody speaks).

        Args:
            observation: of the candidate's camera.
            session_s: its time.
        """
        face = observation.faces[0] if observation.faces else None
        if face is None or face.blink >= self._settings.shut_eyes:
            return None
        gaze = self._gaze
        gaze.append((session_s, face.gaze_x))
        while gaze[0][0] < session_s - self._settings.reading_window_s:
            gaze.popleft()
        if (observation.voice or 0.0) < _SPEAKS:
            return None
        lines = max(self._lines(1.0), self._lines(-1.0))
        if lines < self._settings.reading_lines:
            return CLEAR
        return Sign(1.0, min(1.0, lines / (2 * self._settings.reading_lines)))

    def _lines(self, side: float) -> int:
        """Sweeps back after at least two steps towards `side` (1: the person's left)."""
        lines, steps = 0, 0
        before: float | None = None
        for _, gaze_x in self._gaze:
            moved = 0.0 if before is None else side * (gaze_x - before)
            before = gaze_x
            if moved <= -self._settings.reading_sweep:
                lines += steps >= 2  # noqa: PLR2004 - one step and back is a glance
                steps = 0
            elif moved < 0.0:
                steps = 0
            else:
                steps += moved > 0.0
        return lines
