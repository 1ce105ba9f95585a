"""Which points of a question were covered, and at which second.

Chinese is matched on the characters of the whole text, since a recogniser cuts words otherwise
than people do; a match that starts and ends in the middle of two different words is an accident
and is not taken. Where no spelling is found, one that sounds the same is (the recogniser writes
homophones): two characters with their tones and on word boundaries, three and more without tones.
English is matched on words, an ending of inflection aside.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

from app.domain.analysis import Transcript, Word
from app.domain.assignment import Keyword

_CHINESE = re.compile(r"[㐀-鿿]")
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_ENDINGS = ("ing", "ed", "es", "s")
_MIN_STEM = 3


@dataclass(frozen=True, slots=True)
class KeywordHit:
    """One place where a point was covered.

    Attributes:
        keyword: the point's name.
        start_s, end_s: of the words.
        words: as recognised.
        rule: how it was found, with the spelling.
        by_sound: it only sounds the same.
    """

    keyword: str
    start_s: float
    end_s: float
    words: str
    rule: str
    by_sound: bool


def find_keywords(transcript: Transcript, keywords: Sequence[Keyword]) -> tuple[KeywordHit, ...]:
    """Every place where a keyword was said, by keyword in the order given, then by time."""
    line = _Line(transcript)
    return tuple(hit for keyword in keywords for hit in _hits(line, keyword))


def normalised(text: str) -> str:
    """Full-width forms folded, lower case, the typographic apostrophe made plain."""
    return unicodedata.normalize("NFKC", text).lower().replace("’", "'")


class _Line:
    """The text as units (a Chinese character, a Latin word), each with the word it belongs to."""

    def __init__(self, transcript: Transcript) -> None:
        self.joint = "" if transcript.language == "zh" else " "
        self.words: Sequence[Word] = transcript.words
        pairs = [(unit, i) for i, word in enumerate(self.words) for unit in _units(word.text)]
        self.units = [unit for unit, _ in pairs]
        self.owners = [owner for _, owner in pairs]
        self.sounds = _sounds(self.units)

    def on_boundary(self, first: int, last: int) -> tuple[bool, bool]:
        """Whether unit `first` starts a word, and unit `last` ends one."""
        starts = first == 0 or self.owners[first - 1] != self.owners[first]
        ends = last + 1 == len(self.units) or self.owners[last + 1] != self.owners[last]
        return starts, ends

    def span(self, first: int, last: int) -> tuple[float, float, str]:
        """Start, end and words of a run of units."""
        said = self.words[self.owners[first] : self.owners[last] + 1]
        return said[0].start_s, said[-1].end_s, self.joint.join(word.text for word in said)


def _units(text: str) -> list[str]:
    return re.findall(rf"{_CHINESE.pattern}|{_TOKEN.pattern}", normalised(text))


def _sounds(units: list[str]) -> list[str]:
    """Pinyin with the tone as a digit (`xian3`), one a unit; Latin words stay as they are."""
    sounds = list(units)
    run: list[int] = []
    for index, unit in enumerate([*units, ""]):
        if _CHINESE.fullmatch(unit):
            run.append(index)
        elif run:
            read = lazy_pinyin("".join(units[i] for i in run), style=Style.TONE3)
            if len(read) == len(run):
                for place, sound in zip(run, read, strict=True):
                    sounds[place] = sound
            run = []
    return sounds


def _hits(line: _Line, keyword: Keyword) -> Iterator[KeywordHit]:
    exact = list(_first_of_each(_exact(line, keyword)))
    yield from exact or _first_of_each(_by_sound(line, keyword))


def _first_of_each(hits: Iterator[KeywordHit]) -> Iterator[KeywordHit]:
    """In the order of time, without those that overlap one before."""
    until_s = -1.0
    for hit in sorted(hits, key=lambda hit: (hit.start_s, -hit.end_s)):
        if hit.start_s >= until_s:
            until_s = hit.end_s
            yield hit


def _exact(line: _Line, keyword: Keyword) -> Iterator[KeywordHit]:
    for spelling in keyword.words:
        units = _units(spelling)
        for first in _places(line.units, units):
            last = first + len(units) - 1
            if not _is_chance(line, first, last):
                rule = f'keyword {keyword.name}: "{spelling}" said'
                start_s, end_s, words = line.span(first, last)
                yield KeywordHit(keyword.name, start_s, end_s, words, rule, by_sound=False)


def _is_chance(line: _Line, first: int, last: int) -> bool:
    """Characters of two words that meet by accident, or one character inside a word."""
    starts, ends = line.on_boundary(first, last)
    if first == last:
        return not (starts and ends)
    return not starts and not ends and line.owners[first] != line.owners[last]


def _by_sound(line: _Line, keyword: Keyword) -> Iterator[KeywordHit]:
    for spelling in keyword.words:
        units = _units(spelling)
        if len(units) < 2 or not all(_CHINESE.fullmatch(unit) for unit in units):  # noqa: PLR2004
            continue
        tones = len(units) == 2  # noqa: PLR2004 - the rule in the module's docstring
        wanted = _without_tones(_sounds(units), keep=tones)
        for first in _places(_without_tones(line.sounds, keep=tones), wanted):
            last = first + len(units) - 1
            if tones and line.on_boundary(first, last) != (True, True):
                continue
            heard = " ".join(line.sounds[first : last + 1])
            rule = f'keyword {keyword.name}: sounds like "{spelling}" ({heard})'
            start_s, end_s, words = line.span(first, last)
            yield KeywordHit(keyword.name, start_s, end_s, words, rule, by_sound=True)


def _without_tones(sounds: list[str], *, keep: bool) -> list[str]:
    return sounds if keep else [sound.rstrip("12345") for sound in sounds]


def _places(line: Sequence[str], wanted: Sequence[str]) -> Iterator[int]:
    """Where `wanted` begins in `line`, endings of English inflection aside."""
    for first in range(len(line) - len(wanted) + 1) if wanted else ():
        if all(_same(line[first + i], unit) for i, unit in enumerate(wanted)):
            yield first


def _same(heard: str, wanted: str) -> bool:
    return heard == wanted or (
        len(wanted) >= _MIN_STEM
        and wanted.isascii()
        and heard.isascii()
        and bool(_stems(heard) & _stems(wanted))
    )


def _stems(word: str) -> set[str]:
    """The word and what may be left of it without its ending: verified -> verif, verifie."""
    word = word.split("'", maxsplit=1)[0]
    stems = {word}
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            stem = word[: -len(ending)]
            stems |= {stem, stem + "e"}
            if stem.endswith("i"):
                stems.add(stem[:-1] + "y")
    return stems
