"""Whether two ways of writing a name are the same, may be one person's, or are different.

Only `same` is decided here. A `variant` is shown to a person: the rules name what commonly differs
between an invitation and a document, and no rule says that it is the same person.

Source: ICAO Doc 9303 part 3, section 6 (what becomes of letters that the zone lacks); Unicode's
look-alikes of the middle dot that keyboards give; simplified and traditional characters by OpenCC;
readings by pypinyin.
"""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

import opencc

NameLikeness = Literal["same", "variant", "different"]

_DOTS = frozenset("·•・‧∙．.")
_HAN = re.compile(r"[㐀-鿿\U00020000-\U0003134f]")
_BETWEEN = re.compile(r"[\s,\-]+")
_OMITTED = re.compile(r"['’`.]")
"""Left out of a zone, while a hyphen becomes a filler."""
_SPELT_OUT = {
    "ä": ("a", "ae"), "ö": ("o", "oe"), "ü": ("u", "ue", "uxx", "v", "yu"), "å": ("a", "aa"),
    "ø": ("o", "oe"), "æ": ("ae",), "œ": ("oe",), "ß": ("ss",), "ñ": ("n", "nxx"),
    "þ": ("th",), "ð": ("d",), "ł": ("l",), "đ": ("d",), "ı": ("i",),
}  # fmt: skip
"""Letters with other spellings than the one without the mark; `v` and `yu` are the pinyin ü."""
_MOST_READINGS = 64


def compare_names(one: str, other: str) -> NameLikeness:
    """How like two names are.

    `same`: but for case, spaces, full width and the form of the middle dot. `variant`: simplified
    for traditional, without the dot, Latin names in another order or without marks, Chinese for
    its pinyin.
    """
    if _written(one) == _written(other):
        return "same"
    if _spelling(one) == _spelling(other):
        return "variant"
    if _HAN.search(one) and _HAN.search(other):
        return "different"  # two Chinese names that sound alike are two names
    return "variant" if _latin_keys(one) & _latin_keys(other) else "different"


def same_name(one: str, other: str) -> bool:
    """Whether two names are written alike, see `compare_names`."""
    return compare_names(one, other) == "same"


def _written(name: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    return "".join("·" if character in _DOTS else character for character in plain).casefold()


def _spelling(name: str) -> str:
    return _simplifier().convert(_written(name).replace("·", ""))


@functools.cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _latin_keys(name: str) -> frozenset[tuple[str, ...]]:
    """The name's letters in every spelling, words sorted; none where there is nothing to compare.

    A Chinese name gives its syllables, and them run together as given names are in passports.
    """
    if _HAN.search(name):
        return frozenset(_pinyin_keys(_spelling(name)))
    letters = _OMITTED.sub("", unicodedata.normalize("NFC", name.casefold()))
    words = [word for word in _BETWEEN.split(letters) if word]
    spelt = itertools.islice(itertools.product(*(_spellings(word) for word in words)), 512)
    return frozenset(tuple(sorted(one)) for one in spelt) - {()}


def _spellings(word: str) -> list[str]:
    choices = [_SPELT_OUT.get(letter, (_bare(letter),)) for letter in word]
    return ["".join(one) for one in itertools.islice(itertools.product(*choices), 64)]


def _bare(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))


def _pinyin_keys(name: str) -> Iterator[tuple[str, ...]]:
    # its dictionaries take a moment to load, and few names are compared this way
    from pypinyin import Style, pinyin  # noqa: PLC0415

    heard = pinyin(name, style=Style.NORMAL, heteronym=True, v_to_u=True)
    for syllables in itertools.islice(itertools.product(*heard), _MOST_READINGS):
        for spelt in itertools.islice(itertools.product(*(_spellings(s) for s in syllables)), 16):
            for surname in (1, 2):
                parts = ("".join(spelt[:surname]), "".join(spelt[surname:]))
                yield tuple(sorted(part for part in parts if part))
            yield tuple(sorted(spelt))
