"""The live rules: what was seen, look by look, into alerts that open and close.

Each rule is a charge that fills while the thing is seen and drains, half as fast, while it is not;
full opens the alert, backdated to the first look that showed it. It closes when the thing has been
gone for a while. The rules advance in fixed steps, so that they do the same at two looks a second
as at thirty; between two looks that disagree, half of the time counts. An alert stops nothing and
scores nothing: it shows a person where to look.

Source: the shape of openpilot's driver monitoring (awareness that drains and recovers per step).
"""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.media import CameraRole
from app.domain.observation import Alert, AlertKind, Observation, SeenFace
from app.monitoring.covers import FaceCover
from app.monitoring.reading import ReadingEyes
from app.monitoring.rest import Rest
from app.monitoring.settings import NOTES, READS_ELSEWHERE, AlertTimes, MonitorSettings
from app.monitoring.signs import Sign, is_blocked, signs_of
from app.monitoring.tracks import Track
from app.monitoring.voices import SecondVoice


class Monitor:
    """All rules over both cameras. Pure: the same looks always give the same alerts."""

    def __init__(self, settings: MonitorSettings | None = None) -> None:
        """Nothing has been seen yet."""
        self._settings = settings or MonitorSettings()
        self._tracks: dict[tuple[AlertKind, CameraRole], Track] = {}
        self._last_face: SeenFace | None = None
        self._rest = Rest(self._settings)
        self._voices = SecondVoice(self._settings)
        self._eyes = ReadingEyes(self._settings)
        self._cover = FaceCover(self._settings)

    def step(self, observation: Observation, session_s: float) -> tuple[Alert, ...]:
        """Take one look.

        Args:
            observation: what was seen.
            session_s: when, in seconds from the session's start; not earlier than the last one
                of the same camera (such a look is ignored).

        Returns:
            The alerts that this look opened (`end_s` None) or closed.
        """
        changed: list[Alert] = []
        if observation.camera == "candidate" and observation.faces:
            self._rest.take(observation.faces[0])
            own = self._rest.from_rest(observation.faces[0])
            observation = replace(observation, faces=(own, *observation.faces[1:]))
        signs = list(signs_of(observation, self._settings, self._last_face))
        if observation.camera == "candidate":
            signs += self._over_time(observation, session_s)
        if observation.camera == "candidate" and observation.faces:
            self._last_face = observation.faces[0]
        if is_blocked(observation, self._settings):
            self._blind(observation.camera)
        for kind, sign in signs:
            track = self._track(kind, observation.camera)
            alert = track.step(sign, session_s)
            if alert is not None:
                changed.append(alert)
        return tuple(changed)

    def finish(self, session_s: float) -> tuple[Alert, ...]:
        """Close what is open: nobody watches any more."""
        closed = [track.close(session_s) for track in self._tracks.values()]
        return tuple(alert for alert in closed if alert is not None)

    def _over_time(
        self, observation: Observation, session_s: float
    ) -> Iterator[tuple[AlertKind, Sign]]:
        """What a look says together with those of the last seconds."""
        voice = self._voices.sign(observation, session_s)
        if voice is not None:
            yield "second_voice", voice
        cover = self._cover.sign(observation, session_s)
        if cover is not None:
            yield "face_covered", cover
        if self._settings.reads_elsewhere is not None:
            reading = self._eyes.sign(observation, session_s)
            if reading is not None:
                yield "reads_elsewhere", reading

    def _blind(self, camera: CameraRole) -> None:
        """Time in which a camera sees nothing counts for no other rule."""
        for (kind, of), track in self._tracks.items():
            if of == camera and kind != "camera_blocked":
                track.skip()

    def _track(self, kind: AlertKind, camera: CameraRole) -> Track:
        if (kind, camera) not in self._tracks:
            times: dict[AlertKind, AlertTimes] = {
                "left_frame": self._settings.left_frame,
                "second_person": self._settings.second_person,
                "different_person": self._settings.different_person,
                "phone": self._settings.phone,
                "notes": self._settings.notes or NOTES,
                "looking_away": self._settings.looking_away,
                "face_covered": self._settings.face_covered,
                "camera_blocked": self._settings.camera_blocked,
                "second_voice": self._settings.second_voice,
                "reads_elsewhere": self._settings.reads_elsewhere or READS_ELSEWHERE,
            }
            self._tracks[kind, camera] = Track(kind, camera, times[kind], self._settings)
        return self._tracks[kind, camera]
