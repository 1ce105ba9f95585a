"""Kiosk <-> watcher: the process that holds the vision models and reads the shared frames."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from app.domain.analysis import Language
from app.domain.identity import (
    OTHERS_ALLOWED,
    CardSide,
    Challenge,
    DocumentKind,
    FaceMatch,
    IdCard,
    Liveness,
    Outline,
    Problem,
)
from app.domain.observation import Observation
from app.domain.screen_light import LightPlan


@dataclass(frozen=True, slots=True)
class WatcherConfig:
    """The watcher's settings.

    Attributes:
        candidate_slot: name of the candidate camera's `FrameSlot`.
        room_slot: name of the room camera's; empty for none.
        models_dir, resources_dir: folders of the model files and of the shipped resources.
        ocr_threads: CPU threads of the text models.
        ring: name of the `AudioRing`; empty to listen to nothing.
        models_list: headquarters' own list of models; empty for the shipped one.
    """

    candidate_slot: str
    room_slot: str
    models_dir: str
    resources_dir: str
    ocr_threads: int = 2
    ring: str = ""
    models_list: str = ""


@dataclass(frozen=True, slots=True)
class WatchFor:
    """Observe frames: `Observation`s follow, at the rate the machine allows.

    Attributes:
        objects: whether to look for objects too.
    """

    objects: bool
    kind: Literal["watch_for"] = "watch_for"


@dataclass(frozen=True, slots=True)
class ReadCode:
    """Look for QR codes; answer `CodeSeen` for each new text until another command comes."""

    kind: Literal["read_code"] = "read_code"


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Look for this side of the document; `CardHint`s and `CardOutlined`s, then one `CardSeen`.

    The watcher keeps the portrait of the front in memory for `MatchFace`.

    Attributes:
        side: which; a document with a machine-readable zone has it on the `front`.
        on: the appointment's day, for which the validity counts.
        face: the portrait may be measured. On the path without face it is not: no template of it
            is ever made.
        document: which document; any with a machine-readable zone is read as what it is.
    """

    side: CardSide
    on: dt.date
    face: bool = True
    document: DocumentKind = "resident_card"
    kind: Literal["read_card"] = "read_card"


@dataclass(frozen=True, slots=True)
class MatchFace:
    """Compare the live face with the card's portrait; one `FaceMatched` for this try."""

    kind: Literal["match_face"] = "match_face"


@dataclass(frozen=True, slots=True)
class TestLiveness:
    """Ask for gestures in this order; `ChallengeShown`s, then one `LivenessTested`.

    Attributes:
        challenges: in the order to ask.
        each_s: time allowed for each.
        digits: to be read aloud for `say_digits`.
        language: in which they are read.
        light: what the screen sheds meanwhile; None for nothing.
        pauses: seconds before each is asked; none where it is empty.
        others_allowed: turns and open mouths that may be made without being asked for.
    """

    challenges: tuple[Challenge, ...]
    each_s: float
    digits: str = ""
    language: Language = "zh"
    light: LightPlan | None = None
    pauses: tuple[float, ...] = ()
    others_allowed: int = OTHERS_ALLOWED
    kind: Literal["test_liveness"] = "test_liveness"


@dataclass(frozen=True, slots=True)
class Rest:
    """Do nothing, and forget portrait and templates."""

    kind: Literal["rest"] = "rest"


WatcherCommand = WatchFor | ReadCode | ReadCard | MatchFace | TestLiveness | Rest


@dataclass(frozen=True, slots=True)
class WatcherReady:
    """The models are loaded.

    Attributes:
        models: name with version and SHA-256 of each.
        load_s: seconds it took.
        hears: languages in which digits read aloud are understood: the sound is there, and a
            recogniser.
    """

    models: tuple[tuple[str, str], ...]
    load_s: float
    hears: tuple[Language, ...] = ()
    kind: Literal["ready"] = "ready"


@dataclass(frozen=True, slots=True)
class Observed:
    """One observation.

    Attributes:
        dropped: frames skipped since the last one, because the models were busy.
    """

    observation: Observation
    dropped: int
    kind: Literal["observed"] = "observed"


@dataclass(frozen=True, slots=True)
class CodeSeen:
    """A QR code's text, untrusted."""

    untrusted_text: str
    kind: Literal["code_seen"] = "code_seen"


@dataclass(frozen=True, slots=True)
class CardHint:
    """What to do better, at most twice a second.

    Attributes:
        hint: `no_card`, `too_far`, `blurred`, `glare`, `tilted`, `hold_still`, `wrong_side`.
    """

    side: CardSide
    hint: Literal["no_card", "too_far", "blurred", "glare", "tilted", "hold_still", "wrong_side"]
    kind: Literal["card_hint"] = "card_hint"


@dataclass(frozen=True, slots=True)
class CardOutlined:
    """Where the document's edges are now, at most ten times a second, and once when they are lost.

    Attributes:
        outline: its corners; empty where none is found.
        good: it lies well and needs only be held.
    """

    side: CardSide
    outline: Outline
    good: bool
    kind: Literal["card_outlined"] = "card_outlined"


@dataclass(frozen=True, slots=True)
class CardSeen:
    """The side was read well enough, or as well as it got before the time was up.

    Attributes:
        card: only the fields of this side are filled.
        portrait: whether a portrait was found (front only).
        model: names and versions of the text models.
    """

    side: CardSide
    card: IdCard
    portrait: bool
    model: str = ""
    kind: Literal["card_seen"] = "card_seen"


@dataclass(frozen=True, slots=True)
class FaceMatched:
    """The outcome of one try."""

    match: FaceMatch
    kind: Literal["face_matched"] = "face_matched"


@dataclass(frozen=True, slots=True)
class ChallengeShown:
    """The challenge now waited for; `index` counts from 0.

    None in the pause before it, and once all were seen and the face is watched a little longer.
    """

    challenge: Challenge | None
    index: int
    total: int
    kind: Literal["challenge_shown"] = "challenge_shown"


@dataclass(frozen=True, slots=True)
class LivenessTested:
    """The outcome of the whole step."""

    liveness: Liveness
    kind: Literal["liveness_tested"] = "liveness_tested"


@dataclass(frozen=True, slots=True)
class WatcherProblem:
    """A step could not be done (no portrait kept, for example)."""

    problem: Problem
    kind: Literal["problem"] = "problem"


WatcherReport = (
    WatcherReady
    | Observed
    | CodeSeen
    | CardHint
    | CardOutlined
    | CardSeen
    | FaceMatched
    | ChallengeShown
    | LivenessTested
    | WatcherProblem
)
