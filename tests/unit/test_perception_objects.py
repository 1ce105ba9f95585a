"""What is too small to be a phone, and what is worn before the mouth."""

import pytest

from app.perception.objects import small_beside, worn

FACE = (0.3, 0.2, 0.5, 0.6)


def test_an_earring_is_small_beside_its_face_and_a_phone_is_not() -> None:
    earring, phone = (0.77, 0.71, 0.06, 0.13), (0.4, 0.6, 0.25, 0.3)
    assert small_beside(earring, FACE)
    assert not small_beside(phone, FACE)


def test_nothing_is_small_where_no_face_is_seen() -> None:
    assert not small_beside((0.5, 0.5, 0.01, 0.01), None)


def test_a_mask_is_worn_and_is_no_phone() -> None:
    """Half as high as the face, nearly as wide, its middle at the mouth."""
    assert worn((0.32, 0.46, 0.46, 0.42), FACE)


@pytest.mark.parametrize(
    "phone",
    [
        (0.75, 0.35, 0.2, 0.3),  # at the ear
        (0.45, 0.75, 0.25, 0.25),  # under the chin
        (0.45, 0.4, 0.2, 0.4),  # upright before the mouth: half as wide as the face
        (0.1, 0.1, 0.4, 0.5),  # before the eyes and beside them
    ],
)
def test_a_phone_elsewhere_is_not_worn(phone: tuple[float, float, float, float]) -> None:
    assert not worn(phone, FACE)


def test_nothing_is_worn_where_no_face_is_seen() -> None:
    assert not worn((0.32, 0.46, 0.46, 0.42), None)
