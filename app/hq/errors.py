"""What goes wrong at headquarters."""

from app.domain.errors import DeviceError, IntegrityError, OperatorError


class HomeMissingError(OperatorError):
    """The folder named is not a headquarters."""

    code = "HQ-HOME-MISSING"
    advice = "Make one with `booth hq init --home DIR`, or give the right folder."


class HomeExistsError(OperatorError):
    """There is a headquarters already."""

    code = "HQ-HOME-EXISTS"
    advice = "Choose an empty folder; an existing headquarters is never overwritten."


class SessionUnknownError(OperatorError):
    """HQ holds no such session, or it has no such entry."""

    code = "HQ-SESSION-UNKNOWN"
    advice = "Look at the list of sessions with `booth hq status`."


class EnrolmentError(OperatorError):
    """An enrolment code is wrong, used, or the kiosk's key is not a key."""

    code = "HQ-ENROLMENT"
    advice = "Ask headquarters for a new enrolment code; each works once."


class KioskUnknownError(IntegrityError):
    """The bundle's kiosk is not enrolled here, or was revoked."""

    code = "INBOX-KIOSK-UNKNOWN"
    advice = "Enrol the kiosk, or ask the security office why it was revoked."


class AssignmentUnknownError(IntegrityError):
    """The bundle's assignment was not given to this branch, or with another flow."""

    code = "INBOX-ASSIGNMENT"
    advice = "Compare the assignment and its flow version with the one sent to the branch."


class ReplayedError(IntegrityError):
    """A bundle of this session is in the archive already."""

    code = "INBOX-REPLAYED"
    advice = "Nothing was imported; the session's first bundle stays as it is."


class IncompleteBundleError(IntegrityError):
    """The bundle lacks an entry that every session has."""

    code = "INBOX-INCOMPLETE"
    advice = "Ask the branch to keep the session's folder, and seal it again."


class RecordError(IntegrityError):
    """The session record inside the bundle is not a record of that session."""

    code = "INBOX-RECORD"
    advice = "Keep the bundle in quarantine and report it: no kiosk writes such a record."


class ClockError(IntegrityError):
    """The bundle claims a time that cannot be."""

    code = "INBOX-CLOCK"
    advice = "Set the kiosk's clock; then have the security office release the bundle."


class ObjectStoreError(DeviceError):
    """HQ's disk refused an object."""

    code = "HQ-OBJECTS"
    advice = "Free space on headquarters' disk; the kiosk sends again by itself."


class ObjectAlteredError(IntegrityError):
    """An object of the archive is not what was written."""

    code = "HQ-OBJECT-ALTERED"
    advice = "Restore the object from the backup; keep the altered file for the security office."


class UploadError(OperatorError):
    """An upload does not keep to the protocol."""

    code = "UPLOAD-REFUSED"
    advice = "Send it again from the beginning with a program version that fits headquarters."


class UploadTooLargeError(OperatorError):
    """A bundle larger than headquarters takes."""

    code = "UPLOAD-TOO-LARGE"
    advice = "Raise the limit with `booth hq limits`, or bring the bundle by hand (`hq import`)."


class KioskQuotaError(DeviceError):
    """A kiosk has as many uploads, or bytes of them, under way or in quarantine as it may."""

    code = "UPLOAD-QUOTA"
    advice = "Look at the quarantine with `booth hq status`; `booth hq limits` sets the quota."


class LimitsError(OperatorError):
    """Limits that make no sense."""

    code = "HQ-LIMITS"
    advice = "Give whole numbers: at least 1 GiB and 1 upload for a kiosk, at least 0 GiB free."


class KeysWishError(OperatorError):
    """A key of a kind that cannot be."""

    code = "KEYS-WISH"
    advice = "Give --hsm-token with --keys hsm and only then; a hybrid key is for sealing only."


class SigningChainError(IntegrityError):
    """HQ's list of its signing keys is not the one its keys signed."""

    code = "HQ-SIGNING-CHAIN"
    advice = "Restore keys/signing.json from a backup; keep the altered file as evidence."


class RecipientsError(IntegrityError):
    """The statement of whom kiosks seal to is not the one of who holds the sealing keys."""

    code = "HQ-RECIPIENTS"
    advice = "Keep the altered file as evidence; restore keys/recipients.json from a backup."


class NotSplitError(OperatorError):
    """The keys that sign and those that open are not apart, or are apart already."""

    code = "HQ-NOT-SPLIT"
    advice = "Set headquarters' keys apart once with `booth hq keys split`."


class SealingKeyAwayError(OperatorError):
    """Something would have to be opened where the sealing key is not."""

    code = "HQ-SEALED"
    advice = "Have the holder of the sealing key run `booth hq open` on headquarters' folder."


class LockedError(OperatorError):
    """HQ's private keys are not open."""

    code = "HQ-LOCKED"
    advice = "Give the passphrase with --passphrase-file."


class SendingRulesError(OperatorError):
    """Rules for sending that no branch can keep."""

    code = "HQ-SENDING-RULES"
    advice = "Give hours as HH:MM, 1 or 2 at once, and a limit of 0 or at least 16 KiB a second."


class StatementError(OperatorError):
    """A kiosk's statement of its sessions cannot be believed."""

    code = "HQ-STATEMENT"
    advice = "Look whether two machines run with one kiosk's keys; bring both programs up to date."


class InboxFailedError(DeviceError):
    """The inbox failed for a reason of its own; the bundle is kept and will be looked at again."""

    code = "INBOX-FAILED"
    advice = "Look into headquarters' log; nothing was lost."


class AddressRefusedError(OperatorError):
    """HQ's address is not one."""

    code = "HQ-ADDRESS"
    advice = "Give it as https://host:port, for example https://127.0.0.1:8443."


class MediaUnplayableError(IntegrityError):
    """A media part holds nothing a browser could play."""

    code = "MEDIA-UNPLAYABLE"
    advice = (
        "See in the dossier whether the part is complete; the bundle itself is kept as it came."
    )


class PartUnknownError(OperatorError):
    """The session has no such part or answer."""

    code = "PART-UNKNOWN"
    advice = "Open the session's dossier and follow a link there."


class UserExistsError(OperatorError):
    """A user of that name exists already."""

    code = "USER-EXISTS"
    advice = "Choose another name."


class UserRefusedError(OperatorError):
    """A name, role or password that is not allowed."""

    code = "USER-REFUSED"
    advice = "Use a name of 1 to 64 characters, a known role and a password of at least 12."


class PageFaultError(OperatorError):
    """A language pack or template of the console does not fit."""

    code = "CONSOLE-RESOURCES"
    advice = "Install the program again; its resources folder is not whole."


class ServeRefusedError(OperatorError):
    """The server could not start to listen."""

    code = "SERVE-REFUSED"
    advice = "Choose another port, or stop what listens there."


class ReceiptForgedError(IntegrityError):
    """A candidate's receipt was signed by nobody known here."""

    code = "RECEIPT-FORGED"
    advice = "Look at the receipt with the candidate; ask the branch which headquarters it is of."


class RecoveryMissingError(OperatorError):
    """No recovery shares were ever made for this headquarters."""

    code = "RECOVERY-MISSING"
    advice = "Bring keys/recovery.json from a backup, or make shares with `booth hq recovery make`."


class RecoveryForgedError(IntegrityError):
    """The backup of headquarters' keys is not by headquarters."""

    code = "RECOVERY-FORGED"
    advice = "Keep it for the security office and use another copy of keys/recovery.json."
