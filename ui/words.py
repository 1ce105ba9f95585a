"""Codes into words: English sources, translated by `ui.i18n` like everything else.

A code that is not known here gets a general sentence with the code in it, never nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ui.marking import QT_TRANSLATE_NOOP
from ui.problems import DOCUMENT_UNSEEN, PROBLEMS

HINTS: Mapping[str, str] = {
    "no_card": QT_TRANSLATE_NOOP("Words", "Hold the card inside the frame."),
    "too_far": QT_TRANSLATE_NOOP("Words", "Bring the card a little closer."),
    "blurred": QT_TRANSLATE_NOOP("Words", "The picture is blurred. Hold the card still."),
    "glare": QT_TRANSLATE_NOOP("Words", "The card reflects the light. Tilt it slightly."),
    "tilted": QT_TRANSLATE_NOOP("Words", "Hold the card straight."),
    "hold_still": QT_TRANSLATE_NOOP("Words", "Good. Hold it still for a moment."),
    "wrong_side": QT_TRANSLATE_NOOP("Words", "This is the other side. Please turn the card over."),
}

FIELDS: Mapping[str, str] = {
    "name": QT_TRANSLATE_NOOP("Words", "Name"),
    "sex": QT_TRANSLATE_NOOP("Words", "Sex"),
    "ethnicity": QT_TRANSLATE_NOOP("Words", "Ethnicity"),
    "birth": QT_TRANSLATE_NOOP("Words", "Date of birth"),
    "address": QT_TRANSLATE_NOOP("Words", "Address"),
    "number": QT_TRANSLATE_NOOP("Words", "ID number"),
    "authority": QT_TRANSLATE_NOOP("Words", "Issued by"),
    "valid_from": QT_TRANSLATE_NOOP("Words", "Valid from"),
    "valid_to": QT_TRANSLATE_NOOP("Words", "Valid until"),
    "nationality": QT_TRANSLATE_NOOP("Words", "Nationality"),
    "document_number": QT_TRANSLATE_NOOP("Words", "Document no."),
    "score": QT_TRANSLATE_NOOP("Words", "Similarity"),
    "threshold": QT_TRANSLATE_NOOP("Words", "Required"),
    "sure": QT_TRANSLATE_NOOP("Words", "Sure from"),
    "blink": QT_TRANSLATE_NOOP("Words", "Blink"),
    "turn_left": QT_TRANSLATE_NOOP("Words", "Turn to the left"),
    "turn_right": QT_TRANSLATE_NOOP("Words", "Turn to the right"),
    "nod": QT_TRANSLATE_NOOP("Words", "Nod"),
    "open_mouth": QT_TRANSLATE_NOOP("Words", "Open the mouth"),
    "say_digits": QT_TRANSLATE_NOOP("Words", "Read digits aloud"),
}

VALUES: Mapping[str, str] = {
    "long-term": QT_TRANSLATE_NOOP("Words", "Long-term"),
    "seen": QT_TRANSLATE_NOOP("Words", "Seen"),
    "not seen": QT_TRANSLATE_NOOP("Words", "Not seen"),
    "not computed": QT_TRANSLATE_NOOP("Words", "Not computed"),
}

ZONE_HINTS: Mapping[str, str] = {
    "no_card": QT_TRANSLATE_NOOP("Words", "Hold the lines with <<< inside the frame."),
    "too_far": QT_TRANSLATE_NOOP("Words", "Bring the document a little closer."),
    "glare": QT_TRANSLATE_NOOP("Words", "The document reflects the light. Tilt it slightly."),
    "tilted": QT_TRANSLATE_NOOP("Words", "Hold the document straight."),
}
"""Of a document with a machine-readable zone, where they differ from `HINTS`."""

DOCUMENTS: Mapping[str, str] = {
    "resident_card": QT_TRANSLATE_NOOP("Words", "Resident ID card, residence permit"),
    "residence_permit": QT_TRANSLATE_NOOP("Words", "Residence permit (HK, Macao, Taiwan)"),
    "passport": QT_TRANSLATE_NOOP("Words", "Passport"),
    "permanent_resident": QT_TRANSLATE_NOOP("Words", "Foreign permanent resident ID card"),
    "hk_macao_permit": QT_TRANSLATE_NOOP("Words", "Travel permit (Hong Kong, Macao)"),
    "taiwan_permit": QT_TRANSLATE_NOOP("Words", "Travel permit (Taiwan)"),
}

CHALLENGES: Mapping[str, str] = {
    "blink": QT_TRANSLATE_NOOP("Words", "Blink your eyes"),
    "turn_left": QT_TRANSLATE_NOOP("Words", "Turn your head to the left"),
    "turn_right": QT_TRANSLATE_NOOP("Words", "Turn your head to the right"),
    "nod": QT_TRANSLATE_NOOP("Words", "Nod your head"),
    "open_mouth": QT_TRANSLATE_NOOP("Words", "Open your mouth"),
    "say_digits": QT_TRANSLATE_NOOP("Words", "Read these digits aloud, one by one"),
}

CHECKS: Mapping[str, str] = {
    "camera": QT_TRANSLATE_NOOP("Words", "Camera"),
    "microphone": QT_TRANSLATE_NOOP("Words", "Microphone"),
    "light": QT_TRANSLATE_NOOP("Words", "Light"),
    "alone": QT_TRANSLATE_NOOP("Words", "Nobody else in the room"),
    "disk": QT_TRANSLATE_NOOP("Words", "Storage"),
    "network": QT_TRANSLATE_NOOP("Words", "Connection to headquarters"),
}

CHECK_STATES: Mapping[str, str] = {
    "checking": QT_TRANSLATE_NOOP("Words", "Checking…"),
    "ok": QT_TRANSLATE_NOOP("Words", "Everything is fine"),
    "warning": QT_TRANSLATE_NOOP("Words", "You may go on"),
    "failed": QT_TRANSLATE_NOOP("Words", "Please call a member of staff"),
}

CHECK_CODES: Mapping[str, str] = {
    "camera_missing": QT_TRANSLATE_NOOP("Words", "The camera is starting…"),
    "camera_lost": QT_TRANSLATE_NOOP(
        "Words", "The camera does not answer. Please call a member of staff."
    ),
    "camera_frozen": QT_TRANSLATE_NOOP(
        "Words", "The picture stands still. Please call a member of staff."
    ),
    "camera_dark": QT_TRANSLATE_NOOP("Words", "The picture is black. Is the lens covered?"),
    "microphone_missing": QT_TRANSLATE_NOOP(
        "Words", "No microphone was found. Please call a member of staff."
    ),
    "microphone_lost": QT_TRANSLATE_NOOP(
        "Words", "The microphone does not answer. Please call a member of staff."
    ),
    "microphone_silent": QT_TRANSLATE_NOOP("Words", "Nothing can be heard. Is the microphone off?"),
    "say_something": QT_TRANSLATE_NOOP("Words", "Please say a few words, such as your name."),
    "too_dark": QT_TRANSLATE_NOOP("Words", "It is rather dark. You may go on."),
    "too_bright": QT_TRANSLATE_NOOP("Words", "It is rather bright. You may go on."),
    "no_face": QT_TRANSLATE_NOOP("Words", "Please sit so that your face is in the picture."),
    "second_person": QT_TRANSLATE_NOOP("Words", "Somebody else is in the picture."),
    "disk_full": QT_TRANSLATE_NOOP(
        "Words", "There is not enough space. Please call a member of staff."
    ),
    "disk_low": QT_TRANSLATE_NOOP("Words", "There is enough space for this interview."),
    "offline": QT_TRANSLATE_NOOP(
        "Words", "Not connected. Your interview is kept safe here and sent later."
    ),
}

ALERTS: Mapping[str, str] = {
    "left_frame": QT_TRANSLATE_NOOP("Words", "Nobody was in the picture"),
    "second_person": QT_TRANSLATE_NOOP("Words", "A second person was in the picture"),
    "different_person": QT_TRANSLATE_NOOP("Words", "The face was not the one identified"),
    "phone": QT_TRANSLATE_NOOP("Words", "A phone or a tablet was in the picture"),
    "notes": QT_TRANSLATE_NOOP("Words", "Papers, a book or a tablet in the hand"),
    "looking_away": QT_TRANSLATE_NOOP("Words", "Looking away for some time"),
    "face_covered": QT_TRANSLATE_NOOP("Words", "The face was covered"),
    "camera_blocked": QT_TRANSLATE_NOOP("Words", "The camera was covered"),
    "second_voice": QT_TRANSLATE_NOOP("Words", "A second voice was heard"),
    "reads_elsewhere": QT_TRANSLATE_NOOP("Words", "The eyes went along lines while speaking"),
    "extra_display": QT_TRANSLATE_NOOP("Words", "A further display was connected to the PC"),
    "remote_control": QT_TRANSLATE_NOOP("Words", "A remote control program was running on the PC"),
    "virtual_camera": QT_TRANSLATE_NOOP("Words", "The camera was a program, not a device"),
    "usb_device": QT_TRANSLATE_NOOP("Words", "A USB device was plugged into the PC"),
}

UNWATCHED: Mapping[str, str] = {
    "watcher_ended": QT_TRANSLATE_NOOP("Words", "the live models were being started again"),
    "watcher_silent": QT_TRANSLATE_NOOP("Words", "the live models did not look"),
    "camera_lost": QT_TRANSLATE_NOOP("Words", "the camera was lost"),
    "too_few_looks": QT_TRANSLATE_NOOP("Words", "this PC could not keep up"),
    "face_not_comparable": QT_TRANSLATE_NOOP(
        "Words", "the face could not be compared: look who it is"
    ),
    "face_unknown": QT_TRANSLATE_NOOP("Words", "the face is no longer known here: look who it is"),
    "too_dark": QT_TRANSLATE_NOOP("Words", "too dark to watch for phones"),
    "too_coarse": QT_TRANSLATE_NOOP("Words", "the face is too small to watch for phones"),
}

PAUSES: Mapping[str, str] = {
    "operator": QT_TRANSLATE_NOOP("Words", "A member of staff has paused the interview."),
    "camera_lost": QT_TRANSLATE_NOOP("Words", "The camera does not answer. We are on it."),
    "microphone_lost": QT_TRANSLATE_NOOP("Words", "The microphone does not answer. We are on it."),
    "recorder_lost": QT_TRANSLATE_NOOP("Words", "The recording is being started again."),
    "disk_full": QT_TRANSLATE_NOOP("Words", "There is no space left for the recording."),
    "disk_hangs": QT_TRANSLATE_NOOP("Words", "The disk does not answer. We are on it."),
    "restart": QT_TRANSLATE_NOOP("Words", "The booth was restarted."),
    "suspended": QT_TRANSLATE_NOOP("Words", "The computer had fallen asleep."),
    "stood_still": QT_TRANSLATE_NOOP("Words", "The booth stood still for a moment."),
    "models_restarted": QT_TRANSLATE_NOOP("Words", "The face recognition was started again."),
    "moved": QT_TRANSLATE_NOOP("Words", "Your interview goes on in this booth."),
}

FAULTS: Mapping[str, str] = {
    "operator": QT_TRANSLATE_NOOP("Words", "Paused by a member of staff"),
    "camera_lost": QT_TRANSLATE_NOOP("Words", "The camera did not answer"),
    "microphone_lost": QT_TRANSLATE_NOOP("Words", "The microphone did not answer"),
    "recorder_lost": QT_TRANSLATE_NOOP("Words", "The recording was started again"),
    "disk_full": QT_TRANSLATE_NOOP("Words", "There was no space for the recording"),
    "disk_hangs": QT_TRANSLATE_NOOP("Words", "The disk did not answer"),
    "restart": QT_TRANSLATE_NOOP("Words", "The booth was restarted"),
    "suspended": QT_TRANSLATE_NOOP("Words", "The computer had fallen asleep"),
    "stood_still": QT_TRANSLATE_NOOP("Words", "The booth stood still"),
    "models_restarted": QT_TRANSLATE_NOOP("Words", "The face recognition was started again"),
    "moved": QT_TRANSLATE_NOOP("Words", "The interview was moved to another booth"),
}

STAGES: Mapping[str, str] = {
    "idle": QT_TRANSLATE_NOOP("Words", "No interview"),
    "language": QT_TRANSLATE_NOOP("Words", "Choosing a language"),
    "check_in": QT_TRANSLATE_NOOP("Words", "Checking in"),
    "phone_code": QT_TRANSLATE_NOOP("Words", "Code from the phone"),
    "consent": QT_TRANSLATE_NOOP("Words", "Consent"),
    "card_front": QT_TRANSLATE_NOOP("Words", "ID card, portrait side"),
    "card_back": QT_TRANSLATE_NOOP("Words", "ID card, emblem side"),
    "face_match": QT_TRANSLATE_NOOP("Words", "Comparing the face"),
    "liveness": QT_TRANSLATE_NOOP("Words", "Liveness"),
    "second_look": QT_TRANSLATE_NOOP("Words", "A second person looks"),
    "room_check": QT_TRANSLATE_NOOP("Words", "Room and devices"),
    "practice_briefing": QT_TRANSLATE_NOOP("Words", "Before the practice question"),
    "practice_preparing": QT_TRANSLATE_NOOP("Words", "Practice: preparing"),
    "practice_answering": QT_TRANSLATE_NOOP("Words", "Practice: answering"),
    "practice_saved": QT_TRANSLATE_NOOP("Words", "Practice done"),
    "briefing": QT_TRANSLATE_NOOP("Words", "Before the questions"),
    "preparing": QT_TRANSLATE_NOOP("Words", "Preparing an answer"),
    "answering": QT_TRANSLATE_NOOP("Words", "Answering"),
    "saved": QT_TRANSLATE_NOOP("Words", "Between questions"),
    "reply": QT_TRANSLATE_NOOP("Words", "Right to reply"),
    "sealing": QT_TRANSLATE_NOOP("Words", "Analysing and sealing"),
    "receipt": QT_TRANSLATE_NOOP("Words", "Receipt"),
    "paused": QT_TRANSLATE_NOOP("Words", "Paused"),
    "recheck_card": QT_TRANSLATE_NOOP("Words", "Card again after a break"),
    "recheck_face": QT_TRANSLATE_NOOP("Words", "Face again after a break"),
    "welcome_back": QT_TRANSLATE_NOOP("Words", "Before going on"),
    "closed": QT_TRANSLATE_NOOP("Words", "Ended early"),
    "done": QT_TRANSLATE_NOOP("Words", "Done"),
}

DEVICES: Mapping[str, str] = {
    "ok": QT_TRANSLATE_NOOP("Words", "In order"),
    "missing": QT_TRANSLATE_NOOP("Words", "Not found"),
    "lost": QT_TRANSLATE_NOOP("Words", "Lost"),
    "frozen": QT_TRANSLATE_NOOP("Words", "Frozen"),
    "dark": QT_TRANSLATE_NOOP("Words", "Dark"),
    "silent": QT_TRANSLATE_NOOP("Words", "Silent"),
    "clipping": QT_TRANSLATE_NOOP("Words", "Overdriven"),
}

OUTBOX: Mapping[str, str] = {
    "waiting": QT_TRANSLATE_NOOP("Words", "Waiting"),
    "uploading": QT_TRANSLATE_NOOP("Words", "Sending"),
    "uploaded": QT_TRANSLATE_NOOP("Words", "At headquarters, no receipt yet"),
    "receipted": QT_TRANSLATE_NOOP("Words", "Receipt received"),
    "refused": QT_TRANSLATE_NOOP("Words", "Refused by headquarters"),
}

PROCESSES: Mapping[str, str] = {
    "running": QT_TRANSLATE_NOOP("Words", "Running"),
    "starting": QT_TRANSLATE_NOOP("Words", "Starting"),
    "restarting": QT_TRANSLATE_NOOP("Words", "Restarting"),
    "given_up": QT_TRANSLATE_NOOP("Words", "Stopped"),
}

WORKERS: Mapping[str, str] = {
    "recorder": QT_TRANSLATE_NOOP("Words", "Recorder"),
    "watcher": QT_TRANSLATE_NOOP("Words", "Live models"),
    "analyst": QT_TRANSLATE_NOOP("Words", "Analysis"),
    "courier": QT_TRANSLATE_NOOP("Words", "Sealing and sending"),
    "screens": QT_TRANSLATE_NOOP("Words", "Screens"),
}

ASSIGNMENTS: Mapping[str, str] = {
    "due": QT_TRANSLATE_NOOP("Words", "Due"),
    "running": QT_TRANSLATE_NOOP("Words", "In progress"),
    "interrupted": QT_TRANSLATE_NOOP("Words", "Interrupted"),
    "done": QT_TRANSLATE_NOOP("Words", "Finished"),
}

RECEIPT_TITLE = QT_TRANSLATE_NOOP("Words", "Receipt of your interview")
RECEIPT_CHECK = QT_TRANSLATE_NOOP(
    "Words",
    "With this code anyone can check at headquarters that everything of your interview has arrived "
    "as it was sealed. It holds no name and no answer.",
)
RECEIPT_FINGERPRINT = QT_TRANSLATE_NOOP("Words", "Fingerprint of the sealed interview: {digest}")
"""On the printed receipt."""

UNKNOWN_PROBLEM = QT_TRANSLATE_NOOP("Words", "Something needs a person to look at it ({code}).")
UNKNOWN = QT_TRANSLATE_NOOP("Words", "Not known here ({code})")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for one window.

    Attributes:
        say: a marked English sentence in the window's language.
    """

    say: Callable[[str], str]

    def of(self, table: Mapping[str, str], code: str) -> str:
        """The words for a code; empty for an empty code."""
        if not code:
            return ""
        found = table.get(code)
        return self.say(found) if found else self.say(UNKNOWN).format(code=code)

    def problem(self, code: str, document: str = "") -> str:
        """What a `Problem` means; of this document, where one is asked for."""
        found = DOCUMENT_UNSEEN.get(document) if code == "CARD-NOT-FOUND" else None
        found = found or PROBLEMS.get(code)
        return self.say(found) if found else self.say(UNKNOWN_PROBLEM).format(code=code)

    def field(self, name: str) -> str:
        """A field's name; as it is when not one of ours."""
        found = FIELDS.get(name)
        return self.say(found) if found else name

    def value(self, value: str) -> str:
        """A field's value; only the few that are codes are translated."""
        found = VALUES.get(value)
        return self.say(found) if found else value
