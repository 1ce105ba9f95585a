"""What goes wrong with recording."""

from app.domain.errors import DeviceError


class DiskFullError(DeviceError):
    """There is no room left for the recording."""

    code = "DISK-FULL"
    advice = "Free space on the recording's disk; recording goes on by itself."


class RecordingWriteError(DeviceError):
    """The recording cannot be written."""

    code = "RECORDING-WRITE"
    advice = "Check the recording's disk; what was recorded before is safe."


class EncoderFailedError(DeviceError):
    """The encoder refused a picture, a sound, or its settings."""

    code = "ENCODER-FAILED"
    advice = "Report this with the log; recording goes on in a new part."
