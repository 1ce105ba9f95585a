"""What goes wrong in the analysis of answers."""

from app.domain.errors import OperatorError


class LexiconUnreadableError(OperatorError):
    """A lexicon is missing from the resources, or does not hold what it must."""

    code = "LEXICON-UNREADABLE"
    advice = "Restore resources/lexicons from the release, or correct the place named."
