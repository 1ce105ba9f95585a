"""Digits read aloud, found in what a recogniser wrote down."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.analysis import Transcript

MANDARIN_DIGITS = {
    "零": "0", "一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7",
    "八": "8", "九": "9", "幺": "1", "两": "2",
}  # fmt: skip
ENGLISH_DIGITS = {
    "zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """When something was said, in seconds."""

    start_s: float
    end_s: float


def find_digits(transcript: Transcript, digits: str) -> Said | None:
    """When these digits were last said, one after the other and nothing between them.

    Returns:
        Seconds from the start of the sound; None when they were not said.
    """
    heard = list(_digits(transcript))
    at = "".join(digit for digit, _ in heard).rfind(digits) if digits else -1
    if at < 0:
        return None
    return Said(heard[at][1].start_s, heard[at + len(digits) - 1][1].end_s)


def _digits(transcript: Transcript) -> Iterator[tuple[str, Said]]:
    """Each digit with its time (the word's); a gap for anything else that was said."""
    for word in transcript.words:
        said = Said(word.start_s, word.end_s)
        text = word.text.lower().strip(" .,!?-")
        if text in ENGLISH_DIGITS:
            yield ENGLISH_DIGITS[text], said
            continue
        written = [MANDARIN_DIGITS.get(each, each) for each in text if each not in "-., "]
        for each in written:
            yield (each if each.isascii() and each.isdigit() else " "), said
