"""What goes wrong in the screens."""

from app.domain.errors import DeviceError, OperatorError


class ScreensNotLoadedError(DeviceError):
    """A window's QML could not be loaded."""

    code = "SCREENS-NOT-LOADED"
    advice = "Install the program again; report this with the log if it comes back."


class DriverPathError(OperatorError):
    """The driver's socket could not be opened."""

    code = "DRIVER-PATH"
    advice = "Give a path of at most 100 characters in an existing folder of your own."


class GestureRefusedError(OperatorError):
    """What the driver was told to do, a person could not do on the screen as it is."""

    code = "DRIVER-GESTURE"
    advice = "Wait for the screen that has the item, and see docs/driver.md for the names."
