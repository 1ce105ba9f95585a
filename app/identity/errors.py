"""What goes wrong while a person's identity is checked."""

from app.domain.errors import OperatorError


class CardNotFoundError(OperatorError):
    """Neither a side of a resident ID card nor the zone of the document asked for was seen."""

    code = "CARD-NOT-FOUND"
    advice = "Give a sharp, evenly lit picture of the whole card, or of the page with its zone."


class ZoneBrokenError(OperatorError):
    """A machine-readable zone is there, and its check digits do not agree with it."""

    code = "DOCUMENT-CHECK-DIGIT"
    advice = "Take a sharper picture of the whole page, or type the document at the booth."


class DocumentOtherError(OperatorError):
    """A machine-readable zone of a document that is not accepted."""

    code = "DOCUMENT-OTHER"
    advice = "Give a passport, a foreign permanent resident card or a travel permit."


class FaceNotFoundError(OperatorError):
    """No face in the picture."""

    code = "FACE-NONE"
    advice = "Give a picture in which one face is seen from the front and is not small."


class TwoFacesError(OperatorError):
    """More than one face in the picture: whose is meant is not known."""

    code = "FACE-TWO"
    advice = "Give a picture with one person in it."


class ChallengeUnknownError(OperatorError):
    """A challenge was named that does not exist, or digits to be said are missing."""

    code = "CHALLENGE-UNKNOWN"
    advice = (
        "Use blink, turn_left, turn_right, nod, open_mouth or say_digits, separated by commas; "
        "the last needs `--digits`."
    )


class FaceRatesError(OperatorError):
    """The file with the measured error rates of the face match cannot be used."""

    code = "FACE-RATES"
    advice = (
        "Install Booth again, or measure them with `booth bench faces --list CSV --write FILE`."
    )
