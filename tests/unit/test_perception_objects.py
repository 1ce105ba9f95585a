"""What is too small to be a phone."""

from app.perception.objects import small_beside

FACE = (0.3, 0.2, 0.5, 0.6)


def test_an_earring_is_small_beside_its_face_and_a_phone_is_not() -> None:
    earring, phone = (0.77, 0.71, 0.06, 0.13), (0.4, 0.6, 0.25, 0.3)
    assert small_beside(earring, FACE)
    assert not small_beside(phone, FACE)


def test_nothing_is_small_where_no_face_is_seen() -> None:
    assert not small_beside((0.5, 0.5, 0.01, 0.01), None)
