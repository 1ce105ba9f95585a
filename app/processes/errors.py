"""What goes wrong between processes."""

from app.domain.errors import DeviceError, IntegrityError


class MessageRefusedError(IntegrityError):
    """Bytes on a pipe were not one of the messages agreed on."""

    code = "PROCESS-MESSAGE"
    advice = "Report this with the log: two parts of the program do not fit together."


class WorkerLostError(DeviceError):
    """A process of the kiosk ended although it was needed."""

    code = "PROCESS-LOST"
    advice = "The kiosk starts it again by itself; report this if it comes back."


class DiskHangsError(DeviceError):
    """A disk takes no more and refuses nothing: what was asked of it does not end."""

    code = "DISK-HANGS"
    advice = "Check the disk's cable and power; what waits for it is written when it answers again."
