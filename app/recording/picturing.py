"""What of a picture is written: the JPEG that its camera sent, or planes for the encoder."""

from app.recording.decoding import Shot
from app.recording.jpeg import JpegFound, find_jpeg
from app.recording.limits import VideoLimits
from app.recording.pictures import fitted, size_of
from app.recording.series import Picture


def picture_of(shot: Shot, number: int, limits: VideoLimits) -> Picture | None:
    """The picture as it is written; None for a torn JPEG.

    Args:
        shot: as it came.
        number: in the row of those to be written.
        limits: in use; with pass-through a JPEG of a usual kind is taken as it is.
    """
    if limits.own_jpeg and shot.jpeg:
        found = find_jpeg(shot.jpeg)
        if found is None:
            return None
        if _as_it_is(found, limits):
            whole = shot.jpeg[: found.length]  # the same object where nothing follows the end
            return Picture(whole, found.size, shot.captured_ns, number, found.pixels)
    planes = fitted(shot.planes, (limits.width_px, limits.height_px))
    return Picture(planes, size_of(planes), shot.captured_ns, number)


def _as_it_is(found: JpegFound, limits: VideoLimits) -> bool:
    """Whether players know its planes, and neither sides nor bytes are more than encoding takes."""
    width, height = found.size
    fits = width <= limits.width_px and height <= limits.height_px
    return bool(found.pixels) and fits and found.length <= width * height * 3 // 2
