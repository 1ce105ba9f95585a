"""The formats as they are for good: fixed bytes, read by our reader and by one of 40 lines.

The second reader follows `docs/spec/bundle-v1.md` and uses nothing of `app.bundle`.
"""

import base64
import hashlib
import io
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.bundle.format import open_bundle
from app.bundle.sealed_log import Reading, read_sealed_log
from app.bundle.unseal import open_entry, opener
from app.bundle.verify import verify_bundle
from app.domain.record import JOURNAL_ENTRY
from tests.bundle_samples import KIOSK, SESSION, journal, public_of, seal_key, sign_key

GOLDEN = Path(__file__).parent / "golden"
LOG_PLAIN = b"first record" + b"second record"
BUNDLE_DIGEST = "ec08db03f2b24e3f809542cc1c639613cb24ef11a215986ae8d850bce973bedf"


def independent_read(content: bytes, private: X25519PrivateKey) -> bytes:
    line, rest = content[:19], content[19:]
    assert line == b"booth-sealed-log/1\n"
    length = int.from_bytes(rest[:4], "big")
    header, at = json.loads(rest[4 : 4 + length]), 4 + length
    mine = hashlib.sha256(public_of(private)).hexdigest()[:16]
    (wrapped,) = [one["key"] for one in header["recipients"] if one["id"] == mine]
    file = bytes.fromhex(header["file"])
    info = line + file + bytes.fromhex(header["context"])
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    file_key = suite.decrypt(bytes.fromhex(wrapped), private, info)
    salt = hashlib.sha256(content[: 19 + at]).digest()
    key = HKDF(SHA256(), 32, salt, b"booth-sealed-log/1 records").derive(file_key)
    plain, number = b"", 0
    while True:
        word = int.from_bytes(rest[at : at + 4], "big")
        size, final = word & 0x7FFFFFFF, word >> 31
        bound = file + number.to_bytes(8, "big") + bytes([final])
        sealed = rest[at + 4 : at + 4 + size]
        plain += AESGCM(key).decrypt(number.to_bytes(12, "big"), sealed, bound)
        at, number = at + 4 + size, number + 1
        if final:
            assert at == len(rest)
            return plain


def stored(name: str) -> bytes:
    return base64.b64decode((GOLDEN / name).read_text())


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "golden.bundle"
    path.write_bytes(stored("bundle-v1.b64"))
    return path


def test_the_golden_log_opens() -> None:
    reading = Reading()
    chunks = list(read_sealed_log(io.BytesIO(stored("log-v1.b64")), opener(seal_key()), reading))
    assert chunks == [b"first record", b"second record"]
    assert reading.complete


def test_an_independent_reader_opens_the_golden_log() -> None:
    assert independent_read(stored("log-v1.b64"), seal_key()) == LOG_PLAIN


def test_the_golden_bundle_opens(bundle: Path) -> None:
    opened = open_bundle(bundle)
    found = verify_bundle(opened, {KIOSK: public_of(sign_key())})
    assert found.problems == ()
    assert found.digest == BUNDLE_DIGEST
    assert opened.manifest.session == SESSION
    placed = opened.placed(JOURNAL_ENTRY)
    assert placed is not None
    assert b"".join(open_entry(opened, placed, opener(seal_key()))) == journal()[0]


def test_an_independent_reader_opens_the_golden_bundle(bundle: Path) -> None:
    content = bundle.read_bytes()
    assert content.startswith(b"booth-bundle/1\n")
    length = int.from_bytes(content[15:19], "big")
    envelope, at = json.loads(content[19 : 19 + length]), 19 + length
    kind, payload = envelope["payloadType"].encode(), base64.b64decode(envelope["payload"])
    message = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    signature = base64.b64decode(envelope["signatures"][0]["sig"])
    Ed25519PublicKey.from_public_bytes(public_of(sign_key())).verify(signature, message)
    for entry in json.loads(payload)["entries"]:
        sealed = content[at : at + entry["size"]]
        assert hashlib.sha256(sealed).hexdigest() == entry["sha256"]
        if entry["name"] == JOURNAL_ENTRY:
            assert independent_read(sealed, seal_key()) == journal()[0]
        at += entry["size"]
    assert at == len(content)
