"""A face that was bare is covered from now on. Pure.

Who wears a mask, dark glasses or a veil from the start has nothing told of it: only what is put
before a face that has been seen bare counts.
"""

from collections import deque

from app.domain.observation import Observation
from app.monitoring.settings import MonitorSettings
from app.monitoring.signs import CLEAR, Sign, is_dark


class FaceCover:
    """Stepped with each look of the candidate's camera.

    A single look is not sure enough, and which way it errs lasts for a moment only: it is the mean
    of the last looks that says whether the face is covered.
    """

    def __init__(self, settings: MonitorSettings) -> None:
        """Nothing has been seen yet."""
        self._settings = settings
        self._looks: deque[tuple[float, float]] = deque()
        self._bare_looks = 0

    def sign(self, observation: Observation, session_s: float) -> Sign | None:
        """What the last looks say; None where the face cannot be judged, or was never seen bare.

        Args:
            observation: the look.
            session_s: when, in seconds from the session's start.
        """
        if observation.covered is None or is_dark(observation, self._settings):
            return None
        self._looks.append((session_s, observation.covered))
        while self._looks[0][0] < session_s - self._settings.cover_window_s:
            self._looks.popleft()
        odds = sum(each for _, each in self._looks) / len(self._looks)
        if self._bare_looks < self._settings.bare_looks:
            self._bare_looks = self._bare_looks + 1 if odds < self._settings.bare_odds else 0
            return None
        return Sign(1.0, 1.0) if odds > self._settings.cover_odds else CLEAR
