"""A face that was bare is covered from now on. Pure.

Who wears a mask, dark glasses or a veil from the start has nothing told of it: only what is put
before a face that has been seen bare counts.
"""

from collections import deque

from app.domain.observation import Observation
from app.monitoring.settings import MonitorSettings
from app.monitoring.signs import CLEAR, Sign, is_dark


class FaceCover:
    """Stepped with each look of the candidate's camera."""

    def __init__(self, settings: MonitorSettings) -> None:
        """Nothing has been seen yet."""
        self._settings = settings
        self._looks: deque[bool] = deque(maxlen=settings.bare_looks)
        self._bare = False

    def sign(self, observation: Observation) -> Sign | None:
        """What the look says; None where the face cannot be judged, or was never seen bare."""
        if observation.covered is None or is_dark(observation, self._settings):
            return None
        self._looks.append(observation.covered)
        full = len(self._looks) == self._settings.bare_looks
        self._bare = self._bare or (full and sum(self._looks) <= self._settings.bare_slips)
        if not self._bare:
            return None
        return Sign(1.0, 1.0) if observation.covered else CLEAR
