"""Where a private key in a token lies: the small file in the place of its key file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pydantic import TypeAdapter

from app.bundle.durable import write_durably
from app.bundle.errors import KeyFileError

TokenKeyKind = Literal["p256", "ed25519"]
FORMAT: Final = "booth-token-key/1"


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """Which token.

    Attributes:
        label: the token's.
        serial: the token's, so that another one with the same label is not taken; empty for any.
    """

    label: str
    serial: str = ""


@dataclass(frozen=True, slots=True)
class TokenAccess:
    """What opens a token; never kept beside the keys.

    Attributes:
        module: the file of the maker's PKCS#11 library.
        pin: of the token's user.
    """

    module: str
    pin: str


@dataclass(frozen=True, slots=True)
class TokenKeyFile:
    """Where a private key lies; nothing in it is secret, nothing in it is trusted.

    Attributes:
        format: `booth-token-key/1`.
        kind: `p256` opens what was sealed, `ed25519` signs.
        public: the public key, raw, hexadecimal: compared with what the token's key does.
        token: which token.
        id: the key's CKA_ID, hexadecimal.
    """

    format: str
    kind: TokenKeyKind
    public: str
    token: TokenPlace
    id: str


_FILE = TypeAdapter(TokenKeyFile)


def write_token_key(path: Path, file: TokenKeyFile) -> None:
    """Keep where a key lies; on the disk when this returns."""
    write_durably(path, _FILE.dump_json(file, indent=1))


def parse_token_key(content: bytes, name: str) -> TokenKeyFile | None:
    """Where a key lies; None when `content` is another kind of file.

    Raises:
        KeyFileError: it is malformed.
    """
    if f'"{FORMAT}"'.encode() not in content:
        return None
    try:
        file = _FILE.validate_json(content, strict=True)
        bytes.fromhex(file.public + file.id)
    except ValueError as error:
        raise KeyFileError(f"{name} does not name a key in a token") from error
    if file.format != FORMAT:
        raise KeyFileError(f"{name} names a key in a token in a form that is not known")
    return file
