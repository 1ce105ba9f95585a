"""What goes wrong in the kiosk's main process."""

from app.domain.errors import OperatorError


class VirtualCameraError(OperatorError):
    """The camera in use is no device but a program, which may show anything."""

    code = "VIRTUAL-CAMERA"
    advice = (
        "Name the real camera in kiosk.toml (`booth check` lists them), or allow it there with "
        "[pc] virtual_camera = true."
    )


class KioskRunningError(OperatorError):
    """Another kiosk uses this data folder."""

    code = "KIOSK-RUNNING"
    advice = "Close the other kiosk first, or give this one a data folder of its own."
