"""What one look says about each rule. Pure."""

from dataclasses import dataclass

from app.domain.observation import AlertKind, Observation, SeenFace, SeenObject
from app.monitoring.settings import MonitorSettings

STRUCTURE_WIDTH_PX = 64
"""Of the picture whose structure is measured: a pixel there is the mean of many with noise."""
PHONE_LABEL, LOOKALIKE_LABEL, PERSON_LABEL = "cell phone", "remote", "person"
NOTES_LABELS, PAPERS_LABEL = frozenset({"book", "laptop"}), "papers"


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
        best = _phone(observation, settings)
        signs.append(("phone", CLEAR if best is None else Sign(1.0, best)))
        if settings.notes is not None and observation.camera == "candidate":
            signs.append(("notes", _notes(observation.objects, settings)))
    if observation.camera == "candidate":
        signs += _whereabouts(observation, settings, last_face)
    return tuple(signs)


def is_blocked(observation: Observation, settings: MonitorSettings) -> bool:
    """Whether the picture shows nothing: flat; or too dark or too bright, without a face in it."""
    if _is_flat(observation, settings):
        return True
    if observation.faces:
        return False
    dark = observation.brightness < settings.dark_below
    bright = observation.brightness > settings.bright_above
    return dark or bright


def noise_share(observation: Observation) -> float:
    """The sensor's noise over the mean brightness."""
    return observation.noise / max(1.0, observation.brightness)


def face_px(observation: Observation, face: SeenFace) -> float:
    """Width of a face in pixels of the picture looked at."""
    return face.box[2] * observation.width_px


def is_dark(observation: Observation, settings: MonitorSettings) -> bool:
    """Whether the picture has too much noise for its light."""
    return noise_share(observation) > settings.noisy_share


def _is_flat(observation: Observation, settings: MonitorSettings) -> bool:
    """In the dark the noise's own part is taken off first: a wall shows less than by day.

    Not in a picture so dark that nothing is seen in it anyhow (a covered lens: 3 to 6 of 255; a dim
    room: 40 and more).
    """
    if observation.brightness < settings.dark_below or not is_dark(observation, settings):
        return observation.structure < settings.flat_below
    noise = observation.noise * STRUCTURE_WIDTH_PX / max(1, observation.width_px)
    return observation.structure**2 - noise**2 < settings.flat_dark**2


def _whereabouts(
    observation: Observation, settings: MonitorSettings, last_face: SeenFace | None
) -> list[tuple[AlertKind, Sign]]:
    """Gone, or turned away: a face lost out of a turned head is likely still there.

    A person without a face looks elsewhere: the landmarker loses profiles.
    """
    tells = _tells_where(observation, settings, last_face)
    if observation.faces:
        if not tells:
            return [("left_frame", CLEAR)]
        away = _looking_away(observation.faces[0], settings)
        return [("left_frame", CLEAR), ("looking_away", away)]
    person = _person(observation, settings)
    if person is not None and not tells:
        return [("left_frame", CLEAR)]
    if person is not None:
        return [("left_frame", CLEAR), ("looking_away", Sign(1.0, person))]
    if last_face is None or not _turned_inside(last_face, settings):
        return [("left_frame", Sign(1.0, 1.0)), ("looking_away", CLEAR)]
    weight = settings.turned_weight
    return [("left_frame", Sign(weight, weight)), ("looking_away", Sign(1.0, weight))]


def _tells_where(
    observation: Observation, settings: MonitorSettings, last_face: SeenFace | None
) -> bool:
    """Whether face and person tell where somebody looks: not one who is small in the dark."""
    face = observation.faces[0] if observation.faces else last_face
    if not is_dark(observation, settings):
        return True
    return face is not None and face_px(observation, face) >= settings.small_face_px


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


def _phone(observation: Observation, settings: MonitorSettings) -> float | None:
    """The score of a phone; None for none. A remote control in the hand is as good as one."""
    least = {PHONE_LABEL: settings.phone_score, LOOKALIKE_LABEL: settings.lookalike_score}
    scores = [
        seen.score
        for seen in observation.objects or ()
        if seen.label in least and seen.score >= least[seen.label]
    ]
    return max(scores, default=None)


def _notes(objects: tuple[SeenObject, ...], settings: MonitorSettings) -> Sign:
    """Papers, a book or a tablet; that a hand is at it was seen to by who found it.

    What is not known for a book or a laptop counts less, and by its own score.
    """
    known = [
        seen.score
        for seen in objects
        if seen.label in NOTES_LABELS and seen.score >= settings.notes_score
    ]
    if known:
        return Sign(1.0, max(known))
    papers = max((seen.score for seen in objects if seen.label == PAPERS_LABEL), default=0.0)
    return Sign(settings.papers_weight, papers) if papers >= settings.papers_score else CLEAR


def _second_person(faces: tuple[SeenFace, ...], settings: MonitorSettings) -> Sign:
    wide = [face for face in faces if face.box[2] >= settings.second_face_width]
    return Sign(1.0, 1.0) if len(wide) > 1 else CLEAR


def _looking_away(face: SeenFace, settings: MonitorSettings) -> Sign:
    eyes_open = face.blink < settings.shut_eyes
    eyes_tell = eyes_open and face.smile < settings.broad_smile
    sight_deg = face.yaw_deg + settings.eye_deg * face.gaze_x
    turned = abs(face.yaw_deg) > settings.away_yaw_deg
    if turned or (eyes_tell and abs(sight_deg) > settings.away_yaw_deg):
        return Sign(1.0, 1.0)
    uneven = abs(sight_deg) > settings.eye_deg * settings.away_gaze
    if eyes_tell and uneven and abs(face.gaze_x) > settings.away_gaze:
        return Sign(1.0, min(1.0, abs(face.gaze_x)))
    down = face.pitch_deg < settings.down_pitch_deg
    if down or (eyes_open and face.gaze_down > settings.down_gaze):
        return Sign(settings.down_weight, settings.down_weight)
    return CLEAR
