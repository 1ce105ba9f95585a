"""What goes wrong in the kiosk's main process."""

from app.domain.errors import DeviceError, OperatorError


class KioskRunningError(OperatorError):
    """Another kiosk uses this data folder."""

    code = "KIOSK-RUNNING"
    advice = "Close the other kiosk first, or give this one a data folder of its own."


class KioskNotEnrolledError(OperatorError):
    """The data folder belongs to no kiosk yet."""

    code = "KIOSK-NOT-ENROLLED"
    advice = "Enrol it with the one-time code from HQ: booth kiosk --enrol CODE --hq ADDRESS."


class ScreensLostError(DeviceError):
    """The windows could not be kept open."""

    code = "SCREENS-LOST"
    advice = "Recordings are safe; restart the kiosk, and report this if it comes back."
