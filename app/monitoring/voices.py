"""A voice that is not the candidate's: somebody speaks while their mouth stands still. Pure.

No voice is recognised and none is compared: the sound only says that somebody speaks, the picture
that the jaw moves. Who speaks while the candidate speaks too is not told so.
"""

from collections import deque

from app.domain.observation import Observation, SeenFace
from app.monitoring.settings import MonitorSettings
from app.monitoring.signs import CLEAR, Sign


class StillMouth:
    """Remembers the mouth over the last second, and says what a look means for `second_voice`."""

    def __init__(self, settings: MonitorSettings) -> None:
        """Nothing has been seen yet."""
        self._settings = settings
        self._jaw: deque[tuple[float, float]] = deque()

    def sign(self, observation: Observation, session_s: float) -> Sign | None:
        """What the look says; None when nothing can be said: nobody listened, or no mouth to see.

        Args:
            observation: of the candidate's camera.
            session_s: its time.
        """
        face = observation.faces[0] if observation.faces else None
        if face is None or abs(face.yaw_deg) > self._settings.mouth_yaw_deg:
            self._jaw.clear()
            return None
        still = self._still(face, session_s)
        if observation.voice is None or still is None:
            return None
        heard = observation.voice >= self._settings.voice_share
        return Sign(1.0, observation.voice) if heard and still else CLEAR

    def _still(self, face: SeenFace, session_s: float) -> bool | None:
        """Whether the jaw stood still over the window; None before it has been seen for so long."""
        limits, jaw = self._settings, self._jaw
        jaw.append((session_s, face.jaw_open))
        while jaw[0][0] < session_s - limits.mouth_window_s:
            jaw.popleft()
        seen = [value for _, value in jaw]
        if max(seen) - min(seen) >= limits.jaw_moves:
            return False
        enough = len(jaw) >= limits.mouth_looks
        return True if enough else None
