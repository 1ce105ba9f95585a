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
    """HQ did not answer, or the connection broke."""

    code = "SYNC-UNREACHABLE"
    advice = "Nothing is lost; the kiosk goes on trying. Check the network if it lasts."


class HqRefusedError(OperatorError):
    """HQ answered with a refusal, which is quoted."""

    code = "SYNC-REFUSED"
    advice = "Tell headquarters the code quoted; the recording stays at the branch meanwhile."


class StatementRefusedError(IntegrityError):
    """Something that should be signed by HQ is not, or does not fit this kiosk."""

    code = "SYNC-STATEMENT"
    advice = "Tell the security office; what the kiosk held before stays in force."


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
