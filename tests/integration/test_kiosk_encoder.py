"""When the self-test of the encoders is made, and when it is put off."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.kiosk.encoder import chosen_encoder
from app.recording.limits import VideoLimits
from app.recording.selftest import SelfTestConfig

TEST = SelfTestConfig(320, 240, 25.0, VideoLimits(), hardware=False)


class Dying:
    """A program whose self-test dies; it leaves a mark each time."""

    def __init__(self, folder: Path) -> None:
        self._marks = folder / "marks"
        self.program = (sys.executable, "-c", f"open({str(self._marks)!r}, 'a').write('x')")

    @property
    def tests(self) -> int:
        return len(self._marks.read_text()) if self._marks.exists() else 0


@pytest.fixture
def dying(tmp_path: Path) -> Dying:
    return Dying(tmp_path)


def test_a_test_that_died_is_made_again_unless_a_candidate_waits(
    tmp_path: Path, dying: Dying
) -> None:
    first = chosen_encoder(tmp_path, dying.program, TEST)
    assert (first.lasting, dying.tests) == (False, 1)
    assert chosen_encoder(tmp_path, dying.program, TEST, lambda: True) == first
    assert dying.tests == 1
    chosen_encoder(tmp_path, dying.program, TEST, lambda: False)
    assert dying.tests == 2


def test_other_settings_are_tested_whoever_waits(tmp_path: Path, dying: Dying) -> None:
    chosen_encoder(tmp_path, dying.program, TEST)
    chosen_encoder(tmp_path, dying.program, replace(TEST, width_px=640), lambda: True)
    assert dying.tests == 2
