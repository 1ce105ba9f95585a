"""A name with a character that may be another one is withheld, whatever the mean of its line."""

from dataclasses import replace

import numpy as np
import pytest

from app.identity.idcard import CardReader
from app.identity.layout import read_layout
from app.identity.second_opinion import SURE_CHARACTER
from app.perception.text import TextLine, _Decoding
from tests.unit.test_identity_card_glare import NoFaces, Printed
from tests.unit.test_identity_card_rules import front_lines, line


def _front(name: TextLine) -> list[TextLine]:
    """A front whose name stands on one line with its label."""
    return [name, *front_lines()[2:]]


def _name(text: str, *characters: float) -> TextLine:
    mean = float(np.mean(characters))
    return replace(line(text, 60, 60, 260, mean), characters=characters)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        (_name("姓名郭晨弱", 1.0, 1.0, 1.0, 1.0, 0.838), False),
        (_name("姓名郭晨骉", 1.0, 1.0, 1.0, 1.0, 0.96), True),
        (_name("姓名 郭晨曦", 1.0, 0.6, 0.5, 1.0, 1.0, 1.0), True),
        (_name("姓名丹增·曲扎", 1.0, 1.0, 1.0, 1.0, 0.55, 1.0, 1.0), True),
        (_name("姓名丹增·曲扎", 1.0, 1.0, 1.0, 1.0, 0.99, 1.0, 0.8), False),
        (_name("姓名丹增・曲扎", 1.0, 1.0, 1.0, 1.0, 0.55, 1.0, 1.0), True),
    ],
    ids=["look-alike", "sure", "label and space", "dot", "after the dot", "other dot"],
)
def test_the_names_own_weakest_character_decides(name: TextLine, *, given: bool) -> None:
    image = np.random.default_rng(1).integers(60, 240, (640, 1012, 3), dtype=np.uint8)
    field = (
        CardReader(Printed(_front(name)), NoFaces()).read(image, turns=False).text.fields["name"]
    )
    assert (field.confidence > 0.8) == given
    assert "・" not in field.text


def test_a_long_names_second_line_counts_too() -> None:
    lines = _front(_name("姓名阿不都热合曼·买买提", *(0.99,) * 12))
    second = replace(line("吐尔逊江", 180, 100, 160, 0.9), characters=(0.99, 0.7, 0.99, 0.99))
    text = read_layout([*lines, second])
    assert text.fields["name"].weakest == 0.7 < SURE_CHARACTER


def _decoded(pred: object, **_: object) -> tuple[list[str], list[float]]:
    return ["aab"], [0.6]


def test_each_character_is_kept_once_and_blanks_are_not() -> None:
    odds = np.zeros((1, 6, 5), np.float32)
    # blank, a, a, blank, a, b: read as "aab"
    for step, (best, sure) in enumerate(
        [(0, 0.9), (1, 0.8), (1, 0.7), (0, 0.9), (1, 0.6), (2, 0.5)]
    ):
        odds[0, step, best] = sure
    odds[0, 5, 3], odds[0, 5, 4] = 0.3, 0.2
    known = ["blank", "a", "b", "B", "c"]
    plain = _Decoding(_decoded, known, str)
    assert plain([odds]) == (["aab"], [0.6])
    assert plain.lines == [pytest.approx((0.8, 0.6, 0.5))]
    paired = _Decoding(_decoded, known, str.lower)
    paired([odds])
    assert paired.lines == [pytest.approx((0.8, 0.6, 0.8))], "two forms of one character"
