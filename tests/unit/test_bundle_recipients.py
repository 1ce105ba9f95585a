"""The kinds of keys that are sealed to: published vectors, a second reader, and downgrades."""

import base64
import hashlib
import io
import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.bundle.errors import SealedAlteredError, SealedVersionError, WrongKeyError
from app.bundle.hpke_outside import OutsideUnsealer, key_schedule, shared_secret
from app.bundle.keys import load_unsealing, read_public_key, write_private_key
from app.bundle.recipients import HybridPrivateKey, Unsealer, check_recipient, wrap_key
from app.bundle.sealed_format import LENGTH, LOG, key_id
from app.bundle.sealed_log import Reading, read_sealed_log
from app.bundle.unseal import opener
from tests.bundle_samples import public_of, seal_key

GOLDEN = Path(__file__).parent / "golden"
PLAIN = [b"first record", b"second record"]
FILE_KEY, INFO = b"k" * 32, b"info"
HYBRID = HybridPrivateKey(b"\x01" * 32)


def point_of(private: EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def outside(private: EllipticCurvePrivateKey) -> OutsideUnsealer:
    """As a token does it: nothing but the Diffie-Hellman."""

    def exchange(point: bytes) -> bytes:
        return private.exchange(
            ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
        )

    return OutsideUnsealer(point_of(private), exchange)


P256 = outside(derive_private_key(int.from_bytes(b"\x01" * 32), SECP256R1()))


def test_the_shared_secret_is_that_of_rfc_9180() -> None:
    # appendix A.3.1: DHKEM(P-256, HKDF-SHA256), base mode
    receiver = outside(
        derive_private_key(
            int("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2", 16),
            SECP256R1(),
        )
    )
    enc = bytes.fromhex(
        "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c09"
        "00be863c403ce65c9bfcb9382657222d18c4"
    )
    found = shared_secret(receiver.exchange(enc), enc, receiver.public)
    assert found.hex() == "c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8"


def test_what_the_library_seals_to_p256_opens_with_the_diffie_hellman_outside() -> None:
    for _ in range(20):
        wrapped = wrap_key(FILE_KEY, P256.public, INFO)
        assert len(wrapped) == 113
        assert P256.unwrap(wrapped, INFO) == FILE_KEY
    with pytest.raises(InvalidTag):
        P256.unwrap(wrapped, b"other")
    for at in (70, 112):
        bent = bytearray(wrapped)
        bent[at] ^= 1
        with pytest.raises(InvalidTag):
            P256.unwrap(bytes(bent), INFO)


def test_a_point_off_the_curve_never_reaches_the_private_key() -> None:
    def exchange(point: bytes) -> bytes:
        raise AssertionError(point)

    careful = OutsideUnsealer(P256.public, exchange)
    wrapped = wrap_key(FILE_KEY, P256.public, INFO)
    infinity = b"\x00"
    for bad in (wrapped[:64], b"", infinity, b"\x04" + bytes(64), b"\x04" + b"\xff" * 112):
        with pytest.raises(ValueError, match=r"key|curve|point|length|long|empty"):
            careful.unwrap(bad, INFO)


def independent_open(seed: bytes, wrapped: bytes, info: bytes) -> bytes:
    """X-Wing by its draft, then RFC 9180; nothing of ours, nor of the library's HPKE."""
    shared = xwing(seed, wrapped[:1120])
    suite = b"HPKE" + bytes.fromhex("647a00010002")
    key, nonce = key_schedule(suite, shared, info)
    return AESGCM(key).decrypt(nonce, wrapped[1120:], b"")


def xwing(seed: bytes, ciphertext: bytes) -> bytes:
    expanded = hashlib.shake_256(seed).digest(96)
    mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
    x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
    ours = x25519.public_key().public_bytes_raw()
    secret_m = mlkem.decapsulate(ciphertext[:1088])
    theirs = ciphertext[1088:]
    secret_x = x25519.exchange(X25519PublicKey.from_public_bytes(theirs))
    return hashlib.sha3_256(secret_m + secret_x + theirs + ours + b"\\.//^\\").digest()


def test_the_hybrid_key_is_that_of_the_draft() -> None:
    vector = json.loads((GOLDEN / "xwing.json").read_text())
    seed = bytes.fromhex(vector["seed"])
    assert HybridPrivateKey(seed).public.hex() == vector["pk"]
    assert xwing(seed, bytes.fromhex(vector["ct"])).hex() == vector["ss"]


def test_an_independent_reader_opens_what_is_wrapped_to_a_hybrid_key() -> None:
    wrapped = wrap_key(FILE_KEY, HYBRID.public, INFO)
    assert len(wrapped) == 1168
    assert independent_open(HYBRID.seed, wrapped, INFO) == FILE_KEY
    assert HYBRID.unwrap(wrapped, INFO) == FILE_KEY


@pytest.mark.parametrize("at", [0, 1087, 1088, 1119, 1120, 1167])
def test_both_halves_of_a_hybrid_key_are_needed(at: int) -> None:
    bent = bytearray(wrap_key(FILE_KEY, HYBRID.public, INFO))
    bent[at] ^= 1
    with pytest.raises(InvalidTag):
        HYBRID.unwrap(bytes(bent), INFO)


def golden() -> bytes:
    return base64.b64decode((GOLDEN / "log-by-key-v1.b64").read_text())


@pytest.mark.parametrize("key", [HYBRID, P256, seal_key()])
def test_the_golden_log_opens_with_each_of_its_keys(key: X25519PrivateKey | Unsealer) -> None:
    reading = Reading()
    assert list(read_sealed_log(io.BytesIO(golden()), opener(key), reading)) == PLAIN
    assert reading.complete


def rewritten(change: dict[str, object]) -> bytes:
    """The golden log with another header in its place."""
    content = golden()
    start = len(LOG.version_line) + LENGTH.size
    (length,) = LENGTH.unpack(content[start - LENGTH.size : start])
    header = json.loads(content[start : start + length]) | change
    body = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
    return LOG.version_line + LENGTH.pack(len(body)) + body + content[start + length :]


def header() -> dict[str, list[dict[str, str]]]:
    content = golden()
    start = len(LOG.version_line) + LENGTH.size
    (length,) = LENGTH.unpack(content[start - LENGTH.size : start])
    found: dict[str, list[dict[str, str]]] = json.loads(content[start : start + length])
    return found


def test_a_header_that_is_made_plain_opens_nothing() -> None:
    recipients = header()["recipients"]
    plain = [one for one in recipients if len(one["key"]) == 160]
    # the hybrid recipient's place taken by a key wrapped to its id, but plainly
    other = wrap_key(b"\x00" * 32, public_of(seal_key()), b"")
    swapped = [{"id": key_id(HYBRID.public), "key": other.hex()}, *plain]
    for change in (
        {"suite": LOG.suite},
        {"suite": LOG.suite, "recipients": plain},
        {"recipients": plain},
        {"recipients": recipients[:2]},
        {"recipients": swapped},
    ):
        for key in (HYBRID, P256, seal_key()):
            with pytest.raises((SealedAlteredError, WrongKeyError)):
                list(read_sealed_log(io.BytesIO(rewritten(change)), opener(key)))
    with pytest.raises(SealedVersionError):
        list(read_sealed_log(io.BytesIO(rewritten({"suite": "HPKE-NULL"})), opener(HYBRID)))


def test_what_is_no_key_is_not_sealed_to() -> None:
    for good in (HYBRID.public, P256.public, public_of(seal_key())):
        check_recipient(good)
    for bad in (b"", b"\x00" * 33, b"\x04" + b"\x01" * 64, b"\xff" * 1216, HYBRID.public[:-1]):
        with pytest.raises(ValueError, match=r"key|curve|point|length|long|empty"):
            check_recipient(bad)


def test_a_hybrid_key_file_opens_with_its_passphrase(tmp_path: Path) -> None:
    write_private_key(tmp_path / "seal.key", HYBRID, b"secret")
    assert load_unsealing(tmp_path / "seal.key", b"secret") == HYBRID
    assert read_public_key(tmp_path / "seal.key") == HYBRID.public
    assert HYBRID.seed.hex().encode() not in (tmp_path / "seal.key").read_bytes()
