"""Kiosk <-> screens: what to show, and what people did.

The kiosk decides which screen is shown; the screens hold no rule and no clock. Codes (`hint`,
`problem.code`, `cause`) are put into words by the screens, in the candidate's language.
"""

from dataclasses import dataclass
from typing import Literal

from app.domain.analysis import Language
from app.domain.identity import CardSide, Challenge, Problem
from app.domain.ids import AssignmentId
from app.domain.messages.courier import OutboxItem
from app.domain.observation import Alert
from app.domain.record import FaultCredit

# ------------------------------------------------------------------ the candidate's screens


@dataclass(frozen=True, slots=True)
class WelcomeScreen:
    """Nobody is sitting here: branch name, and a word that the operator starts the interview."""

    branch: str
    kind: Literal["welcome"] = "welcome"


@dataclass(frozen=True, slots=True)
class LanguageScreen:
    """Choose a language and begin."""

    languages: tuple[Language, ...]
    kind: Literal["language"] = "language"


@dataclass(frozen=True, slots=True)
class CheckInScreen:
    """Hold the invitation's QR code before the camera (preview shown)."""

    problem: Problem | None
    kind: Literal["check_in"] = "check_in"


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One item of the consent form.

    Attributes:
        key: `recording`, `face`, `analysis`, `retention`.
        title, text: in the language shown.
        required: the interview cannot be held without it.
    """

    key: str
    title: str
    text: str
    required: bool


@dataclass(frozen=True, slots=True)
class ConsentScreen:
    """Itemised consent. Nothing is captured before it is given."""

    candidate_name: str
    position: str
    items: tuple[ConsentLine, ...]
    kind: Literal["consent"] = "consent"


@dataclass(frozen=True, slots=True)
class CardScreen:
    """Hold this side of the ID card before the camera (preview and outline shown).

    Attributes:
        hint: a `CardHint.hint`, empty while none.
        fields: (field name, value) once read; the candidate confirms or asks to read again.
        problems: failed checks, once read.
        waiting_for_operator: a person has to look; the candidate waits.
        again: after a long interruption, to see that it is the same person.
    """

    side: CardSide
    hint: str
    fields: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    waiting_for_operator: bool
    again: bool = False
    kind: Literal["card"] = "card"


@dataclass(frozen=True, slots=True)
class FaceScreen:
    """Look at the camera: the face is compared with the card.

    Attributes:
        state: `looking`, `matched`, `not_matched`.
        tries_left: further tries before a person decides.
        again: after a long interruption, to see that it is the same person.
    """

    state: Literal["looking", "matched", "not_matched"]
    tries_left: int
    waiting_for_operator: bool
    again: bool = False
    kind: Literal["face"] = "face"


@dataclass(frozen=True, slots=True)
class LivenessScreen:
    """Do the gesture shown.

    Attributes:
        challenge: now asked; None before the first and after the last.
        done, total: gestures seen of those to be asked.
        state: `asking`, `passed`, `not_passed`.
    """

    challenge: Challenge | None
    done: int
    total: int
    state: Literal["asking", "passed", "not_passed"]
    waiting_for_operator: bool
    kind: Literal["liveness"] = "liveness"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the room and device check.

    Attributes:
        key: `camera`, `microphone`, `light`, `alone`, `disk`, `network`.
        state: `checking`, `ok`, `warning` (may go on), `failed` (may not).
        code: what is wrong, for the screens to put into words; empty when ok.
    """

    key: str
    state: Literal["checking", "ok", "warning", "failed"]
    code: str


@dataclass(frozen=True, slots=True)
class RoomScreen:
    """The room and device check.

    Attributes:
        lines: every check.
        level_db: live microphone level, dBFS.
        ready: all that must be is ok; the candidate may go on.
    """

    lines: tuple[CheckLine, ...]
    level_db: float
    ready: bool
    kind: Literal["room"] = "room"


@dataclass(frozen=True, slots=True)
class BriefingScreen:
    """What comes next: before the practice question and before the first real one.

    Attributes:
        part: `practice` or `interview`.
        questions: how many questions the interview has.
    """

    part: Literal["practice", "interview"]
    questions: int
    kind: Literal["briefing"] = "briefing"


@dataclass(frozen=True, slots=True)
class QuestionScreen:
    """A question with its countdown.

    Attributes:
        practice: not recorded for review, not scored.
        number, total: 1-based; 0 of 0 for the practice question.
        text: in the language shown.
        phase: `preparing` or `answering`.
        remaining_s, phase_s: of this phase's countdown.
        may_finish: the candidate may go on before the time is up.
        resumed: shown again after a fault; what was saved is kept.
        credit_s: seconds credited after a fault.
    """

    practice: bool
    number: int
    total: int
    text: str
    phase: Literal["preparing", "answering"]
    remaining_s: float
    phase_s: float
    may_finish: bool
    resumed: bool
    credit_s: float
    kind: Literal["question"] = "question"


@dataclass(frozen=True, slots=True)
class SavedScreen:
    """An answer is on the disk; the next comes on `Continue`.

    Attributes:
        practice: it was the practice answer.
        number, total: of the answer saved.
        next_in_s: seconds until the next question comes by itself.
    """

    practice: bool
    number: int
    total: int
    next_in_s: float
    kind: Literal["saved"] = "saved"


@dataclass(frozen=True, slots=True)
class ReplyScreen:
    """The right to reply: what was noticed, and a field to add something.

    Attributes:
        alerts: what will be shown to a person at HQ.
        faults: the time that faults of the system cost, credited to the candidate.
    """

    alerts: tuple[Alert, ...]
    faults: tuple[FaultCredit, ...] = ()
    kind: Literal["reply"] = "reply"


@dataclass(frozen=True, slots=True)
class SealingScreen:
    """The interview is being analysed and sealed; nothing to do.

    Attributes:
        step: `analysing`, `sealing`, `sending`.
        done, total: answers analysed.
    """

    step: Literal["analysing", "sealing", "sending"]
    done: int
    total: int
    kind: Literal["sealing"] = "sealing"


@dataclass(frozen=True, slots=True)
class ReceiptScreen:
    """The end.

    Attributes:
        code: the receipt's code; empty when HQ has not answered yet.
        at_hq: HQ has countersigned.
        digest: of the sealed bundle.
        qr_svg: the receipt as a QR code, SVG text; empty for none.
    """

    code: str
    at_hq: bool
    digest: str
    qr_svg: str
    kind: Literal["receipt"] = "receipt"


@dataclass(frozen=True, slots=True)
class PausedScreen:
    """The interview waits; the clock stands.

    Attributes:
        cause: `operator`, `camera_lost`, `microphone_lost`, `recorder_lost`, `disk_full`,
            `disk_hangs`, `restart`, `suspended`, `stood_still`, `moved`.
        credit_s: seconds credited so far.
    """

    cause: str
    credit_s: float
    kind: Literal["paused"] = "paused"


@dataclass(frozen=True, slots=True)
class WelcomeBackScreen:
    """After an interruption, once it is known who sits there: what was saved, what comes next.

    Attributes:
        cause: as of `PausedScreen`.
        away_s: seconds since the interruption began; all of them are credited.
        saved: answers that are complete and saved.
        cut_s: seconds saved of the answer that was interrupted; 0 when none was.
        number, total: of the question that comes next; 0 of 0 for the practice question, and 0
            with a total when all questions were answered.
    """

    cause: str
    away_s: float
    saved: int
    cut_s: float
    number: int
    total: int
    kind: Literal["welcome_back"] = "welcome_back"


@dataclass(frozen=True, slots=True)
class ClosedScreen:
    """The interview ended without being held: `declined`, `withdrawn`, `refused`."""

    cause: Literal["declined", "withdrawn", "refused"]
    kind: Literal["closed"] = "closed"


CandidateScreen = (
    WelcomeScreen
    | LanguageScreen
    | CheckInScreen
    | ConsentScreen
    | CardScreen
    | FaceScreen
    | LivenessScreen
    | RoomScreen
    | BriefingScreen
    | QuestionScreen
    | SavedScreen
    | ReplyScreen
    | SealingScreen
    | ReceiptScreen
    | PausedScreen
    | WelcomeBackScreen
    | ClosedScreen
)


@dataclass(frozen=True, slots=True)
class ShowCandidate:
    """Show this on the candidate's window.

    Attributes:
        language: of the texts.
        recording: whether a recording is running (a mark is shown).
        help_asked: the operator has been called and has not answered yet.
    """

    screen: CandidateScreen
    language: Language
    recording: bool
    help_asked: bool
    kind: Literal["show_candidate"] = "show_candidate"


# ------------------------------------------------------------------ the operator's window


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One of today's assignments.

    Attributes:
        time: `HH:MM`, local.
        state: `due`, `running`, `interrupted`, `done`.
    """

    assignment: AssignmentId
    time: str
    candidate_name: str
    position: str
    state: Literal["due", "running", "interrupted", "done"]


@dataclass(frozen=True, slots=True)
class DecisionAsked:
    """A step the machine could not pass; a person decides.

    Attributes:
        step: `card_front`, `card_back`, `face_match`, `liveness`, `check_in`, `recheck_card`,
            `recheck_face`.
        problems: why.
        fields: what was read or measured.
    """

    step: str
    problems: tuple[Problem, ...]
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """One of the kiosk's processes: `running`, `starting`, `restarting`, `given_up`."""

    name: str
    state: Literal["running", "starting", "restarting", "given_up"]
    restarts: int


@dataclass(frozen=True, slots=True)
class ShowOperator:
    """Everything the operator's window shows.

    Attributes:
        locked: only the PIN pad and the state lights are shown.
        pin_wrong: the last PIN was refused.
        branch, kiosk: names.
        assignments: today's.
        stage: English-free code of where the session stands (`idle`, `consent`, `question`, ...).
        question, questions: where in the interview; 0 when not.
        candidate_name: empty when no session runs.
        recording, recorded_s, unsynced_s: state of the recording; seconds not yet on the disk.
        camera, room_camera, microphone: `ok`, `missing`, `lost`, `frozen`, `dark`, `silent`.
        level_db, peak_db, fps: live.
        disk_free_gb: free space.
        online: HQ answers.
        outbox: bundles on their way.
        alerts: of this session.
        decision: what waits for a decision.
        help_asked: the candidate calls.
        processes: the kiosk's processes.
        problems: anything else that needs a person.
        faults: the time that faults cost this session, credited to the candidate.
    """

    locked: bool
    pin_wrong: bool
    branch: str
    kiosk: str
    assignments: tuple[AssignmentLine, ...]
    stage: str
    question: int
    questions: int
    candidate_name: str
    recording: bool
    recorded_s: float
    unsynced_s: float
    camera: str
    room_camera: str
    microphone: str
    level_db: float
    peak_db: float
    fps: float
    disk_free_gb: float
    online: bool
    outbox: tuple[OutboxItem, ...]
    alerts: tuple[Alert, ...]
    decision: DecisionAsked | None
    help_asked: bool
    processes: tuple[ProcessLine, ...]
    problems: tuple[Problem, ...]
    faults: tuple[FaultCredit, ...] = ()
    kind: Literal["show_operator"] = "show_operator"


@dataclass(frozen=True, slots=True)
class CloseScreens:
    """Close the windows and end the process."""

    kind: Literal["close_screens"] = "close_screens"


@dataclass(frozen=True, slots=True)
class GiveMark:
    """Show white on the candidate's window for a third of a second, once."""

    kind: Literal["give_mark"] = "give_mark"


ScreenCommand = ShowCandidate | ShowOperator | GiveMark | CloseScreens

# ------------------------------------------------------------------ what people did


@dataclass(frozen=True, slots=True)
class ScreensReady:
    """The windows are up."""

    kind: Literal["screens_ready"] = "screens_ready"


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """The candidate chose a language (any time)."""

    language: Language
    kind: Literal["choose_language"] = "choose_language"


@dataclass(frozen=True, slots=True)
class Continue:
    """Go on: begin, confirm what was read, start the answer early, finish the answer, next.

    Attributes:
        screen: `kind` of the screen the button was on; ignored when another is shown by now.
        phase: of a question screen, empty otherwise.
    """

    screen: str
    phase: str = ""
    kind: Literal["continue"] = "continue"


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Read the card again, match again, do the gestures again."""

    screen: str
    kind: Literal["try_again"] = "try_again"


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """The consent form was sent: the keys ticked."""

    keys: tuple[str, ...]
    kind: Literal["give_consent"] = "give_consent"


@dataclass(frozen=True, slots=True)
class Decline:
    """The candidate does not consent, or stops the interview."""

    kind: Literal["decline"] = "decline"


@dataclass(frozen=True, slots=True)
class AskHelp:
    """Call the operator."""

    kind: Literal["ask_help"] = "ask_help"


@dataclass(frozen=True, slots=True)
class SendReply:
    """The right to reply was used; empty text for nothing to add."""

    text: str
    kind: Literal["send_reply"] = "send_reply"


@dataclass(frozen=True, slots=True)
class EnterPin:
    """The operator unlocks the window."""

    pin: str
    kind: Literal["enter_pin"] = "enter_pin"


@dataclass(frozen=True, slots=True)
class LockOperator:
    """The operator locks the window."""

    kind: Literal["lock_operator"] = "lock_operator"


@dataclass(frozen=True, slots=True)
class StartAssignment:
    """The operator starts (or resumes) an assignment."""

    assignment: AssignmentId
    kind: Literal["start_assignment"] = "start_assignment"


@dataclass(frozen=True, slots=True)
class Decide:
    """The operator decides what `DecisionAsked` asked.

    Attributes:
        accept: go on although the machine did not pass it; False ends the interview.
        reason: written into the record; must not be empty when accepting.
    """

    step: str
    accept: bool
    reason: str
    kind: Literal["decide"] = "decide"


@dataclass(frozen=True, slots=True)
class AnswerHelp:
    """The operator came."""

    kind: Literal["answer_help"] = "answer_help"


@dataclass(frozen=True, slots=True)
class NoteAlert:
    """The operator acknowledges an alert (index in `ShowOperator.alerts`) with a note."""

    index: int
    note: str
    kind: Literal["note_alert"] = "note_alert"


@dataclass(frozen=True, slots=True)
class PauseInterview:
    """The operator pauses or goes on."""

    paused: bool
    kind: Literal["pause_interview"] = "pause_interview"


@dataclass(frozen=True, slots=True)
class CloseKiosk:
    """The operator closes the program (only between interviews)."""

    kind: Literal["close_kiosk"] = "close_kiosk"


ScreenReport = (
    ScreensReady
    | ChooseLanguage
    | Continue
    | TryAgain
    | GiveConsent
    | Decline
    | AskHelp
    | SendReply
    | EnterPin
    | LockOperator
    | StartAssignment
    | Decide
    | AnswerHelp
    | NoteAlert
    | PauseInterview
    | CloseKiosk
)

# ------------------------------------------------------------------ settings of the process


@dataclass(frozen=True, slots=True)
class ScreensConfig:
    """The screens' settings.

    Attributes:
        windowed: two ordinary windows instead of full screen.
        headless: draw into memory only (Qt's offscreen platform); for servers and tests.
        frame_slot: name of the candidate camera's `FrameSlot`; empty for none.
        room_slot: name of the room camera's; empty for none.
        theme: colours.
        start_language: both windows begin in it.
        drive: obey a driver on `drive_path` (docs/driver.md). Never on a real kiosk.
        drive_path: local socket to listen on; an existing folder of the user's own.
        large_type, high_contrast: for the candidate's window.
    """

    windowed: bool
    headless: bool
    frame_slot: str
    room_slot: str
    theme: Literal["light", "dark"]
    start_language: Language
    drive: bool = False
    drive_path: str = ""
    large_type: bool = False
    high_contrast: bool = False
