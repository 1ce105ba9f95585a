"""What goes wrong with what headquarters publishes, at the kiosk."""

from app.domain.errors import DeviceError, IntegrityError, OperatorError


class DownSignatureError(IntegrityError):
    """A list or a root is not signed by enough of the keys that the root before it names."""

    code = "DOWN-SIGNATURE"
    advice = "Tell the security office; what the kiosk held before stays in force."


class DownRollbackError(IntegrityError):
    """A list or a publication is older than one seen here, or not the next one due."""

    code = "DOWN-ROLLBACK"
    advice = "Tell the security office; what the kiosk held before stays in force."


class DownAlteredError(IntegrityError):
    """A file is not what the signed list says of it, or a list cannot be read."""

    code = "DOWN-ALTERED"
    advice = "Fetch or copy it again; if it stays, tell the security office."


class DownTooLargeError(IntegrityError):
    """More came than was signed, or more was signed than such a file may have."""

    code = "DOWN-TOO-LARGE"
    advice = "Tell the security office; what the kiosk held before stays in force."


class DownAddressError(IntegrityError):
    """A publication is for another branch, or for another purpose."""

    code = "DOWN-ADDRESS"
    advice = "Tell the security office; what the kiosk held before stays in force."


class DownFrozenError(OperatorError):
    """What headquarters last signed has ended: something holds back newer lists, or the clock."""

    code = "DOWN-FROZEN"
    advice = "Set this PC's clock; else connect to headquarters or bring a fresh stick from there."


class DownClockError(OperatorError):
    """This PC's clock is behind what headquarters has signed."""

    code = "DOWN-CLOCK"
    advice = "Set this PC's clock; until then headquarters' time counts."


class DownContentError(OperatorError):
    """The program cannot use what was published; the code of its reader is quoted."""

    code = "DOWN-CONTENT"
    advice = "Tell headquarters to publish it corrected; what was held before stays in force."


class DownExpiredError(OperatorError):
    """What headquarters published has ended and stays in force until something newer comes."""

    code = "DOWN-EXPIRED"
    advice = "Connect to headquarters, or bring a stick from there (`booth down import`)."


class PolicyExpiredError(OperatorError):
    """A policy without which no interview may begin has ended or was altered."""

    code = "DOWN-POLICY-EXPIRED"
    advice = (
        "Check this PC's clock; connect to headquarters or bring a stick (`booth down import`)."
    )


class DownModelsError(OperatorError):
    """Headquarters' list names models that are not here; the list before it stays in force."""

    code = "DOWN-MODELS"
    advice = "Install the models named with `make models` or the installer, and start again."


class DownRoomError(DeviceError):
    """There is no room for a new program beside the interviews."""

    code = "DOWN-ROOM"
    advice = "Free space on the kiosk's disk; it is fetched by itself then."


class DownFolderError(OperatorError):
    """The folder is not one that headquarters exported."""

    code = "DOWN-FOLDER"
    advice = "Give the folder that `booth hq published --export` wrote."


class RevocationsRefusedError(OperatorError):
    """A list of revocations has an unknown key or a value that does not fit."""

    code = "REVOCATIONS-REFUSED"
    advice = "Correct the named key; docs/spec/down-v1.md lists every key."
