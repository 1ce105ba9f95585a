"""What goes wrong between a branch and headquarters."""

from app.domain.errors import DeviceError, IntegrityError, OperatorError


class NotEnrolledError(OperatorError):
    """The kiosk does not know any headquarters."""

    code = "KIOSK-NOT-ENROLLED"
    advice = "Enrol it with a code from headquarters."


class AlreadyEnrolledError(OperatorError):
    """The kiosk belongs to a headquarters already."""

    code = "KIOSK-ENROLLED"
    advice = "Choose another data folder; an enrolled kiosk keeps its keys."


class CertificateError(IntegrityError):
    """Whoever answers at HQ's address is not the HQ that was pinned."""

    code = "SYNC-CERTIFICATE"
    advice = "Compare the certificate's fingerprint with headquarters by phone; send nothing."


class UnreachableError(DeviceError):
    """HQ did not answer, or the connection broke.

    Attributes:
        quoted: HQ's own code, where it answered that it cannot now; empty otherwise.
    """

    code = "SYNC-UNREACHABLE"
    advice = "Nothing is lost; the kiosk goes on trying. Check the network if it lasts."

    def __init__(self, what: str, quoted: str = "") -> None:
        super().__init__(what)
        self.quoted = quoted


class HqRefusedError(OperatorError):
    """HQ answered with a refusal, which is quoted.

    Attributes:
        quoted: HQ's own code; empty where it gave none.
    """

    code = "SYNC-REFUSED"
    advice = "Tell headquarters the code quoted; the recording stays at the branch meanwhile."

    def __init__(self, what: str, quoted: str = "") -> None:
        super().__init__(what)
        self.quoted = quoted


class NotAdmittedError(HqRefusedError):
    """HQ does not take this kiosk: its token or its certificate. Says nothing of any bundle."""

    code = "SYNC-NOT-ADMITTED"
    advice = "Tell headquarters the code quoted and this kiosk's name; recordings stay here."


class HqFullError(DeviceError):
    """HQ has no room for a bundle now, or this kiosk has brought as much as it may.

    Attributes:
        quoted: HQ's own code.
    """

    code = "SYNC-HQ-FULL"
    advice = "Tell headquarters; the recording stays here and is sent when there is room."

    def __init__(self, what: str, quoted: str = "") -> None:
        super().__init__(what)
        self.quoted = quoted


class UploadGoneError(HqRefusedError):
    """HQ has no such upload any more: it has taken the bundle in meanwhile, or lost it."""

    code = "SYNC-UPLOAD-GONE"
    advice = "Nothing; the kiosk asks what became of the bundle."


class StatementRefusedError(IntegrityError):
    """Something that should be signed by HQ is not, or does not fit this kiosk."""

    code = "SYNC-STATEMENT"
    advice = "Tell the security office; what the kiosk held before stays in force."


class SecretStoreError(OperatorError):
    """The store with the kiosk's secret does not answer."""

    code = "KIOSK-KEYSTORE"
    advice = "Log in as the user who runs the kiosk, so that its key store is open; then try again."


class KeyStoreError(IntegrityError):
    """The kiosk's own keys cannot be opened."""

    code = "KIOSK-KEYS"
    advice = "Restore the kiosk's keys folder, or enrol the kiosk anew with a new data folder."


class OutboxStateError(IntegrityError):
    """A bundle was to go from one state to another that does not follow it."""

    code = "OUTBOX-STATE"
    advice = "Report this with the log; the bundle stays in the outbox."


class MediaMissingError(IntegrityError):
    """A recording named by the session's record is not in its folder."""

    code = "SYNC-MEDIA-MISSING"
    advice = "Keep the session's folder as it is and report it to headquarters."


class RecordUnreadableError(IntegrityError):
    """The session record handed over for sealing is not one."""

    code = "SYNC-RECORD"
    advice = "Report this with the log; the session's folder is untouched."


class PeersExpiredError(OperatorError):
    """HQ's list of kiosks is missing or too old to move a session by."""

    code = "MOVE-PEERS"
    advice = "Connect this kiosk to headquarters for a minute and set its clock, then try again."


class MoveTargetError(OperatorError):
    """No session can be moved to that kiosk."""

    code = "MOVE-TARGET"
    advice = "Give the id of another enrolled kiosk; it stands at the top of its staff window."


class MoveSealedError(OperatorError):
    """The session is sealed: it is on its way to HQ and goes on nowhere."""

    code = "MOVE-SEALED"
    advice = "Leave it: the sealed session goes to headquarters from here, or its bundle by hand."


class MoveTakenError(OperatorError):
    """The session was moved to another kiosk before."""

    code = "MOVE-TAKEN"
    advice = "Export to the same kiosk again; or, if it never arrived, add --again and --reason."


class MoveReasonError(OperatorError):
    """A second move of the same session needs a reason."""

    code = "MOVE-REASON"
    advice = "Say with --reason why the session goes to another kiosk than it was first given to."


class MoveWriteError(DeviceError):
    """The move file or the session's new folder could not be written and read back."""

    code = "MOVE-WRITE"
    advice = "Free space or use another stick (exFAT or NTFS, for files above 4 GB); try again."


class MoveForeignError(IntegrityError):
    """The file is not a move file."""

    code = "MOVE-FOREIGN"
    advice = "Give the *.booth-move file that the other kiosk wrote; this is another kind of file."


class MoveVersionError(IntegrityError):
    """A move file of a version this program does not know."""

    code = "MOVE-VERSION"
    advice = "Bring both kiosks to the same program version, then export again."


class MoveTruncatedError(IntegrityError):
    """The move file ends before its manifest says."""

    code = "MOVE-TRUNCATED"
    advice = "Copy the file again from the other kiosk, or export again; this copy is not whole."


class MoveAlteredError(IntegrityError):
    """The move file is not what the other kiosk signed."""

    code = "MOVE-ALTERED"
    advice = "Keep this copy for the security office and export again at the other kiosk."


class MoveManifestError(IntegrityError):
    """The move file's manifest is malformed, or names what no kiosk writes."""

    code = "MOVE-MANIFEST"
    advice = "Keep this copy for the security office; no kiosk writes such a manifest."


class MoveSignatureError(IntegrityError):
    """The move file is not signed by a kiosk that HQ vouches for."""

    code = "MOVE-SIGNATURE"
    advice = "Do not use it; keep it for the security office and ask where it came from."


class MoveAddressError(IntegrityError):
    """The move file is for another kiosk, or for keys this kiosk no longer has."""

    code = "MOVE-ADDRESS"
    advice = "Import it at the kiosk named, or export again to this one with --again and a reason."


class MoveTooLargeError(IntegrityError):
    """The move file is larger than any session."""

    code = "MOVE-TOO-LARGE"
    advice = "Keep this copy for the security office; no kiosk writes such a file."


class MoveJournalError(IntegrityError):
    """The journal in the move file does not hold, or tells of another session or move."""

    code = "MOVE-JOURNAL"
    advice = "Keep this copy for the security office, and keep the other kiosk's session folder."


class MoveReplayedError(IntegrityError):
    """This kiosk had the session already."""

    code = "MOVE-REPLAYED"
    advice = "Start the kiosk: a session is imported once and goes on from what is here."


class MoveAssignmentError(OperatorError):
    """The candidate's assignment is finished or open here, or asks other questions here."""

    code = "MOVE-ASSIGNMENT"
    advice = "Ask headquarters which of the two sessions counts before anything goes on."


class MoveBusyError(OperatorError):
    """Another candidate's session is open at this kiosk."""

    code = "MOVE-BUSY"
    advice = "Finish the open interview first, or move the session to another kiosk."


class MoveRoomError(DeviceError):
    """There is not enough room for the session at this kiosk."""

    code = "MOVE-ROOM"
    advice = "Free space on the kiosk's disk, or move the session to another kiosk."


class CarryFolderError(OperatorError):
    """The stick's folder, or what is wanted on it, is not there."""

    code = "CARRY-FOLDER"
    advice = "Put the stick in and name its folder; `booth outbox list` shows what can be carried."


class CarryWriteError(DeviceError):
    """A bundle cannot be written to the stick."""

    code = "CARRY-WRITE"
    advice = "Use a stick with more room, or try again; nothing was lost here."


class CarryVerifyError(DeviceError):
    """What was read back from the stick is not what was written."""

    code = "CARRY-VERIFY"
    advice = "Use another stick: this one does not keep what is written to it."
