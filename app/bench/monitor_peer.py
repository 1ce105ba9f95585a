"""The peer of the live monitor: the same rules over what two detectors say as they come.

Faces by MediaPipe's BlazeFace, phones by EfficientDet's own label for them.
"""

from dataclasses import replace

from app.domain.media import Image
from app.domain.observation import Observation, SeenFace
from app.monitoring.signs import PHONE_LABEL
from app.perception.blaze_face import BlazeFace


def by_blaze_face(detector: BlazeFace, image: Image, seen: Observation) -> Observation:
    """The same look with the peer's faces and phones: all look ahead, as it cannot tell.

    Args:
        detector: the peer, as it comes, over the whole picture.
        image: the picture.
        seen: what our models saw in it.
    """
    faces = tuple(
        SeenFace(
            box=box,
            yaw_deg=0.0,
            pitch_deg=0.0,
            blink=0.0,
            jaw_open=0.0,
            smile=0.0,
            gaze_x=0.0,
            gaze_down=0.0,
        )
        for box in detector.boxes(image)
    )
    phones = None
    if seen.objects is not None:
        phones = tuple(item for item in seen.objects if item.label == PHONE_LABEL)
    return replace(seen, faces=faces, objects=phones)
