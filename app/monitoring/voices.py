"""A voice that is not the candidate's. Pure.

Somebody speaks while the candidate's mouth says nothing: the sound only says that somebody speaks,
the picture whether the jaw moves with it. Or the voice is unlike the one that the candidate has
answered with, where that is known: then it is told whatever the mouth does.
"""

from app.domain.observation import Observation
from app.monitoring.mouth import Mouth
from app.monitoring.settings import MonitorSettings
from app.monitoring.signs import CLEAR, Sign


class SecondVoice:
    """Remembers mouth and voice over the last seconds; says what a look means for the rule."""

    def __init__(self, settings: MonitorSettings) -> None:
        """Nothing has been seen or heard yet."""
        self._settings = settings
        self._mouth = Mouth(settings)
        self._compared: tuple[float, float] | None = None

    def sign(self, observation: Observation, session_s: float) -> Sign | None:
        """What the look says; None when nothing can be said: nobody listened, or no mouth to see.

        Args:
            observation: of the candidate's camera.
            session_s: its time.
        """
        voice = observation.voice
        heard = voice is not None and voice >= self._settings.voice_share
        face = observation.faces[0] if observation.faces else None
        silent = self._mouth.says_nothing(face, session_s, heard=heard)
        other = self._other(observation, session_s)
        if voice is None or (silent is None and other is None):
            return None
        return Sign(1.0, voice) if heard and (silent or other) else CLEAR

    def _other(self, observation: Observation, session_s: float) -> bool | None:
        """Whether the voice is another; None where it was not compared lately."""
        if observation.voice_likeness is not None:
            self._compared = (session_s, observation.voice_likeness)
        if self._compared is None or self._compared[0] < session_s - self._settings.voice_holds_s:
            return None
        return self._compared[1] < self._settings.same_voice
