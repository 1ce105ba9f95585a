"""What goes wrong while pictures and sound are read and looked at. Append only."""

from app.domain.errors import DeviceError, IntegrityError, OperatorError


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


class AudioUnreadableError(OperatorError):
    """The file is not sound or video, or a damaged one."""

    code = "AUDIO-UNREADABLE"
    advice = "Give a whole sound or video file (WAV, FLAC, MP3, M4A, MP4, MKV or MOV)."


class AudioMissingError(OperatorError):
    """The file is a video without a sound track."""

    code = "AUDIO-MISSING"
    advice = "Give a recording that has a sound track."


class AudioEmptyError(OperatorError):
    """The file holds no sound at all: no bytes, or a track without samples."""

    code = "AUDIO-EMPTY"
    advice = "Record it again; the file was not written completely."


class AudioSilentError(OperatorError):
    """The sound track is silent from beginning to end."""

    code = "AUDIO-SILENT"
    advice = "Check that the microphone was plugged in, chosen and not muted, and record again."


class AudioTooLongError(OperatorError):
    """The sound is longer than is ever decoded."""

    code = "AUDIO-TOO-LONG"
    advice = "Give a recording of at most one hour, or cut it into parts."


class SpeechModelError(DeviceError):
    """A speech model's files are there but cannot be loaded."""

    code = "SPEECH-MODEL"
    advice = "Fetch the models again (`make models`); report this if it comes back."


class ModelMissingError(OperatorError):
    """A model's file is not in the models folder, or not the one that was verified."""

    code = "MODEL-MISSING"
    advice = "Run `make models` to fetch and verify the models."


class ModelListError(IntegrityError):
    """The list of models that ships with the program cannot be read."""

    code = "MODEL-LIST"
    advice = "Install the program again: its resources are damaged."
