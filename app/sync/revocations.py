"""What headquarters has revoked: a TOML file that it publishes (down-v1)."""

import tomllib
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from app.domain.errors import BoothError
from app.sync.down_errors import RevocationsRefusedError
from app.sync.down_held import HeldDown


@checked(frozen=True, config=ConfigDict(extra="forbid"))
class Revocations:
    """What is not trusted any more.

    Attributes:
        kiosks: by their ids.
        software: labels of programs that are not to be installed.
    """

    format: Literal[1]
    kiosks: tuple[str, ...] = ()
    software: tuple[str, ...] = ()


NONE_REVOKED = Revocations(1)
_FORM = TypeAdapter(Revocations)


def read_revocations(untrusted: bytes) -> Revocations:
    """A list's content.

    Raises:
        RevocationsRefusedError: not TOML, another format, an unknown key, a value that does not
            fit.
    """
    try:
        return _FORM.validate_python(tomllib.loads(untrusted.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RevocationsRefusedError(f"revocations are not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RevocationsRefusedError(f"revocations: {place}: {first['msg']}") from error


def revoked(held: HeldDown) -> Revocations:
    """What HQ has revoked, as far as this kiosk knows; nothing when it cannot be read."""
    try:
        content = held.content("revocations")
        return NONE_REVOKED if content is None else read_revocations(content)
    except BoothError:
        return NONE_REVOKED
