"""A voice that is not the candidate's. Pure.

Somebody speaks while the candidate's mouth stands still, or moves as no speaking mouth does: the
sound only says that somebody speaks, the picture how the jaw moves. Who speaks opens and shuts it
from look to look; who smiles or pulls a face moves it once and holds it. Or the voice is unlike the
one that the candidate has answered with, where that is known: then it is told whatever the mouth
does.
"""

from collections import deque
from statistics import median

from app.domain.observation import Observation, SeenFace
from app.monitoring.settings import MonitorSettings
from app.monitoring.signs import CLEAR, Sign


class SecondVoice:
    """Remembers mouth and voice over the last seconds; says what a look means for the rule."""

    def __init__(self, settings: MonitorSettings) -> None:
        """Nothing has been seen or heard yet."""
        self._settings = settings
        self._jaw: deque[tuple[float, float]] = deque()
        self._steps: deque[float] = deque(maxlen=settings.mouth_steps)
        self._stepped: tuple[float, float] | None = None
        self._heard_s = 0.0
        self._compared: tuple[float, float] | None = None

    def sign(self, observation: Observation, session_s: float) -> Sign | None:
        """What the look says; None when nothing can be said: nobody listened, or no mouth to see.

        Args:
            observation: of the candidate's camera.
            session_s: its time.
        """
        still = self._mouth(observation, session_s)
        other = self._other(observation, session_s)
        if observation.voice is None or (still is None and other is None):
            return None
        heard = observation.voice >= self._settings.voice_share
        return Sign(1.0, observation.voice) if heard and (still or other) else CLEAR

    def _other(self, observation: Observation, session_s: float) -> bool | None:
        """Whether the voice is another; None where it was not compared lately."""
        if observation.voice_likeness is not None:
            self._compared = (session_s, observation.voice_likeness)
        if self._compared is None or self._compared[0] < session_s - self._settings.voice_holds_s:
            return None
        return self._compared[1] < self._settings.same_voice

    def _mouth(self, observation: Observation, session_s: float) -> bool | None:
        """Whether the mouth says nothing; None where it cannot be seen, or not for long enough."""
        face = observation.faces[0] if observation.faces else None
        if face is None or abs(face.yaw_deg) > self._settings.mouth_yaw_deg:
            self._jaw.clear()
            self._steps.clear()
            self._stepped = None
            return None
        heard = observation.voice is not None and observation.voice >= self._settings.voice_share
        self._follow(face.jaw_open, session_s, heard=heard)
        still = self._still(face, session_s)
        return still if still is not False else self._silent()

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

    def _follow(self, jaw_open: float, session_s: float, *, heard: bool) -> None:
        """Keep how far the jaw went from look to look while somebody was heard."""
        before, limits = self._stepped, self._settings
        if before is not None and session_s - before[0] < limits.mouth_step_s:
            return
        self._stepped = (session_s, jaw_open)
        if not heard:
            return
        if session_s - self._heard_s > limits.mouth_pause_s:
            self._steps.clear()
        self._heard_s = session_s
        if before is not None:
            self._steps.append(abs(jaw_open - before[1]))

    def _silent(self) -> bool:
        """Whether the jaw moved in fewer than half of the looks in which somebody was heard."""
        enough = len(self._steps) == self._settings.mouth_steps
        return enough and median(self._steps) < self._settings.mouth_step
