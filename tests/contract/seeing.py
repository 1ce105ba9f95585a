"""A camera's pictures as the recorder and the screens see them."""

from app.domain.media import Captured, Image
from app.ports.devices import Camera
from app.recording.decoding import CameraReader, JpegDecoder
from app.recording.pictures import shown

WHOLE = (1 << 14, 1 << 14)


def image_of(taken: Captured) -> Image:
    """BGR, as large as it came."""
    content = taken.content
    planes = JpegDecoder().planes(content) if isinstance(content, bytes) else content
    assert planes is not None
    return shown(planes, WHOLE)


def seen(camera: Camera) -> Image:
    """The next picture, BGR."""
    return shown(CameraReader(camera).read().planes, WHOLE)
