"""The consent form's text in one language: a file of the program, or of a language pack."""

import tomllib
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.errors import ConsentTextError
from app.domain.messages.screen import ConsentLine

CONSENT_KEYS: Final = ("recording", "face", "analysis", "retention")
"""What is asked, in the order shown."""
_Text = Annotated[str, Field(min_length=1, max_length=2000)]


class _Table(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Item(_Table):
    required: bool
    title: _Text
    text: _Text


class _Form(_Table):
    version: Annotated[int, Field(ge=1)]
    recording: _Item
    face: _Item
    analysis: _Item
    retention: _Item


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The form in one language.

    Attributes:
        version: of what is asked; the same in every language of one form.
        lines: one for each of `CONSENT_KEYS`.
    """

    version: int
    lines: tuple[ConsentLine, ...]

    @property
    def required(self) -> frozenset[str]:
        """Keys without which no interview is held."""
        return frozenset(line.key for line in self.lines if line.required)


def read_consent(untrusted: bytes, name: str) -> ConsentText:
    """Read a form.

    Args:
        untrusted: a TOML file's content, UTF-8.
        name: how it is called in an error.

    Raises:
        ConsentTextError: it is not a form; the place is named.
    """
    try:
        form = _Form.model_validate(tomllib.loads(untrusted.decode()))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConsentTextError(f"{name} is not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConsentTextError(f"{name}: {place}: {first['msg']}") from error
    items: tuple[_Item, ...] = (form.recording, form.face, form.analysis, form.retention)
    lines = (
        ConsentLine(key, item.title, item.text, item.required)
        for key, item in zip(CONSENT_KEYS, items, strict=True)
    )
    return ConsentText(form.version, tuple(lines))
