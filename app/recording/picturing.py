"""What of a frame is written: the JPEG that its camera sent, or planes for the encoder."""

from app.domain.media import Frame
from app.recording.jpeg import JpegFound, find_jpeg
from app.recording.limits import VideoLimits
from app.recording.pictures import fitted, planar
from app.recording.series import Picture


def picture_of(frame: Frame, number: int, limits: VideoLimits) -> Picture | None:
    """The frame as it is written; None for a torn JPEG.

    Args:
        frame: as it came.
        number: in the row of those to be written.
        limits: in use; with pass-through a JPEG of a usual kind is taken as it is.
    """
    if limits.own_jpeg and frame.encoded:
        found = find_jpeg(frame.encoded)
        if found is None:
            return None
        if _as_it_is(found, limits):
            whole = frame.encoded[: found.length]  # the same object where nothing follows the end
            return Picture(whole, found.size, frame.captured_ns, number, found.pixels)
    image = fitted(frame.image, (limits.width_px, limits.height_px))
    size = (image.shape[1], image.shape[0])
    return Picture(planar(image), size, frame.captured_ns, number)


def _as_it_is(found: JpegFound, limits: VideoLimits) -> bool:
    """Whether players know its planes, and neither sides nor bytes are more than encoding takes."""
    width, height = found.size
    fits = width <= limits.width_px and height <= limits.height_px
    return bool(found.pixels) and fits and found.length <= width * height * 3 // 2
