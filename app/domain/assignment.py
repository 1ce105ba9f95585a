"""A candidate's appointment and the interview it pins."""

import datetime as dt
from dataclasses import dataclass

from app.domain.analysis import Language
from app.domain.ids import AssignmentId, Digest, QuestionId
from app.domain.timing import WallTime

LocalText = tuple[tuple[str, str], ...]
"""A text in several languages: ((`zh`, ...), (`en`, ...))."""


def text_in(texts: LocalText, language: str) -> str:
    """The text in `language`, or in the first language given where that is missing."""
    for tag, text in texts:
        if tag == language:
            return text
    return texts[0][1] if texts else ""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A point an answer may cover.

    Attributes:
        name: what the reviewer sees.
        words: the spellings that count as said, any language of the flow.
    """

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        id: unique in the flow.
        text: what the candidate reads, per language.
        competency: what the answer is evidence for.
        preparation_s: seconds to think before the answer starts; 0 starts at once.
        answer_s: the longest answer in seconds.
        keywords: points a good answer may cover.
    """

    id: QuestionId
    text: LocalText
    competency: str
    preparation_s: int
    answer_s: int
    keywords: tuple[Keyword, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """The steps, questions and times of an interview.

    Attributes:
        id, version: name and version; a version never changes once published.
        title: per language.
        position: the position it is for.
        practice: the practice question, never analysed nor scored; None for none.
        questions: at least one.
        digest: SHA-256 of the published file.
    """

    id: str
    version: int
    title: LocalText
    position: str
    practice: Question | None
    questions: tuple[Question, ...]
    digest: Digest


@dataclass(frozen=True, slots=True)
class PhoneCode:
    """A code that was sent to the candidate's phone, as the booth checks it without a network.

    Attributes:
        hash: Argon2id of the code with salt and parameters, in its encoded form.
        expires: after this it counts no more.
        tries: wrong entries after which a person decides, or a new code is sent.
        phone_end: the last digits of the phone's number, for the candidate to know which.
    """

    hash: str
    expires: WallTime
    tries: int
    phone_end: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """A candidate's appointment with a pinned flow version, sent down by HQ.

    Attributes:
        id: given by HQ.
        candidate_name: as invited; checked against the ID card.
        position: what the candidate applies for.
        branch: where the interview takes place.
        scheduled: when.
        languages: those the candidate may choose.
        flow: the pinned flow.
        invitation_digest: SHA-256 of the invitation code inside the QR, lower-case hex.
        phone_code: asked for at check-in; None where no phone number is known.
    """

    id: AssignmentId
    candidate_name: str
    position: str
    branch: str
    scheduled: WallTime
    languages: tuple[Language, ...]
    flow: Flow
    invitation_digest: Digest
    phone_code: PhoneCode | None = None

    @property
    def day(self) -> dt.date:
        """The day of the appointment, where this program runs: documents have to be valid on it."""
        return self.scheduled.astimezone().date()
