"""An answer may not be begun before it would be recorded."""

import pytest

from app.kiosk.situation import DeviceSituation


@pytest.mark.parametrize(
    ("camera", "microphone", "parts_open", "captured"),
    [
        ("ok", "ok", True, True),
        ("dark", "silent", True, True),
        ("ok", "missing", True, False),
        ("lost", "ok", True, False),
        ("ok", "ok", False, False),
    ],
)
def test_picture_and_sound_have_to_reach_an_open_part(
    *, camera: str, microphone: str, parts_open: bool, captured: bool
) -> None:
    states = {"candidate": camera, "room": "missing", "microphone": microphone}
    assert DeviceSituation(states=states, parts_open=parts_open).captured is captured
