"""What goes wrong where headquarters publishes."""

from app.domain.errors import IntegrityError, OperatorError


class TrustMissingError(OperatorError):
    """Headquarters has no keys to publish with."""

    code = "TRUST-MISSING"
    advice = "Make them once with `booth hq trust make`."


class TrustExistsError(OperatorError):
    """There are keys to publish with already, or the folder for them is in use."""

    code = "TRUST-EXISTS"
    advice = "Use those, or `booth hq trust renew`; give an empty folder for new keys."


class TrustKeysError(OperatorError):
    """A key that is kept away from headquarters is not in the folder named, or too few are."""

    code = "TRUST-KEYS"
    advice = "Bring the stick with the offline keys and name its folder with --keys."


class TrustDamagedError(IntegrityError):
    """A signed list in headquarters' own folder cannot be read."""

    code = "TRUST-DAMAGED"
    advice = (
        "Restore the folder `down` of headquarters from its backup; kiosks keep what they have."
    )


class PublicationError(OperatorError):
    """A publication that makes no sense: its name, its size, its time."""

    code = "PUBLISH-REFUSED"
    advice = "Nothing was published; docs/spec/down-v1.md says what each kind may be."
