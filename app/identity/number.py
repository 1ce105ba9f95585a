"""The citizen identity number: 18 characters with a region, a birth date, a sex and a check.

Source: GB 11643-1999 (numbers; check character by ISO 7064 MOD 11-2); GB/T 2260 (regions).
"""

import datetime as dt
import re

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
    """Whether the first six digits can be a region: a province that exists, a prefecture.

    The last two may be 00: Dongguan (441900) has no counties.
    """
    return number[:2] in PROVINCES and number[2:4] != "00"
