"""The root of every error Booth raises on purpose.

An error is a class with a stable `code` and one line of `advice`; the sentence that says what
happened is made where it is raised. Codes are catalogued in `docs/errors.md` and a retired code is
never used again. Rooms define their own errors in their own `errors.py`, below one of the three
branches.
"""

from typing import ClassVar


class BoothError(Exception):
    """Something went wrong that Booth foresaw.

    Attributes:
        code: stable, upper-case, hyphenated (`CARD-NOT-FOUND`); people script against it.
        advice: one imperative sentence: what the reader can do.
        what: what happened, one sentence, without names, answers or keys.
    """

    code: ClassVar[str] = "BOOTH"
    advice: ClassVar[str] = "Report this with the log."

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        """`CODE: what happened. What to do.` as it is printed on standard error."""
        return f"{self.code}: {self.what.rstrip('.')}. {self.advice}"


class OperatorError(BoothError):
    """A person can act on it: wrong input, missing file, wrong key."""


class DeviceError(BoothError):
    """A device or a process failed: retry, then degrade, and say so."""


class IntegrityError(BoothError):
    """Something was altered or does not belong here: quarantine it, never retry."""


class FileMissingError(OperatorError):
    """The named file does not exist or cannot be read."""

    code = "FILE-MISSING"
    advice = "Check the path and the permission to read it."


class InputUnreadableError(OperatorError):
    """The file is there but is not what was asked for."""

    code = "INPUT-UNREADABLE"
    advice = "Give a file of the kind named; open it in another program to see whether it is whole."


class LanguagePackError(OperatorError):
    """A translation file is missing or is not one."""

    code = "LANGUAGE-PACK"
    advice = "Correct the file with Qt Linguist or a text editor (docs/languages.md)."


class ConsentTextError(OperatorError):
    """A text of the consent form is not one."""

    code = "CONSENT-TEXT"
    advice = "Compare it with `resources/consent/en.toml`: same items, same `required`, every text."


class ConsentVersionError(OperatorError):
    """A language pack's consent form asks something else than this program's."""

    code = "CONSENT-VERSION"
    advice = "Translate the form of this program's version, and publish the language pack again."
