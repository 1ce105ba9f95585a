"""Key files: what opens them, and what is said when nothing does."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)

from app.bundle.errors import KeyFileError, PassphraseError
from app.bundle.keys import load_ed25519, load_unsealing, read_public_key, write_private_key
from app.domain.errors import FileMissingError
from tests.bundle_samples import public_of, seal_key, sign_key


def test_a_key_file_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    path = tmp_path / "seal.key"
    write_private_key(path, seal_key(), b"secret")
    assert path.stat().st_mode & 0o777 == 0o600
    assert public_of(load_unsealing(path, b"secret")) == public_of(seal_key())
    assert read_public_key(path) == public_of(seal_key())
    for wrong in (b"Secret", b"", None):
        with pytest.raises(PassphraseError):
            load_unsealing(path, wrong)


def test_the_key_is_not_in_the_file_plain(tmp_path: Path) -> None:
    path = tmp_path / "seal.key"
    write_private_key(path, seal_key(), b"secret")
    assert (b"\x01" * 32).hex().encode() not in path.read_bytes()


def test_a_key_of_the_other_kind_is_refused(tmp_path: Path) -> None:
    write_private_key(tmp_path / "a", sign_key(), b"secret")
    with pytest.raises(KeyFileError, match="another kind"):
        load_unsealing(tmp_path / "a", b"secret")
    write_private_key(tmp_path / "b", seal_key(), b"secret")
    with pytest.raises(KeyFileError, match="another kind"):
        load_ed25519(tmp_path / "b", b"secret")


def test_pem_files_of_other_programs_are_read(tmp_path: Path) -> None:
    pem = sign_key().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")
    )
    (tmp_path / "key.pem").write_bytes(pem)
    assert public_of(load_ed25519(tmp_path / "key.pem", b"secret")) == public_of(sign_key())
    for wrong in (b"other", None):
        with pytest.raises(PassphraseError):
            load_ed25519(tmp_path / "key.pem", wrong)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"hello", b"\xff" * 100, b"-----BEGIN PRIVATE KEY-----\nAAAA\n"]
)
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(KeyFileError):
        load_unsealing(tmp_path / "x", b"secret")


def test_a_file_that_asks_for_endless_work_is_refused(tmp_path: Path) -> None:
    write_private_key(tmp_path / "x", seal_key(), b"secret")
    text = (tmp_path / "x").read_text().replace('"n": 1024', '"n": 1099511627776')
    (tmp_path / "x").write_text(text)
    with pytest.raises(KeyFileError, match="form that is not known"):
        load_unsealing(tmp_path / "x", b"secret")


def test_a_changed_public_key_is_found(tmp_path: Path) -> None:
    write_private_key(tmp_path / "x", seal_key(), b"secret")
    text = (tmp_path / "x").read_text()
    text = text.replace(public_of(seal_key()).hex(), public_of(seal_key(2)).hex())
    (tmp_path / "x").write_text(text)
    with pytest.raises(PassphraseError):
        load_unsealing(tmp_path / "x", b"secret")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError, match=r"nowhere\.key"):
        load_unsealing(tmp_path / "nowhere.key", b"secret")
