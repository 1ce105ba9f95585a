"""Mandarin text as the phonemes of the generated voice (the labels of the Baker corpus).

Source: pypinyin's strict initials and finals; the label set is in the voice's own symbol file.
"""

import re

from pypinyin import Style, lazy_pinyin

PAUSES = "，。！？；：、"
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_BUZZED = {"z": "ii", "c": "ii", "s": "ii", "zh": "iii", "ch": "iii", "sh": "iii", "r": "iii"}
"""The vowel written `i` after these is not the one after others."""


def phrases(text: str) -> tuple[str, ...]:
    """`text` cut at its pauses, without them."""
    return tuple(part for part in re.split(f"[{PAUSES}\\s]+", text) if _HAN.search(part))


def phonemes(phrase: str) -> tuple[str, ...]:
    """The labels of one phrase, silence at both ends; what is not Chinese is left out."""
    han = "".join(_HAN.findall(phrase))
    initials = _read(han, Style.INITIALS)
    finals = _read(han, Style.FINALS_TONE3)
    labels = ["sil"]
    for initial, final in zip(initials, finals, strict=True):
        if len(labels) > 1:
            labels.append("#0")
        labels += [initial or "^", _label(initial, final)]
    return (*labels, "sil")


def _read(han: str, style: Style) -> list[str]:
    return lazy_pinyin(han, style, strict=True, neutral_tone_with_five=True, tone_sandhi=True)


def _label(initial: str, final: str) -> str:
    final = final or "en5"  # the hummed one
    vowel, tone = final[:-1].replace("ü", "v"), final[-1]
    if vowel == "i":
        vowel = _BUZZED.get(initial, vowel)
    return vowel + tone
