"""What goes wrong while pictures and sound are read and looked at. Append only."""

from app.domain.errors import DeviceError, OperatorError


class ImageEmptyError(OperatorError):
    """The picture file has no bytes."""

    code = "IMAGE-EMPTY"
    advice = "Take the picture again; the file was not written completely."


class ImageUnreadableError(OperatorError):
    """The file is not a picture, or a damaged one."""

    code = "IMAGE-UNREADABLE"
    advice = "Give a whole JPEG, PNG, BMP, TIFF or WebP file."


class ImageTooLargeError(OperatorError):
    """The picture is larger than is ever decoded."""

    code = "IMAGE-TOO-LARGE"
    advice = "Give a picture of at most 80 megapixels and 100 MB."


class VideoUnreadableError(OperatorError):
    """The file is not a video, or holds no whole frame."""

    code = "VIDEO-UNREADABLE"
    advice = "Give a whole video file with a picture track (MP4, MKV, MOV or MPEG)."


class VideoTooLargeError(OperatorError):
    """The video is longer, or its frames are larger, than is ever decoded."""

    code = "VIDEO-TOO-LARGE"
    advice = "Give a clip of at most ten minutes and 4096 x 2304 pixels."


class VisionModelError(DeviceError):
    """A vision model's file is there but cannot be loaded."""

    code = "VISION-MODEL"
    advice = "Fetch the models again (`make models`); report this if it comes back."
