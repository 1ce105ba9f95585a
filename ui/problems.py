"""Problem codes into words. Sources are English, translated by `ui.i18n`; see `ui.words`."""

from collections.abc import Mapping

from ui.marking import QT_TRANSLATE_NOOP

NOT_READ = QT_TRANSLATE_NOOP("Words", "Part of the card could not be read.")
CONTRADICTS = QT_TRANSLATE_NOOP("Words", "The card's number does not go with the rest of the card.")
NO_CODE_SENT = QT_TRANSLATE_NOOP(
    "Words", "A new code could not be sent. A member of staff can help."
)
NOT_VALID = QT_TRANSLATE_NOOP("Words", "The card's period of validity is not plausible.")
NO_PORTRAIT = QT_TRANSLATE_NOOP("Words", "No portrait was found on the card.")
UNSUITABLE = QT_TRANSLATE_NOOP("Words", "The face cannot be seen well enough to compare it.")
INTERRUPTED = QT_TRANSLATE_NOOP(
    "Words", "The face was not in the picture without interruption. It has to be done again."
)
NOT_SEALED = QT_TRANSLATE_NOOP(
    "Words", "The interview could not be sealed. Nothing is lost; please tell the administrator."
)
NO_MODEL = QT_TRANSLATE_NOOP(
    "Words", "A recognition model is missing. Please tell the administrator."
)
DOCUMENT_UNSEEN: Mapping[str, str] = {
    "passport": QT_TRANSLATE_NOOP("Words", "No passport page could be seen."),
    "permanent_resident": QT_TRANSLATE_NOOP(
        "Words", "No foreign permanent resident ID card could be seen."
    ),
    "hk_macao_permit": QT_TRANSLATE_NOOP(
        "Words", "No travel permit (Hong Kong, Macao) could be seen."
    ),
    "taiwan_permit": QT_TRANSLATE_NOOP("Words", "No travel permit (Taiwan) could be seen."),
}
"""`CARD-NOT-FOUND` where another document than an ID card is asked for."""

LANGUAGE_REFUSED = QT_TRANSLATE_NOOP(
    "Words", "The language pack that headquarters published cannot be read. Tell headquarters."
)
DOWN_REFUSED = QT_TRANSLATE_NOOP(
    "Words",
    "What headquarters published did not pass its checks: what was here stays. Please tell the "
    "administrator.",
)

PROBLEMS: Mapping[str, str] = {
    # check-in
    "INVITATION-OTHER": QT_TRANSLATE_NOOP("Words", "This code belongs to another appointment."),
    # ID card
    "CARD-NOT-FOUND": QT_TRANSLATE_NOOP("Words", "No ID card could be seen."),
    "CARD-SIDE-MISSING": QT_TRANSLATE_NOOP("Words", "This side of the card could not be read."),
    "CARD-FIELD-UNREAD": NOT_READ,
    "CARD-FIELD-UNSURE": NOT_READ,
    "CARD-OTHER-NAME": QT_TRANSLATE_NOOP("Words", "The name is not the one on the invitation."),
    "CARD-NAME-VARIANT": QT_TRANSLATE_NOOP(
        "Words", "The name is written in another way than on the invitation: please compare."
    ),
    "CARD-OTHER-PERSON": QT_TRANSLATE_NOOP("Words", "This is not the card that was shown before."),
    "CARD-PHOTOCOPY": QT_TRANSLATE_NOOP("Words", "This looks like a photocopy of a card."),
    "CARD-SCREEN": QT_TRANSLATE_NOOP("Words", "This looks like a card on a screen."),
    "CARD-SCREENSHOT": QT_TRANSLATE_NOOP("Words", "This picture was not taken by a camera."),
    "CARD-GLARE": QT_TRANSLATE_NOOP("Words", "Glare may hide print: compare with the card."),
    "CARD-BLURRED": QT_TRANSLATE_NOOP("Words", "The picture is blurred: compare with the card."),
    "CARD-NUMBER-CHECK": QT_TRANSLATE_NOOP("Words", "The card's number is not a valid number."),
    "CARD-NUMBER-REGION": QT_TRANSLATE_NOOP("Words", "The card's number names no known region."),
    "CARD-NUMBER-COUNTY": QT_TRANSLATE_NOOP(
        "Words", "The number's county is not on our list: it may be a new one."
    ),
    "CARD-NUMBER-BIRTH": CONTRADICTS,
    "CARD-BIRTH-DIFFERS": CONTRADICTS,
    "CARD-SEX-DIFFERS": CONTRADICTS,
    "CARD-BIRTH-FUTURE": QT_TRANSLATE_NOOP("Words", "The date of birth is not plausible."),
    "CARD-VALIDITY": NOT_VALID,
    "CARD-VALIDITY-SPAN": NOT_VALID,
    "CARD-NOT-YET-VALID": QT_TRANSLATE_NOOP("Words", "The card is not valid yet."),
    "CARD-SEX": QT_TRANSLATE_NOOP("Words", "The sex is not written as on such a document."),
    "CARD-ETHNICITY": QT_TRANSLATE_NOOP("Words", "The ethnicity is none of the 56."),
    "CARD-EXPIRED": QT_TRANSLATE_NOOP(
        "Words", "The document is not valid any more on the day of the appointment."
    ),
    "DOCUMENT-TYPED": QT_TRANSLATE_NOOP(
        "Words", "Type the fields as they stand on the document, then compare it with the person."
    ),
    "DOCUMENT-NUMBER": QT_TRANSLATE_NOOP("Words", "The number is not one of such a document."),
    "DOCUMENT-NATIONALITY": QT_TRANSLATE_NOOP(
        "Words", "The nationality is the code of three letters from the document, as CHN."
    ),
    "CARD-PORTRAIT": NO_PORTRAIT,
    "PORTRAIT-MISSING": NO_PORTRAIT,
    # face
    "FACE-NOT-CONSENTED": QT_TRANSLATE_NOOP(
        "Words", "The candidate chose to be identified by a person, without face recognition."
    ),
    "PHONE-CODE-WRONG": QT_TRANSLATE_NOOP("Words", "That is not the code that was sent."),
    "PHONE-CODE-TRIES": QT_TRANSLATE_NOOP(
        "Words", "The code was entered wrongly too often. It cannot be used any more."
    ),
    "PHONE-CODE-EXPIRED": QT_TRANSLATE_NOOP("Words", "The code's time is over."),
    "PHONE-CODE-LACKING": QT_TRANSLATE_NOOP("Words", "There is no code at hand."),
    "PHONE-CODE-LIMIT": QT_TRANSLATE_NOOP(
        "Words", "No further code is sent at the moment. A member of staff can help."
    ),
    "PHONE-UNKNOWN": NO_CODE_SENT,
    "SMS-UNAVAILABLE": NO_CODE_SENT,
    "SMS-FAILED": NO_CODE_SENT,
    "SMS-SETTINGS": NO_CODE_SENT,
    "SECOND-PIN-WRONG": QT_TRANSLATE_NOOP("Words", "That PIN is not right. Please try again."),
    "SECOND-SAME-PERSON": QT_TRANSLATE_NOOP(
        "Words", "That is the PIN of the person who has already confirmed. Somebody else has to."
    ),
    "FACE-NOT-MATCHED": QT_TRANSLATE_NOOP(
        "Words", "The face and the portrait on the card are not similar enough."
    ),
    "FACE-UNSURE": QT_TRANSLATE_NOOP(
        "Words",
        "The faces are alike, but not so much that the machine can be relied on alone."
        " Compare the portrait on the card with the person.",
    ),
    "FACE-NONE": QT_TRANSLATE_NOOP("Words", "No face could be seen."),
    "FACE-TWO": QT_TRANSLATE_NOOP("Words", "More than one face was in the picture."),
    "FACE-SMALL": QT_TRANSLATE_NOOP("Words", "The face is too far away."),
    "FACE-BLURRED": QT_TRANSLATE_NOOP("Words", "The face is blurred."),
    "FACE-DARK": QT_TRANSLATE_NOOP("Words", "There is too little light on the face."),
    "FACE-BRIGHT": QT_TRANSLATE_NOOP("Words", "There is too much light on the face."),
    "FACE-COVERED": QT_TRANSLATE_NOOP("Words", "Mouth or eyes are covered."),
    "FACE-TURNED": QT_TRANSLATE_NOOP("Words", "The face is turned away."),
    "FACE-ALIGN": UNSUITABLE,
    # liveness
    "LIVENESS-NOT-SEEN": QT_TRANSLATE_NOOP("Words", "A movement that was asked for was not seen."),
    "LIVENESS-CANNOT": QT_TRANSLATE_NOOP(
        "Words", "The candidate cannot do enough of the movements. Please look yourself."
    ),
    "LIVENESS-SCREEN": QT_TRANSLATE_NOOP(
        "Words", "The face seems to be shown on a screen. Please look who sits there."
    ),
    "LIVENESS-EDGES": QT_TRANSLATE_NOOP(
        "Words",
        "Straight edges are seen round the face, as of a screen or a picture frame. "
        "Please look who sits there, and what stands behind.",
    ),
    "LIVENESS-LIGHT": QT_TRANSLATE_NOOP(
        "Words",
        "The face does not answer the colours of the screen, as others do at this kiosk. "
        "Please look who sits there.",
    ),
    "LIVENESS-FLAT": QT_TRANSLATE_NOOP(
        "Words", "The face looks like a picture of a face. Please take away what is before you."
    ),
    "LIVENESS-OTHER": QT_TRANSLATE_NOOP(
        "Words",
        "Movements were seen that nobody had asked for, as in a recording. "
        "Please look who sits there.",
    ),
    "LIVENESS-TWO-FACES": QT_TRANSLATE_NOOP("Words", "More than one face was in the picture."),
    "LIVENESS-NOT-COMPARED": QT_TRANSLATE_NOOP(
        "Words", "The face was never seen well enough to be compared. Please see to the light."
    ),
    "LIVENESS-FACE-LOST": INTERRUPTED,
    "LIVENESS-FACE-JUMPED": INTERRUPTED,
    "LIVENESS-FACE-CHANGED": QT_TRANSLATE_NOOP(
        "Words", "The face became another person's in between."
    ),
    "SPOOF-WITHHELD": QT_TRANSLATE_NOOP(
        "Words", "Whether the picture is genuine could not be measured reliably."
    ),
    # devices, disk, network
    "CAMERA-LOST": QT_TRANSLATE_NOOP("Words", "A camera does not answer."),
    "CAMERA-NO-FRAMES": QT_TRANSLATE_NOOP("Words", "No picture comes from the camera."),
    "MICROPHONE-LOST": QT_TRANSLATE_NOOP("Words", "The microphone does not answer."),
    "DISK-FULL": QT_TRANSLATE_NOOP("Words", "The disk is full."),
    "DISK-LOW": QT_TRANSLATE_NOOP(
        "Words", "The disk is almost full: the interview stops after this answer. Free some space."
    ),
    "DISK-RESERVE": QT_TRANSLATE_NOOP(
        "Words", "There is not enough space for an interview. Free some space, then start again."
    ),
    "VIRTUAL-CAMERA": QT_TRANSLATE_NOOP(
        "Words",
        "The camera in use is a program, not a device: no interview begins with it. Tell IT.",
    ),
    "QUALITY-STEPPED": QT_TRANSLATE_NOOP(
        "Words", "The recording goes on in lower quality: this PC or its disk could not keep up."
    ),
    "SAFETY-LOST": QT_TRANSLATE_NOOP(
        "Words", "The second disk cannot be written to. The recording itself goes on."
    ),
    "SAFETY-LEFT-OUT": QT_TRANSLATE_NOOP(
        "Words",
        "The second disk did not answer: the interview was sealed without its copy.",
    ),
    "DISK-HANGS": QT_TRANSLATE_NOOP(
        "Words",
        "The disk does not answer. After three seconds the interview waits; check cable and power.",
    ),
    "DISK-UNAVAILABLE": QT_TRANSLATE_NOOP("Words", "The disk cannot be written to."),
    "RECORDING-WRITE": QT_TRANSLATE_NOOP("Words", "The recording cannot be written."),
    "ENCODER-FAILED": QT_TRANSLATE_NOOP("Words", "The picture or sound cannot be encoded."),
    # the program
    "PROCESS-LOST": QT_TRANSLATE_NOOP("Words", "A part of the program stopped."),
    "PROCESS-GIVEN-UP": QT_TRANSLATE_NOOP(
        "Words", "A part of the program keeps stopping. Please tell the administrator."
    ),
    "PROCESS-MESSAGE": QT_TRANSLATE_NOOP(
        "Words", "Two parts of the program do not fit together. Please tell the administrator."
    ),
    "JOURNAL-BROKEN": QT_TRANSLATE_NOOP(
        "Words", "An interview's record was altered. Please tell the administrator."
    ),
    "SESSION-MOVED": QT_TRANSLATE_NOOP(
        "Words", "An interview was moved to another booth and goes on there."
    ),
    "SESSION-MISSING": QT_TRANSLATE_NOOP("Words", "An interview's files are missing."),
    "MODEL-MISSING": NO_MODEL,
    "MODEL-LIST": NO_MODEL,
    "VISION-MODEL": NO_MODEL,
    "SPEECH-MODEL": NO_MODEL,
    # sealing and sending
    "SEALED-WRITE": NOT_SEALED,
    "SEALED-ALTERED": NOT_SEALED,
    "SEALED-FOREIGN": NOT_SEALED,
    "SEALED-VERSION": NOT_SEALED,
    "SYNC-MEDIA-MISSING": NOT_SEALED,
    "SYNC-RECORD": NOT_SEALED,
    "KIOSK-KEYS": QT_TRANSLATE_NOOP(
        "Words", "The kiosk's keys cannot be used. Please tell the administrator."
    ),
    "SYNC-CERTIFICATE": QT_TRANSLATE_NOOP(
        "Words", "Headquarters' certificate is not the known one. Please tell the administrator."
    ),
    "SYNC-REFUSED": QT_TRANSLATE_NOOP("Words", "Headquarters refused what was sent."),
    "SYNC-HQ-FULL": QT_TRANSLATE_NOOP("Words", "Headquarters has no room for it now."),
    "SYNC-NOT-ADMITTED": QT_TRANSLATE_NOOP(
        "Words", "Headquarters does not admit this kiosk. Please tell the administrator."
    ),
    "SYNC-UNREACHABLE": QT_TRANSLATE_NOOP("Words", "Headquarters cannot be reached."),
    # what headquarters publishes
    "DOWN-SIGNATURE": DOWN_REFUSED,
    "DOWN-ROLLBACK": DOWN_REFUSED,
    "DOWN-ALTERED": DOWN_REFUSED,
    "DOWN-TOO-LARGE": DOWN_REFUSED,
    "DOWN-ADDRESS": DOWN_REFUSED,
    "DOWN-CONTENT": DOWN_REFUSED,
    "SYNC-STATEMENT": DOWN_REFUSED,
    "SETTINGS-REFUSED": DOWN_REFUSED,
    "POLICY-REFUSED": DOWN_REFUSED,
    "DOWN-FROZEN": QT_TRANSLATE_NOOP(
        "Words", "Nothing new from headquarters is valid. Check this PC's clock and the network."
    ),
    "DOWN-CLOCK": QT_TRANSLATE_NOOP(
        "Words", "This PC's clock is behind headquarters' time. Please set it."
    ),
    "DOWN-EXPIRED": QT_TRANSLATE_NOOP(
        "Words",
        "Something that headquarters published has ended and still holds. Connect to headquarters.",
    ),
    "DOWN-POLICY-EXPIRED": QT_TRANSLATE_NOOP(
        "Words",
        "No interview may begin: headquarters' policy has ended. Check this PC's clock; connect to "
        "headquarters, or bring a stick from there.",
    ),
    "DOWN-MODELS": QT_TRANSLATE_NOOP(
        "Words", "Headquarters names models that are not here: the ones before are used."
    ),
    "LANGUAGE-LETTERS": QT_TRANSLATE_NOOP(
        "Words",
        "A language that headquarters published is not offered: this PC lacks a font for it.",
    ),
    "LANGUAGE-PACK": LANGUAGE_REFUSED,
    "CONSENT-TEXT": LANGUAGE_REFUSED,
    "CONSENT-VERSION": QT_TRANSLATE_NOOP(
        "Words",
        "A language that headquarters published is not offered: its consent form is of another "
        "version than this program's.",
    ),
    "DOWN-ROOM": QT_TRANSLATE_NOOP(
        "Words", "There is no room for a new version of the program. Free some space."
    ),
    "SOFTWARE-READY": QT_TRANSLATE_NOOP(
        "Words", "A new version of the program lies ready. It is installed when nobody is here."
    ),
    "SOFTWARE-NEXT-START": QT_TRANSLATE_NOOP(
        "Words", "Another version of the program is used from the kiosk's next start on."
    ),
    "SOFTWARE-TRIAL": QT_TRANSLATE_NOOP(
        "Words", "A new version of the program has just started. Please begin in half a minute."
    ),
    "SOFTWARE-ARCHIVE": QT_TRANSLATE_NOOP(
        "Words", "A new version of the program is not whole and was not installed."
    ),
    "SOFTWARE-OLDER": QT_TRANSLATE_NOOP(
        "Words", "Headquarters published a version of the program that is not newer than this one."
    ),
    "SOFTWARE-ROOM": QT_TRANSLATE_NOOP(
        "Words", "There is no room to install a new version of the program. Free some space."
    ),
    "SOFTWARE-UNHEALTHY": QT_TRANSLATE_NOOP(
        "Words", "A new version of the program does not work here; the one before is used."
    ),
    "SOFTWARE-DAMAGED": QT_TRANSLATE_NOOP(
        "Words", "A version of the program was damaged on the disk; the one before is used."
    ),
    "SOFTWARE-REVOKED": QT_TRANSLATE_NOOP(
        "Words", "Headquarters revoked the version of the program; the one before is used."
    ),
}
