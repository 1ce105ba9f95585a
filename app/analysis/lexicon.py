"""Word lists that a bank may edit, read from `resources/lexicons`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from app.analysis.errors import LexiconUnreadableError
from app.domain.analysis import Language


@dataclass(frozen=True, slots=True)
class Fillers:
    """Fillers per language.

    Attributes:
        zh, en: hesitations, which always count, and phrases, which count before a pause.
    """

    zh: tuple[frozenset[str], frozenset[str]]
    en: tuple[frozenset[str], frozenset[str]]

    def of(self, language: Language) -> tuple[frozenset[str], frozenset[str]]:
        """Hesitations and phrases of a language."""
        return self.zh if language == "zh" else self.en


@checked(frozen=True, config=ConfigDict(extra="forbid"))
class _FillerLists:
    hesitations: list[str]
    phrases: list[str]


@checked(frozen=True, config=ConfigDict(extra="forbid"))
class _FillerFile:
    format: Literal[1]
    zh: _FillerLists
    en: _FillerLists


def load_fillers(resources: Path, given: Path | None = None) -> Fillers:
    """Read `lexicons/fillers.toml`.

    Args:
        resources: folder of the shipped resources.
        given: the bank's own file, to be read in its place.

    Raises:
        LexiconUnreadableError: it is missing or damaged; the place is named.
    """
    path = given or resources / "lexicons" / "fillers.toml"
    try:
        return read_fillers(path.read_bytes(), path.name)
    except OSError as error:
        raise LexiconUnreadableError(f"{path.name} cannot be read: {error}") from error


def read_fillers(untrusted: bytes, name: str) -> Fillers:
    """The same of a file's content. Raises as `load_fillers`."""
    try:
        raw = tomllib.loads(untrusted.decode("utf-8"))
        lists = TypeAdapter(_FillerFile).validate_python(raw)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise LexiconUnreadableError(f"{name}: {place} is not as expected") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise LexiconUnreadableError(f"{name} cannot be read: {error}") from error
    return Fillers(_both(lists.zh), _both(lists.en))


def _both(lists: _FillerLists) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(w.lower() for w in lists.hesitations), frozenset(
        w.lower() for w in lists.phrases
    )
