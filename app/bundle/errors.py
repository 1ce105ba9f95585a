"""What goes wrong with sealed files, bundles and keys."""

from app.domain.errors import DeviceError, IntegrityError, OperatorError


class SealedWriteError(DeviceError):
    """The disk refused a record; everything appended before it stays readable."""

    code = "SEALED-WRITE"
    advice = "Free space on the disk or replace it; what was recorded before is safe."


class SealedForeignError(IntegrityError):
    """The bytes are not a sealed log at all."""

    code = "SEALED-FOREIGN"
    advice = "Give the sealed file the program wrote; this is another kind of file."


class SealedVersionError(IntegrityError):
    """A sealed log of a version this program does not know."""

    code = "SEALED-VERSION"
    advice = "Use a program version that knows this format."


class SealedAlteredError(IntegrityError):
    """A sealed log was changed after it was written."""

    code = "SEALED-ALTERED"
    advice = "Keep the file as it is and report it: its records before the place named are genuine."


class NotABundleError(IntegrityError):
    """The bytes do not begin like a bundle."""

    code = "BUNDLE-FOREIGN"
    advice = "Give a bundle file (*.bundle); this is another kind of file."


class BundleVersionError(IntegrityError):
    """A bundle of a version this program does not know."""

    code = "BUNDLE-VERSION"
    advice = "Use a program version that knows this format."


class BundleTruncatedError(IntegrityError):
    """The bundle ends before its manifest says."""

    code = "BUNDLE-TRUNCATED"
    advice = "Copy or upload the bundle again from the branch; this copy is not whole."


class BundleAlteredError(IntegrityError):
    """An entry of the bundle, or what follows the last one, is not what was signed."""

    code = "BUNDLE-ALTERED"
    advice = "Keep this copy for the security office and fetch the bundle from the branch again."


class ManifestError(IntegrityError):
    """The manifest is malformed, or names something it must not."""

    code = "BUNDLE-MANIFEST"
    advice = "Keep this copy for the security office; no kiosk writes such a manifest."


class SignatureError(IntegrityError):
    """A signature does not fit what it claims to sign, or its signer is not trusted."""

    code = "BUNDLE-SIGNATURE"
    advice = "Do not use it; keep it for the security office and ask the branch for the original."


class MoveProofError(IntegrityError):
    """A session's moves between kiosks are not those that the kiosks signed."""

    code = "MOVE-PROOF"
    advice = "Keep it for the security office; ask each kiosk named for its copy of the session."


class WrongKeyError(OperatorError):
    """The private key is none of the recipients'."""

    code = "BUNDLE-WRONG-KEY"
    advice = "Use the key file of the headquarters this was sealed to."


class KeyFileError(OperatorError):
    """A key file is not what it should be."""

    code = "KEY-FILE"
    advice = "Give the key file as headquarters' set-up wrote it."


class PassphraseError(OperatorError):
    """The passphrase does not open the key file."""

    code = "KEY-PASSPHRASE"
    advice = "Give the passphrase chosen when the key was made."


class TokenModuleError(OperatorError):
    """The library of a token's maker cannot be loaded."""

    code = "HSM-MODULE"
    advice = "Install the library of the token's maker and name its file in BOOTH_HSM_MODULE."


class TokenMissingError(OperatorError):
    """A token is not there, or is there twice."""

    code = "HSM-TOKEN"
    advice = "Connect the token; compare its label and serial number with the key's file."


class TokenPinError(OperatorError):
    """The PIN of a token is wrong, or was not given."""

    code = "HSM-PIN"
    advice = "Give the right PIN in BOOTH_HSM_PIN; a token locks after a few wrong ones."


class TokenPinLockedError(OperatorError):
    """A token took too many wrong PINs."""

    code = "HSM-PIN-LOCKED"
    advice = "Have the token's security officer unlock it; nothing on it is lost."


class TokenKeyError(OperatorError):
    """A key is not in its token, or is another one."""

    code = "HSM-KEY"
    advice = "Connect the token the key was made in, or restore it as its maker says."


class TokenFailedError(DeviceError):
    """A token did not do what it was asked."""

    code = "HSM-FAILED"
    advice = "Check the token and its connection, then start the server again; nothing was lost."


class CompletenessError(OperatorError):
    """A text is not that of a candidate's receipt."""

    code = "RECEIPT-TEXT"
    advice = "Read the QR code once more and copy its whole text, from BOOTH-RECEIPT to its end."


class JournalProofError(IntegrityError):
    """A proof of a journal's event is none."""

    code = "JOURNAL-PROOF"
    advice = "Do not rely on it; have headquarters make the proof again."


class RecoveryShareError(OperatorError):
    """A file is not a share of the recovery key."""

    code = "RECOVERY-SHARE"
    advice = "Compare the words with the sheet, one by one; a share has 33 words."


class RecoverySharesError(OperatorError):
    """The shares do not open the recovery key together."""

    code = "RECOVERY-SHARES"
    advice = "Bring as many different shares of the newest set as their sheets say."


class RecoveryWishError(OperatorError):
    """Shares cannot be made, or not put, as was wished."""

    code = "RECOVERY-WISH"
    advice = "Choose 2 to 16 shares, need at least 2 of them, and a folder outside headquarters'."
