"""What goes wrong with a new version of the program, at the kiosk and when it is published."""

from app.domain.errors import DeviceError, IntegrityError, OperatorError


class SoftwareArchiveError(IntegrityError):
    """The file is no program that can be installed, or not the one it says it is."""

    code = "SOFTWARE-ARCHIVE"
    advice = "Publish what `booth hq pack` wrote; the version that runs stays."


class SoftwareOlderError(OperatorError):
    """What is published is not newer than what runs here."""

    code = "SOFTWARE-OLDER"
    advice = "Publish a higher version; to go back, revoke the newer one."


class SoftwareRoomError(DeviceError):
    """There is no room on the disk to unpack the new version, or it cannot be written to."""

    code = "SOFTWARE-ROOM"
    advice = "Free space on the kiosk's disk; it is installed by itself then."


class SoftwareUnhealthyError(OperatorError):
    """A version failed its own check or did not come up; the one before is used."""

    code = "SOFTWARE-UNHEALTHY"
    advice = "Tell headquarters; it is not tried again, only another one that is published."


class SoftwareDamagedError(IntegrityError):
    """A file of an installed version is not what was unpacked; the one before is used."""

    code = "SOFTWARE-DAMAGED"
    advice = "Have the disk looked at; it is installed again between two interviews."


class SoftwareRevokedError(OperatorError):
    """Headquarters has revoked the version that ran here; the one before is used."""

    code = "SOFTWARE-REVOKED"
    advice = "Nothing is to be done: the version before is used until another is published."


class SoftwareNothingError(OperatorError):
    """There is nothing to install, or no version to go back to."""

    code = "SOFTWARE-NOTHING"
    advice = "See `booth down list`; take a stick with `booth down import`."


class SoftwareBusyError(OperatorError):
    """An interview is open here, or an installation is under way."""

    code = "SOFTWARE-BUSY"
    advice = "End the interview at the kiosk first, or wait until the installation has ended."


class SoftwareTrialError(OperatorError):
    """A new version has just started and has not proved itself yet."""

    code = "SOFTWARE-TRIAL"
    advice = "Wait half a minute and begin the interview again."
