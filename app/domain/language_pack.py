"""A language pack: the words of the candidate's screens in further languages (docs/languages.md).

A ZIP archive: for each language a folder named by its tag, with `words.ts`, Qt's translation file,
and `consent.toml`, the consent form. Corrections of the shipped Chinese are `zh/words.ts` alone;
or the bare file, without an archive.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.consent import ConsentText, read_consent
from app.domain.errors import BoothError, LanguagePackError
from app.domain.screen_language import ScreenLanguage, is_screen_language
from app.domain.translation_file import Messages, read_messages

WORDS: Final = "words.ts"
CONSENT: Final = "consent.toml"
MOST_LANGUAGES: Final = 13
"""As many fit on the page where one is chosen, with the program's own."""
MOST_FILE_BYTES: Final = 4 * 1024 * 1024
"""Unpacked. The shipped Chinese has 0.1 MiB."""
_ARCHIVE: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """One language.

    Attributes:
        messages: of the screens.
        consent: the form; None for `zh`, whose form is the program's own.
    """

    messages: Messages
    consent: ConsentText | None


LanguagePack = Mapping[ScreenLanguage, LanguageWords]
"""By tag; at least one."""


def read_language_pack(untrusted: bytes, name: str) -> LanguagePack:
    """Read a pack.

    Args:
        untrusted: the file's content, as large as memory holds.
        name: how it is called in an error.

    Raises:
        LanguagePackError: not a pack, or a file in it is not what its name says.
        ConsentTextError: a form in it is not one.
    """
    if not untrusted.startswith(_ARCHIVE):
        return {"zh": LanguageWords(read_messages(untrusted, name, "zh"), None)}
    files = _unpacked(untrusted, name)
    pack: dict[ScreenLanguage, LanguageWords] = {}
    for tag in sorted({path.split("/")[0] for path in files}):
        words, consent = files.get(f"{tag}/{WORDS}"), files.get(f"{tag}/{CONSENT}")
        if words is None:
            raise LanguagePackError(f"{name}: {tag} has no {WORDS}")
        if (consent is None) != (tag == "zh"):
            wanted = "has the program's own consent form" if consent else f"has no {CONSENT}"
            raise LanguagePackError(f"{name}: {tag} {wanted}")
        messages = read_messages(words, f"{name}: {tag}/{WORDS}", tag)
        form = None if consent is None else read_consent(consent, f"{name}: {tag}/{CONSENT}")
        pack[tag] = LanguageWords(messages, form)
    return pack


def write_language_pack(files: Mapping[str, bytes]) -> bytes:
    """Make a pack's file; the same files make the same bytes. Whoever takes it checks it.

    Args:
        files: path in the pack -> content.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _unpacked(untrusted: bytes, name: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(untrusted)) as archive:
            return dict(_members(archive, name))
    except BoothError:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError,
            EOFError) as error:  # fmt: skip
        raise LanguagePackError(f"{name} is not a whole archive: {error}") from error


def _members(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, bytes]]:
    seen = set[str]()
    for member in archive.infolist():
        path = member.filename
        if member.is_dir():
            continue
        tag, _, file = path.partition("/")
        if not is_screen_language(tag) or tag == "en" or file not in {WORDS, CONSENT}:
            raise LanguagePackError(f"{name}: {path!r} does not belong into a language pack")
        if path in seen or len(seen) == 2 * MOST_LANGUAGES:
            raise LanguagePackError(f"{name}: {path} is there twice, or there are too many")
        seen.add(path)
        with archive.open(member) as file_in:
            content = file_in.read(MOST_FILE_BYTES + 1)
        if len(content) > MOST_FILE_BYTES:
            raise LanguagePackError(f"{name}: {path} is larger than {MOST_FILE_BYTES} bytes")
        yield path, content
