"""What the camera saw of the candidate during an answer. No expression and no emotion."""

from app.analysis.material import Findings, withhold
from app.analysis.settings import AnalysisSettings
from app.domain.analysis import Measure
from app.domain.observation import Observation, SeenFace

NAMES = ("face_visible_share", "facing_camera_share", "gaze_off_share")


def measure_sight(
    observations: tuple[Observation, ...], duration_s: float, settings: AnalysisSettings
) -> Findings:
    """How much of the answer a face was seen, turned to the camera, with the eyes aside.

    Args:
        observations: of the camera that faces the candidate; others are ignored.
        duration_s: length of the answer.
        settings: the thresholds.
    """
    seen = [each for each in observations if each.camera == "candidate"]
    if len(seen) < max(settings.min_observations, settings.min_observations_per_s * duration_s):
        return withhold(NAMES, f"only {len(seen)} looks at the candidate in {duration_s:.0f} s")
    faces = [each.faces[0] for each in seen if each.faces]
    visible = Measure(
        "face_visible_share",
        round(len(faces) / len(seen), 3),
        "1",
        f"looks with a face / all {len(seen)} looks",
    )
    found = Findings((visible,))
    if len(faces) < settings.min_observations:
        return found + withhold(NAMES[1:], f"a face was seen in only {len(faces)} looks")
    return found + _facing(faces, settings) + _gaze(faces, settings)


def _facing(faces: list[SeenFace], settings: AnalysisSettings) -> Findings:
    facing = [
        face
        for face in faces
        if abs(face.yaw_deg) <= settings.facing_yaw_deg
        and abs(face.pitch_deg) <= settings.facing_pitch_deg
    ]
    source = (
        f"head within {settings.facing_yaw_deg:.0f} degrees sideways and "
        f"{settings.facing_pitch_deg:.0f} up or down / looks with a face"
    )
    share = round(len(facing) / len(faces), 3)
    return Findings((Measure("facing_camera_share", share, "1", source),))


def _gaze(faces: list[SeenFace], settings: AnalysisSettings) -> Findings:
    open_eyes = [face for face in faces if face.blink < settings.shut_eyes]
    if len(open_eyes) < settings.min_observations:
        reason = f"the eyes were seen open in only {len(open_eyes)} looks"
        return withhold(("gaze_off_share",), reason)
    aside = sum(abs(face.gaze_x) > settings.gaze_off for face in open_eyes)
    source = f"|gaze_x| above {settings.gaze_off} / looks with open eyes"
    share = round(aside / len(open_eyes), 3)
    return Findings((Measure("gaze_off_share", share, "1", source),))
