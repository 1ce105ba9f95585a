"""What goes wrong where people look at what HQ holds."""

from app.domain.errors import IntegrityError, OperatorError


class MediaUnplayableError(IntegrityError):
    """A media part holds nothing a browser could play."""

    code = "MEDIA-UNPLAYABLE"
    advice = (
        "See in the dossier whether the part is complete; the bundle itself is kept as it came."
    )


class PartUnknownError(OperatorError):
    """The session has no such part or answer."""

    code = "PART-UNKNOWN"
    advice = "Open the session's dossier and follow a link there."


class UserExistsError(OperatorError):
    """A user of that name exists already."""

    code = "USER-EXISTS"
    advice = "Choose another name."


class UserRefusedError(OperatorError):
    """A name, role or password that is not allowed."""

    code = "USER-REFUSED"
    advice = "Use a name of 1 to 64 characters, a known role and a password of at least 12."


class PageFaultError(OperatorError):
    """A language pack or template of the console does not fit."""

    code = "CONSOLE-RESOURCES"
    advice = "Install the program again; its resources folder is not whole."


class ServeRefusedError(OperatorError):
    """The server could not start to listen."""

    code = "SERVE-REFUSED"
    advice = "Choose another port, or stop what listens there."
