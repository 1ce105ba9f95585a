"""The publishing keys in a backup of their own, sealed to the recovery key (`keys-v1`, part A)."""

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from pydantic import TypeAdapter

from app.bundle.dsse import Signer, open_envelope, sign_envelope
from app.bundle.durable import write_durably
from app.bundle.errors import SignatureError, WrongKeyError
from app.bundle.sealed_stream import SealedStream, seal_stream_bytes
from app.bundle.unseal import opener
from app.domain.errors import IntegrityError
from app.hq.errors import RecoveryForgedError
from app.hq.trust_keys import OFFLINE, ONLINE_KEY, is_key_name, write_keys

TRUST_BACKUP: Final = "keys/recovery-trust.json"
TRUST_BACKUP_TYPE = "application/vnd.booth.hq-recovery-trust+json"
_CONTEXT = b"booth-hq-recovery-trust"
_FORMAT = "booth-hq-recovery-trust/1"


@dataclass(frozen=True, slots=True)
class _TrustBackup:
    """What stands in it, signed.

    Attributes:
        public: the recovery key, raw X25519, hexadecimal.
        sealed: names and raw private keys (hexadecimal) sealed to it, base64.
    """

    format: str
    public: str
    sealed: str


_BACKUP = TypeAdapter(_TrustBackup)
_KEYS = TypeAdapter(dict[str, str])


def back_up_trust(home: Path, public: bytes, keys: Mapping[str, bytes], signer: Signer) -> None:
    """Seal the publishing keys to the recovery key, in the place of an earlier backup of them.

    Args:
        home: HQ's folder.
        public: the recovery key, raw.
        keys: raw private keys by the names of their files.
        signer: HQ's.
    """
    kept = _KEYS.dump_json({name: key.hex() for name, key in keys.items()})
    sealed = base64.b64encode(seal_stream_bytes(kept, (public,), _CONTEXT)).decode()
    backup = _BACKUP.dump_json(_TrustBackup(_FORMAT, public.hex(), sealed))
    write_durably(home / TRUST_BACKUP, sign_envelope(TRUST_BACKUP_TYPE, backup, signer))


def restore_trust(
    home: Path,
    recovery: X25519PrivateKey,
    signers: tuple[bytes, ...],
    out: Path,
    passphrase: bytes,
) -> tuple[str, ...]:
    """Write the publishing keys that were backed up: the one that stays, and the offline ones.

    Args:
        home: HQ's folder, of which only the backup is read.
        recovery: the recovery key.
        signers: HQ's signing keys, of which one signed it.
        out: where HQ's own key files are written; the offline ones in a folder in it.
        passphrase: of the files written.

    Returns:
        Their names; none where there is no backup, or one for an earlier set of shares.

    Raises:
        RecoveryForgedError: it is not signed by HQ, or malformed.
    """
    try:
        envelope = (home / TRUST_BACKUP).read_bytes()
    except FileNotFoundError:
        return ()
    try:
        backup = _BACKUP.validate_json(open_envelope(envelope, TRUST_BACKUP_TYPE, signers))
        if backup.public != recovery.public_key().public_bytes_raw().hex():
            return ()
        stream = io.BytesIO(base64.b64decode(backup.sealed, validate=True))
        kept = _KEYS.validate_json(b"".join(SealedStream(stream, opener(recovery))))
        keys = {name: bytes.fromhex(key) for name, key in kept.items()}
    except (ValueError, SignatureError, IntegrityError, WrongKeyError) as error:
        raise RecoveryForgedError("The backup of the publishing keys is not right") from error
    if backup.format != _FORMAT or not all(map(is_key_name, keys)):
        raise RecoveryForgedError("The backup of the publishing keys has an unknown form")
    online = Path(ONLINE_KEY).name
    write_keys(out, {name: key for name, key in keys.items() if name == online}, passphrase)
    offline = {name: key for name, key in keys.items() if name != online}
    write_keys(out / OFFLINE, offline, passphrase)
    return tuple(sorted(keys))
