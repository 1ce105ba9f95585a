"""One look at a frame: what every live model saw of it, the same live and in a recording."""

from app.domain.media import CameraRole, Image
from app.domain.observation import Observation
from app.domain.timing import NS_PER_S, MonotonicNs
from app.perception.cleaning import noise_in_the_way
from app.perception.face_gates import cover_odds
from app.perception.faces import FoundFace
from app.perception.likeness import LikenessMeter
from app.perception.objects import ObjectFinder
from app.perception.quality import measure_noise, measure_quality


def observation_of(
    image: Image,
    at: MonotonicNs,
    camera: CameraRole,
    faces: tuple[FoundFace, ...],
    objects: ObjectFinder | None,
    meter: LikenessMeter | None,
) -> Observation:
    """What is seen in a frame.

    Args:
        image: the frame.
        at: its capture time.
        camera: which camera's; likeness, nearness and what covers a face are the candidate's.
        faces: found in it, largest first.
        objects: looks for objects; None to look for none.
        meter: compares the first face; None where nobody is known.
    """
    quality = measure_quality(image)
    first = faces[0] if faces and camera == "candidate" else None
    likeness = None
    if meter is not None and first is not None:
        likeness = meter.measure(image, first, at / NS_PER_S)
    nearest = None if first is None else first.seen.box
    noise = measure_noise(image)
    to_take_off = noise_in_the_way(noise, quality.brightness)
    return Observation(
        at_ns=at,
        camera=camera,
        faces=tuple(face.seen for face in faces),
        objects=None if objects is None else objects.find(image, nearest, to_take_off),
        brightness=quality.brightness,
        sharpness=quality.sharpness,
        structure=quality.structure,
        likeness=likeness,
        width_px=quality.width_px,
        noise=noise,
        covered=None if first is None else cover_odds(image, first),
    )
