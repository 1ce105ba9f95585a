"""Papers, books and tablets: how large they are, and where they lie."""

import pytest

from app.perception.faces import Box
from app.perception.flat_things import may_be_read

FACE = (0.4, 0.2, 0.2, 0.3)


@pytest.mark.parametrize(
    "thing",
    [
        (0.35, 0.6, 0.3, 0.3),  # a sheet before the chest
        (0.7, 0.4, 0.2, 0.3),  # a tablet held up beside the face
        (0.4, 0.35, 0.2, 0.3),  # a book before the mouth
    ],
)
def test_what_is_held_to_be_read_from(thing: Box) -> None:
    assert may_be_read(thing, FACE)


@pytest.mark.parametrize(
    "thing",
    [
        (0.45, 0.7, 0.1, 0.12),  # a badge
        (0.35, 0.0, 0.3, 0.15),  # a shelf above the head
        (-0.3, 0.3, 0.2, 0.3),  # a shelf far to the side
    ],
)
def test_what_is_small_or_elsewhere_is_not(thing: Box) -> None:
    assert not may_be_read(thing, FACE)


def test_nothing_is_read_where_no_face_is_seen() -> None:
    assert not may_be_read((0.35, 0.6, 0.3, 0.3), None)
