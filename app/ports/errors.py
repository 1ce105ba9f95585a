"""What a device may raise at those who use it through a port."""

from app.domain.errors import DeviceError


class CameraLostError(DeviceError):
    """A camera did not open, gave no frame in time, ended, or went away."""

    code = "CAMERA-LOST"
    advice = "Check the camera's cable and that no other program uses it."


class MicrophoneLostError(DeviceError):
    """A microphone did not open, gave no sound in time, or went away."""

    code = "MICROPHONE-LOST"
    advice = "Check the microphone's cable and that it is the one chosen in the settings."


class DiskUnavailableError(DeviceError):
    """The folder, or the disk it lies on, is gone."""

    code = "DISK-UNAVAILABLE"
    advice = "Check that the disk is connected and that the folder exists."
