"""Glare withholds the fields that it lies on, and no others."""

from collections.abc import Sequence

import numpy as np
import pytest

from app.domain.media import Image
from app.identity.card_checks import FIELD_LIMITS
from app.identity.idcard import UNBACKED, CardReader, doubts
from app.identity.paper import glare_at
from app.perception.faces import FoundFace
from app.perception.text import Quad, TextLine
from tests.unit.test_identity_card_rules import back_lines, front_lines, line


class Printed:
    """An engine that finds these lines, whatever the picture."""

    def __init__(self, lines: list[TextLine]) -> None:
        self.lines = tuple(lines)

    def find(self, image: Image) -> tuple[Quad, ...]:
        return tuple(one.quad for one in self.lines)

    def recognise(self, image: Image, quads: Sequence[Quad]) -> tuple[TextLine, ...]:
        return self.lines


class NoFaces:
    """Finds none."""

    def find(self, image: Image) -> tuple[FoundFace, ...]:
        return ()

    def close(self) -> None:
        pass


def _lit(*spots: tuple[int, int, int, int]) -> Image:
    """A sharp card under spots of light: left, top, right, bottom."""
    image = np.random.default_rng(1).integers(60, 240, (640, 1012, 3), dtype=np.uint8)
    for left, top, right, bottom in spots:
        image[top:bottom, left:right] = 255
    return image


def _withheld(lines: list[TextLine], image: Image) -> set[str]:
    reading = CardReader(Printed(lines), NoFaces()).read(image, turns=False)
    fields = reading.text.fields
    return {name for name in UNBACKED if name in fields if fields[name].confidence < 0.6}


@pytest.mark.parametrize(
    ("spot", "names"),
    [
        ((690, 100, 1000, 500), set[str]()),
        ((180, 40, 330, 110), {"name"}),
        ((330, 55, 380, 105), {"name"}),
        ((300, 340, 700, 400), {"address"}),
        ((300, 520, 900, 600), set[str]()),
    ],
    ids=["portrait", "name", "right of the name", "address", "number"],
)
def test_a_field_is_withheld_by_glare_on_its_own_line(
    spot: tuple[int, int, int, int], names: set[str]
) -> None:
    assert _withheld(front_lines(), _lit(spot)) == names


def test_glare_anywhere_is_told_all_the_same() -> None:
    reading = CardReader(Printed(front_lines()), NoFaces()).read(_lit((690, 100, 1000, 500)))
    assert "CARD-GLARE" in {problem.code for problem in doubts(reading)}
    assert reading.text.fields["name"].confidence >= FIELD_LIMITS["name"]


def test_an_authority_whose_second_line_may_be_swallowed_is_withheld() -> None:
    (authority,) = (one for one in back_lines() if "公安局" in one.text)
    left, bottom = authority.quad[3].astype(int).tolist()
    assert _withheld(back_lines(), _lit()) == set()
    below = (left, bottom + 4, left + 200, bottom + 40)
    assert _withheld(back_lines(), _lit(below)) == {"authority"}


def test_one_character_under_glare_is_over_the_limit() -> None:
    quad = line("", 100, 300, 38 * 15).quad
    assert glare_at(_lit((400, 300, 438, 338)), quad) > 0.02
    assert glare_at(_lit((400, 500, 438, 538)), quad) < 0.001
