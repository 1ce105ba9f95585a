"""The live rules: what was seen, look by look, into alerts that open and close.

Each rule is a charge that fills while the thing is seen and drains, half as fast, while it is not;
full opens the alert, backdated to the first look that showed it. It closes when the thing has been
gone for a while. The rules advance in fixed steps, so that they do the same at two looks a second
as at thirty; between two looks that disagree, half of the time counts. An alert stops nothing and
scores nothing: it shows a person where to look.

Source: the shape of openpilot's driver monitoring (awareness that drains and recovers per step).
"""

from dataclasses import dataclass, replace

from app.domain.media import CameraRole
from app.domain.observation import Alert, AlertKind, Observation, SeenFace
from app.monitoring.rest import Rest
from app.monitoring.settings import AlertTimes, MonitorSettings

DRAIN = 0.5
"""How fast a charge drains, of how fast it fills: a detector that misses every third look of a
phone still fills it."""

_TINY = 1e-9
"""Steps of a tenth do not add up exactly."""

PHONE_LABEL, PERSON_LABEL = "cell phone", "person"


@dataclass(frozen=True, slots=True)
class Sign:
    """What one look says about one rule.

    Attributes:
        weight: 0 when it does not show the thing, otherwise how fast the charge fills, up to 1.
        confidence: 0..1, how sure this look is.
    """

    weight: float
    confidence: float


CLEAR = Sign(0.0, 0.0)


class Monitor:
    """All rules over both cameras. Pure: the same looks always give the same alerts."""

    def __init__(self, settings: MonitorSettings | None = None) -> None:
        """Nothing has been seen yet."""
        self._settings = settings or MonitorSettings()
        self._tracks: dict[tuple[AlertKind, CameraRole], _Track] = {}
        self._last_face: SeenFace | None = None
        self._rest = Rest(self._settings)

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
        signs = signs_of(observation, self._settings, self._last_face)
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

    def _blind(self, camera: CameraRole) -> None:
        """Time in which a camera sees nothing counts for no other rule."""
        for (kind, of), track in self._tracks.items():
            if of == camera and kind != "camera_blocked":
                track.skip()

    def _track(self, kind: AlertKind, camera: CameraRole) -> "_Track":
        if (kind, camera) not in self._tracks:
            times: dict[AlertKind, AlertTimes] = {
                "left_frame": self._settings.left_frame,
                "second_person": self._settings.second_person,
                "different_person": self._settings.different_person,
                "phone": self._settings.phone,
                "looking_away": self._settings.looking_away,
                "camera_blocked": self._settings.camera_blocked,
            }
            self._tracks[kind, camera] = _Track(kind, camera, times[kind], self._settings)
        return self._tracks[kind, camera]


def signs_of(
    observation: Observation, settings: MonitorSettings, last_face: SeenFace | None = None
) -> tuple[tuple[AlertKind, Sign], ...]:
    """What one look says, for each rule that it says anything about.

    A blocked camera says nothing else; a look without the object model says nothing about phones;
    the room's camera says nothing about where the candidate's face is.

    Args:
        observation: the look.
        settings: the thresholds.
        last_face: the candidate's face when it was last seen, if ever.
    """
    if is_blocked(observation, settings):
        return (("camera_blocked", Sign(1.0, 1.0)),)
    signs: list[tuple[AlertKind, Sign]] = [("camera_blocked", CLEAR)]
    signs.append(("second_person", _second_person(observation.faces, settings)))
    if observation.likeness is not None:
        unlike = observation.likeness < settings.same_person
        signs.append(("different_person", Sign(1.0, 1.0) if unlike else CLEAR))
    if observation.objects is not None:
        scores = [seen.score for seen in observation.objects if seen.label == PHONE_LABEL]
        best = max(scores, default=0.0)
        signs.append(("phone", Sign(1.0, best) if best >= settings.phone_score else CLEAR))
    if observation.camera == "candidate":
        signs += _whereabouts(observation, settings, last_face)
    return tuple(signs)


def is_blocked(observation: Observation, settings: MonitorSettings) -> bool:
    """Whether the picture shows nothing: flat; or too dark or too bright, without a face in it."""
    if observation.structure < settings.flat_below:
        return True
    if observation.faces:
        return False
    dark = observation.brightness < settings.dark_below
    bright = observation.brightness > settings.bright_above
    return dark or bright


def _whereabouts(
    observation: Observation, settings: MonitorSettings, last_face: SeenFace | None
) -> list[tuple[AlertKind, Sign]]:
    """Gone, or turned away: a face lost out of a turned head is likely still there.

    A person without a face looks elsewhere: the landmarker loses profiles.
    """
    if observation.faces:
        away = _looking_away(observation.faces[0], settings)
        return [("left_frame", CLEAR), ("looking_away", away)]
    person = _person(observation, settings)
    if person is not None:
        return [("left_frame", CLEAR), ("looking_away", Sign(1.0, person))]
    if last_face is None or not _turned_inside(last_face, settings):
        return [("left_frame", Sign(1.0, 1.0)), ("looking_away", CLEAR)]
    weight = settings.turned_weight
    return [("left_frame", Sign(weight, weight)), ("looking_away", Sign(1.0, weight))]


def _person(observation: Observation, settings: MonitorSettings) -> float | None:
    """The score of a person who is there; None for nobody, or when none was looked for."""
    scores = [
        seen.score
        for seen in observation.objects or ()
        if seen.label == PERSON_LABEL
        and seen.score >= settings.person_score
        and seen.box[3] >= settings.person_height
    ]
    return max(scores, default=None)


def _turned_inside(face: SeenFace, settings: MonitorSettings) -> bool:
    left, _, width, _ = face.box
    inside = left > settings.edge and left + width < 1 - settings.edge
    turned = abs(face.yaw_deg) > settings.turned_yaw_deg
    return inside and (turned or face.pitch_deg < settings.turned_pitch_deg)


def _second_person(faces: tuple[SeenFace, ...], settings: MonitorSettings) -> Sign:
    wide = [face for face in faces if face.box[2] >= settings.second_face_width]
    return Sign(1.0, 1.0) if len(wide) > 1 else CLEAR


def _looking_away(face: SeenFace, settings: MonitorSettings) -> Sign:
    eyes_open = face.blink < settings.shut_eyes
    if abs(face.yaw_deg) > settings.away_yaw_deg:
        return Sign(1.0, 1.0)
    sight_deg = face.yaw_deg + settings.eye_deg * face.gaze_x
    uneven = abs(sight_deg) > settings.eye_deg * settings.away_gaze
    if eyes_open and uneven and abs(face.gaze_x) > settings.away_gaze:
        return Sign(1.0, min(1.0, abs(face.gaze_x)))
    down = face.pitch_deg < settings.down_pitch_deg
    if down or (eyes_open and face.gaze_down > settings.down_gaze):
        return Sign(settings.down_weight, settings.down_weight)
    return CLEAR


@dataclass(slots=True)
class _Build:
    """What a rule has gathered since the first look that showed the thing.

    Attributes:
        open: the alert is open.
        charge_s: how full, up to the rule's `opens_after_s`.
        gone_s: how long it has been gone without a break.
        first_s, seen_s: session time of the first and the last look that showed it.
        looks, looks_seen: looks since the first, now and at `seen_s`.
        shown: looks that showed it.
        sure: sum of their confidences.
    """

    open: bool = False
    charge_s: float = 0.0
    gone_s: float = 0.0
    first_s: float = 0.0
    seen_s: float = 0.0
    looks: int = 0
    looks_seen: int = 0
    shown: int = 0
    sure: float = 0.0


class _Track:
    """One rule on one camera."""

    def __init__(
        self, kind: AlertKind, camera: CameraRole, times: AlertTimes, settings: MonitorSettings
    ) -> None:
        self._kind: AlertKind = kind
        self._camera: CameraRole = camera
        self._times = times
        self._settings = settings
        self._last: tuple[float, Sign] | None = None
        self._left_over_s = 0.0
        self._build = _Build()

    def step(self, sign: Sign, session_s: float) -> Alert | None:
        """Take one look; the alert when it opens or closes with it."""
        before_s, before = self._last or (session_s, sign)
        if session_s < before_s:
            return None
        self._last = (session_s, sign)
        self._note(sign, session_s)
        self._advance(min(session_s - before_s, self._settings.longest_gap_s), before, sign)
        return self._changed(sign)

    def skip(self) -> None:
        """Nothing could be seen: the time up to the next look is not counted."""
        self._last = None

    def close(self, session_s: float) -> Alert | None:
        """Close an open alert because nobody watches any more."""
        alert = self._alert(session_s) if self._build.open else None
        self._build = _Build()
        return alert

    def _note(self, sign: Sign, session_s: float) -> None:
        build = self._build
        if sign.weight > 0:
            build.first_s = build.first_s if build.shown else session_s
            build.seen_s = session_s
            build.shown += 1
            build.sure += sign.confidence
            build.looks_seen = build.looks + 1
        if build.shown:
            build.looks += 1

    def _advance(self, elapsed_s: float, before: Sign, now: Sign) -> None:
        fill = (before.weight + now.weight) / 2
        empty = ((before.weight == 0) + (now.weight == 0)) / 2
        gone = now.weight == 0 and before.weight == 0
        build, step_s = self._build, self._settings.step_s
        self._left_over_s += elapsed_s
        while self._left_over_s >= step_s - _TINY:
            self._left_over_s -= step_s
            charge = build.charge_s + step_s * (fill - DRAIN * empty)
            build.charge_s = min(max(0.0, charge), self._times.opens_after_s)
            build.gone_s = build.gone_s + step_s if gone else 0.0
        if now.weight == 0 and build.charge_s <= 0 and not build.open:
            self._build = _Build()

    def _changed(self, sign: Sign) -> Alert | None:
        build = self._build
        if build.open and build.gone_s >= self._times.closes_after_s - _TINY:
            alert = self._alert(build.seen_s)
            self._build = _Build()
            return alert
        full = build.charge_s >= self._times.opens_after_s - _TINY
        enough = full and build.shown >= self._times.least_looks
        if enough and not build.open and sign.weight > 0:
            build.open = True
            return self._alert(None)
        return None

    def _alert(self, end_s: float | None) -> Alert:
        """Confidence: the looks' own, over all looks from the first to the last that showed it."""
        build = self._build
        end = None if end_s is None else round(max(build.first_s, end_s), 2)
        confidence = round(build.sure / max(1, build.looks_seen), 3)
        return Alert(self._kind, round(build.first_s, 2), end, confidence, self._camera)
