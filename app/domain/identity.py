"""What was checked about who the candidate is."""

from dataclasses import dataclass
from typing import Literal

from app.domain.screen_light import LightAnswer

CardSide = Literal["front", "back"]

Outline = tuple[tuple[float, float], ...]
"""Four corners in a camera's picture, x and y as shares 0..1 of its width and height from its top
left, clockwise; empty for none."""

DocumentKind = Literal[
    "resident_card",
    "residence_permit",
    "passport",
    "permanent_resident",
    "hk_macao_permit",
    "taiwan_permit",
]
"""`residence_permit`: of Hong Kong, Macao and Taiwan residents; looks like a resident ID card."""

ZONE_DOCUMENTS: tuple[DocumentKind, ...] = (
    "passport",
    "permanent_resident",
    "hk_macao_permit",
    "taiwan_permit",
)
"""Those with a machine-readable zone, all on one side."""

CHOOSABLE: tuple[DocumentKind, ...] = ("resident_card", *ZONE_DOCUMENTS)
"""What can be chosen; a residence permit is told from a resident ID card by its number."""

PORTRAIT_ELSEWHERE = tuple(kind for kind in ZONE_DOCUMENTS if kind != "passport")
"""Cards whose zone is on the side without the portrait: only that side is read, and a person
compares the face with the other."""

CARD_FRONT_FIELDS = ("name", "sex", "ethnicity", "birth", "address", "number")
CARD_BACK_FIELDS = ("authority", "valid_from", "valid_to")
ZONE_FIELDS = ("name", "number", "birth", "sex", "nationality", "valid_to")
"""Of a document with a machine-readable zone; permits name no nationality."""


def fields_of(document: DocumentKind, side: CardSide) -> tuple[str, ...]:
    """The fields that this side of such a document has."""
    if side == "back":
        return () if document in ZONE_DOCUMENTS else CARD_BACK_FIELDS
    match document:
        case "resident_card":
            return CARD_FRONT_FIELDS
        case "residence_permit":
            return tuple(name for name in CARD_FRONT_FIELDS if name != "ethnicity")
        case "hk_macao_permit" | "taiwan_permit":
            return tuple(name for name in ZONE_FIELDS if name != "nationality")
        case "passport" | "permanent_resident":
            return ZONE_FIELDS


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know about an input, with a stable code.

    Attributes:
        code: as in `BoothError.code`.
        text: one sentence in English for logs and the command line; screens translate the code.
    """

    code: str
    text: str


FieldState = Literal["read", "unsure", "unread", "typed", "confirmed"]


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where a field of a document comes from.

    Attributes:
        field: its name.
        state: `read` by the model; `unsure`, under its limit, and `unread` were left empty;
            `typed` from the document by a person; `confirmed`: read, and compared by a person.
        by: the model's name and version, or the operator's name.
    """

    field: str
    state: FieldState
    by: str


@dataclass(frozen=True, slots=True)
class IdCard:
    """The fields read from an identity document; empty string where a field was not read.

    Attributes:
        name, sex, ethnicity, address, authority: as printed; the sex of a machine-readable zone is
            `F`, `M` or `X`.
        birth, valid_from, valid_to: ISO dates `YYYY-MM-DD`; `valid_to` may be `long-term`.
        number: of a resident ID card 18 characters, the last 0-9 or X.
        confidence: field name -> 0..1, the recogniser's own mean confidence for the field.
        problems: failed cross-checks, unread fields, doubts.
        document: which document it is.
        nationality: the zone's three-letter code; empty where the document names none.
        sources: where each field comes from; empty before anybody looked at it.
    """

    name: str = ""
    sex: str = ""
    ethnicity: str = ""
    birth: str = ""
    address: str = ""
    number: str = ""
    authority: str = ""
    valid_from: str = ""
    valid_to: str = ""
    confidence: tuple[tuple[str, float], ...] = ()
    problems: tuple[Problem, ...] = ()
    document: DocumentKind = "resident_card"
    nationality: str = ""
    sources: tuple[FieldSource, ...] = ()


@dataclass(frozen=True, slots=True)
class FaceMatch:
    """One comparison of two faces.

    Attributes:
        score: cosine similarity of the embeddings, -1..1; None when it was not computed.
        threshold: the score at or above which `match` is true.
        match: the verdict; False when not computed.
        quality: (`a.face_px`, 112.0), ...: named quality figures of both pictures.
        problems: why not computed or not reliable.
        model: name and version of the embedding model.
        sure: the score at or above which no person has to look as well; see `FaceEngine.sure`. None
            in records of older versions, which had no such score.
    """

    score: float | None
    threshold: float
    match: bool
    quality: tuple[tuple[str, float], ...]
    problems: tuple[Problem, ...]
    model: str
    sure: float | None = None

    @property
    def likely(self) -> bool:
        """A match, but not so like that the engine alone can be relied on."""
        if self.score is None or self.sure is None:
            return False
        return self.match and self.score < self.sure


ConfirmMatch = Literal["unsure", "always", "never"]
"""When a person compares card and face although the engine says that they match."""


OTHER_GESTURES = "LIVENESS-OTHER"
"""Code of the problem that gestures were seen which nobody had asked for."""

OTHERS_ALLOWED = 1
"""So many of them are let pass in a liveness step: left and right are easily confused. Source:
docs/measurements-vision.md, liveness: attacks."""

SAME_PERSON = 0.35
"""Cosine similarity within one camera's frames under which it is another face. Source:
docs/measurements-vision.md: one person's frames at less than 15 degrees of yaw stay above 0.57 but
for single ones, different people's pictures under 0.43, 99 of 100 pairs under 0.30."""


Challenge = Literal["blink", "turn_left", "turn_right", "nod", "open_mouth", "say_digits"]
FACE_CHALLENGES: tuple[Challenge, ...] = ("blink", "turn_left", "turn_right", "nod", "open_mouth")
CHALLENGES: tuple[Challenge, ...] = (*FACE_CHALLENGES, "say_digits")
"""`say_digits` needs a microphone and a recogniser of the language; the others the camera alone."""


@dataclass(frozen=True, slots=True)
class ChallengeResult:
    """One asked gesture and what was seen.

    Attributes:
        challenge: what was asked.
        passed: whether it was seen, in its turn.
        at_s: when, in seconds from the step's start; None when not seen.
        peak: the strongest value of the gesture's measure seen (see `app.identity.liveness`).
    """

    challenge: Challenge
    passed: bool
    at_s: float | None
    peak: float


@dataclass(frozen=True, slots=True)
class Liveness:
    """The outcome of a liveness step.

    Attributes:
        passed: every challenge seen in order, by one continuous face.
        challenges: in the order asked.
        spoof_score: 0 (live) .. 1 (spoof) by the passive measure; None when not computed.
        problems: why not passed or not computed.
        light: how the face answered the screen's colours; None where they were not shed, or not
            long enough. The gestures pass without it: whether a person has to look is for the kiosk
            to say.
    """

    passed: bool
    challenges: tuple[ChallengeResult, ...]
    spoof_score: float | None
    problems: tuple[Problem, ...]
    light: LightAnswer | None = None


IdentityStep = Literal[
    "phone_code",
    "card_front",
    "card_back",
    "face_match",
    "liveness",
    "second_look",
    "recheck_card",
    "recheck_face",
]
StepOutcome = Literal["passed", "failed", "overridden", "confirmed", "not_done"]


@dataclass(frozen=True, slots=True)
class IdentityCheck:
    """One line of the identity record.

    Attributes:
        step: what was checked.
        outcome: `overridden` when a person decided against or without the machine; `confirmed`
            when the check is a person's from the beginning, on the path without face.
        detail: one English sentence with the figures (score and threshold, for example).
        model: model name and version, empty when no model took part.
        by: who decided: `machine`, or the operator's name.
        reason: the person's, when overridden or confirmed.
    """

    step: IdentityStep
    outcome: StepOutcome
    detail: str
    model: str = ""
    by: str = "machine"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """Comparisons of the live face with the one that matched the card, through the session.

    Attributes:
        looks: comparisons made.
        unlike: of those, under `SAME_PERSON`.
        lowest: the lowest similarity, -1..1.
        last_s: session time of the last one.
    """

    looks: int
    unlike: int
    lowest: float
    last_s: float

    def joined(self, later: "Verified") -> "Verified":
        """These and later ones together."""
        return Verified(
            self.looks + later.looks,
            self.unlike + later.unlike,
            min(self.lowest, later.lowest),
            max(self.last_s, later.last_s),
        )


@dataclass(frozen=True, slots=True)
class IdentityRecord:
    """All that is kept of the identification; no face template.

    Attributes:
        card: the fields as read.
        match: the face comparison; None where the path without face was taken.
        liveness: the liveness outcome; None where not done.
        checks: every step with its outcome.
        verified: how often the face was compared again during the interview; None where it never
            was (the path without face, or nobody to compare with).
    """

    card: IdCard
    match: FaceMatch | None
    liveness: Liveness | None
    checks: tuple[IdentityCheck, ...]
    verified: Verified | None = None
