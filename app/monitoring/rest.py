"""How a person holds head and eyes while looking ahead: what looking away is measured against."""

from dataclasses import replace
from statistics import median

from app.domain.observation import SeenFace
from app.monitoring.settings import MonitorSettings


class Rest:
    """How this person in this seat holds head and eyes while looking ahead."""

    def __init__(self, settings: MonitorSettings) -> None:
        """Nothing is known yet."""
        self._settings = settings
        self._yaw: list[float] = []
        self._gaze: list[float] = []

    def take(self, face: SeenFace) -> None:
        """Take a look of the first seconds."""
        limits = self._settings
        ahead = abs(face.yaw_deg) <= limits.rest_yaw_deg and abs(face.gaze_x) <= limits.rest_gaze
        if len(self._yaw) < limits.rest_looks and ahead and face.blink < limits.shut_eyes:
            self._yaw.append(face.yaw_deg)
            self._gaze.append(face.gaze_x)

    def from_rest(self, face: SeenFace) -> SeenFace:
        """The face as it would be seen with its rest at zero; as it is before that is known."""
        if len(self._yaw) < self._settings.rest_looks:
            return face
        yaw, gaze = median(self._yaw), median(self._gaze)
        return replace(face, yaw_deg=face.yaw_deg - yaw, gaze_x=face.gaze_x - gaze)
