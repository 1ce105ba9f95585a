"""What goes wrong while a person's identity is checked."""

from app.domain.errors import OperatorError


class CardNotFoundError(OperatorError):
    """The picture holds neither side of a resident ID card."""

    code = "CARD-NOT-FOUND"
    advice = "Take a sharp, evenly lit picture of the whole card, and give that."


class FaceNotFoundError(OperatorError):
    """No face in the picture."""

    code = "FACE-NONE"
    advice = "Give a picture in which one face is seen from the front and is not small."


class TwoFacesError(OperatorError):
    """More than one face in the picture: whose is meant is not known."""

    code = "FACE-TWO"
    advice = "Give a picture with one person in it."


class ChallengeUnknownError(OperatorError):
    """A challenge was named that does not exist."""

    code = "CHALLENGE-UNKNOWN"
    advice = "Use blink, turn_left, turn_right, nod or open_mouth, separated by commas."
