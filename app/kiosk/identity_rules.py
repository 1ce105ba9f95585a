"""What a kiosk's settings say of the identity steps."""

from dataclasses import dataclass

from app.domain.identity import (
    CHALLENGES,
    OTHERS_ALLOWED,
    Challenge,
    ConfirmMatch,
    FaceMatch,
)
from app.kiosk.screen_light import ScreenLight


@dataclass(frozen=True, slots=True)
class IdentityRules:
    """What may be asked for, and what a person has to confirm.

    Attributes:
        each_s: seconds allowed for each gesture.
        gestures: those that may be asked for.
        confirm_match: when a person compares although the faces match.
        light: the screen's colours, and how faces answer them here; None to shed none.
        others_allowed: turns and open mouths that may be made without being asked for.
    """

    each_s: float = 8.0
    gestures: tuple[Challenge, ...] = CHALLENGES
    confirm_match: ConfirmMatch = "unsure"
    light: ScreenLight | None = None
    others_allowed: int = OTHERS_ALLOWED

    def person_compares(self, match: FaceMatch) -> bool:
        """Whether a person has to compare card and face after this match."""
        if self.confirm_match == "unsure":
            return match.likely
        return self.confirm_match == "always"
