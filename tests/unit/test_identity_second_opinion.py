"""A name is believed where other readings of it agree, and not where they differ."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from app.domain.media import Image
from app.identity.idcard import CardReader
from app.identity.layout import RawField, read_layout, read_name
from app.identity.second_opinion import SecondOpinion
from app.perception.text import Quad, TextLine
from tests.unit.test_identity_card_glare import NoFaces, Printed
from tests.unit.test_identity_card_rules import back_lines, front_lines, line

PAGE = np.random.default_rng(1).integers(60, 240, (640, 1012, 3), dtype=np.uint8)


def _name(text: str, *characters: float) -> TextLine:
    return replace(line(text, 180, 60, 140), characters=characters)


class Says:
    """A recogniser that gives these lines one after the other, and keeps where it was to look."""

    def __init__(self, *names: TextLine) -> None:
        self._names = list(names)
        self.asked: list[Quad] = []

    def recognise(self, image: Image, quads: Sequence[Quad]) -> tuple[TextLine, ...]:
        self.asked += quads
        return (self._names.pop(0),)


def _field(line: TextLine) -> RawField:
    field = read_name([line])
    assert field is not None
    return field


DOUBTFUL = _name("胡翾", 1.0, 0.8)
SURE = _name("胡二", 1.0, 0.99)


@pytest.mark.parametrize(
    ("read", "other", "first", "held"),
    [
        (DOUBTFUL, [_name("胡翾", 1, 0.9), _name("胡翾", 1, 0.8)], _name("胡翾", 1, 0.9), True),
        (DOUBTFUL, [_name("胡翾", 1, 0.9), _name("胡翾", 1, 0.7)], _name("胡翾", 1, 0.9), False),
        (DOUBTFUL, [_name("胡翻", 1, 0.9), _name("胡翾", 1, 0.8)], _name("胡翾", 1, 0.9), False),
        (DOUBTFUL, [_name("胡翾", 1, 0.9), _name("胡翾", 1, 0.8)], _name("胡翻", 1, 0.9), False),
        (SURE, [_name("姓名胡二", 1, 1, 1, 0.5), SURE], SURE, True),
        (SURE, [SURE, _name("胡二卜", 1, 1, 0.6)], SURE, False),
        (SURE, [SURE, _name("胡二卜", 1, 1, 0.4)], SURE, True),
        (SURE, [SURE, _name("?", 0.9)], SURE, True),
        (DOUBTFUL, [_name("?", 0.9)] * 2, _name("胡翾", 1, 0.9), False),
        (_name("买·买", 1, 0.5, 1), [_name("买买", 1, 1)] * 2, _name("买・买", 1, 0.5, 1), True),
        (_name("买买", 1, 1), [_name("买买", 1, 1)] * 2, _name("买・买", 1, 0.5, 1), False),
    ],
    ids=[
        "all agree",
        "not surely enough",
        "the other reads another",
        "the wider cut is another",
        "sure and weakly confirmed",
        "a last character was lost",
        "noise beside it",
        "no name beside a sure one",
        "no name for a doubtful one",
        "a dot is lost in the others",
        "a dot was lost in the first",
    ],
)
def test_a_name_holds_where_every_reading_agrees(
    read: TextLine, other: list[TextLine], first: TextLine, *, held: bool
) -> None:
    assert SecondOpinion(Says(first), Says(*other)).holds(PAGE, _field(read)) == held


def test_without_another_recogniser_a_name_has_to_be_sure() -> None:
    assert SecondOpinion(Says(), None).holds(PAGE, _field(SURE))
    assert not SecondOpinion(Says(), None).holds(PAGE, _field(DOUBTFUL))


def test_it_looks_beyond_the_names_right_end_and_not_at_the_label() -> None:
    field = read_layout(front_lines()).fields["name"]
    (place,) = field.quads
    assert place[0].tolist() == [180, 60], "the label stands on a line of its own"
    first, other = Says(_name("李小雨", 1, 1, 1)), Says(*[_name("李小雨", 1, 1, 1)] * 2)
    SecondOpinion(first, other).holds(PAGE, field)
    (beside, around) = other.asked
    height = 38
    assert beside[1, 0] - place[1, 0] == pytest.approx(0.25 * height)
    assert around[1, 0] - place[1, 0] == pytest.approx(0.4 * height)
    assert place[1, 1] - around[1, 1] == pytest.approx(0.1 * height)
    assert np.array_equal(first.asked[0], around)


def test_the_second_line_of_a_name_keeps_out_the_first() -> None:
    field = _field(_name("阿不都", 1, 1, 1))
    field = replace(field, quads=(field.quads[0], field.quads[0] + np.array([0, 38], np.float32)))
    first, other = Says(_name("阿不都", 1, 1, 1)), Says(*[_name("阿不都", 1, 1, 1)] * 2)
    assert SecondOpinion(first, other).holds(PAGE, field)
    assert first.asked[0][0, 1] == field.quads[0][0, 1], "no higher"


@pytest.mark.parametrize("agrees", [True, False])
def test_a_card_gives_the_name_where_it_holds(*, agrees: bool) -> None:
    again = _name("胡翾" if agrees else "胡翻", 1, 0.9)

    class Card(Printed):
        def recognise(self, image: Image, quads: Sequence[Quad]) -> tuple[TextLine, ...]:
            return self.lines if len(quads) > 1 else (again,)

    lines = [front_lines()[0], DOUBTFUL, *front_lines()[2:]]
    reader = CardReader(Card(lines), NoFaces(), Says(again, again))
    field = reader.read(PAGE, turns=False).text.fields["name"]
    assert (field.confidence >= 0.8) == agrees
    back = CardReader(Printed(back_lines()), NoFaces(), Says()).read(PAGE, turns=False)
    assert back.sides == ("back",), "where there is no name nothing is read again"
