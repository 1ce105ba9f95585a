"""What goes wrong in the kiosk's main process."""

from app.domain.errors import OperatorError


class KioskRunningError(OperatorError):
    """Another kiosk uses this data folder."""

    code = "KIOSK-RUNNING"
    advice = "Close the other kiosk first, or give this one a data folder of its own."
