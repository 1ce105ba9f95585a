"""The parts of the generated media that need no model: phonemes, motion, cards' numbers, tone."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from app.demo.media_answers import ANSWERS, PRACTICE
from app.demo.media_cards import Sex, Specimen
from app.demo.media_motion import MOTIONS, PERIOD_S, Motion, frames_of
from app.demo.media_phonemes import phonemes, phrases
from app.demo.media_puppet import Pose
from app.demo.sound import TONE_DBFS, room_tone
from app.identity.number import birth_of, has_number_shape, passes_check, region_exists, sex_of


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("你好", "sil n i2 #0 h ao3 sil"),
        ("知道", "sil zh iii1 #0 d ao4 sil"),
        ("女儿", "sil n v3 #0 ^ er2 sil"),
        ("月圆", "sil ^ ve4 #0 ^ van2 sil"),
        ("十四", "sil sh iii2 #0 s ii4 sil"),
        ("嗯", "sil ^ en5 sil"),
    ],
)
def test_text_becomes_labels_of_the_voice(text: str, labels: str) -> None:
    assert " ".join(phonemes(text)) == labels


def test_a_text_is_cut_at_its_pauses() -> None:
    assert phrases("你好，世界。 A！再见") == ("你好", "世界", "再见")
    assert phrases("...") == ()


def test_every_answer_can_be_spoken_in_a_quarter_of_a_minute() -> None:
    for text in (PRACTICE, *ANSWERS):
        # the voice says four to five characters a second
        assert 20 <= sum(map(len, phrases(text))) <= 70


@pytest.mark.parametrize("sex", ["女", "男"])
def test_a_specimens_number_is_well_formed_and_nobodys(sex: Sex) -> None:
    person = replace(Specimen(), sex=sex)
    number = person.number
    assert has_number_shape(number)
    assert passes_check(number)
    assert region_exists(number)
    assert birth_of(number) == person.birth
    assert sex_of(number) == sex
    assert number.startswith("110110"), "a county that was dissolved before the birth"


@pytest.mark.parametrize("motion", MOTIONS, ids=lambda motion: motion.name)
def test_every_clip_begins_and_ends_at_the_common_movement(motion: Motion) -> None:
    assert math.isclose(motion.seconds % PERIOD_S, 0.0)
    assert frames_of(motion) == motion.seconds * 25
    first, last = motion.pose(0.0), motion.pose(motion.seconds)
    assert first.rounded() == replace(last, jaw=first.jaw).rounded()
    assert abs(first.jaw - last.jaw) < 0.05


@pytest.mark.parametrize("motion", MOTIONS, ids=lambda motion: motion.name)
def test_no_clip_jumps(motion: Motion) -> None:
    poses = [motion.pose(number / 25) for number in range(frames_of(motion) + 1)]
    steps = [abs(b.yaw_deg - a.yaw_deg) for a, b in pairwise(poses)]
    assert max(steps) < 5.0
    assert all(0.0 <= pose.lids <= 1.0 and 0.0 <= pose.jaw <= 1.0 for pose in poses)


def test_poses_that_look_the_same_are_equal_when_rounded() -> None:
    assert Pose(yaw_deg=1.00001).rounded() == Pose(yaw_deg=1.0).rounded()
    assert Pose(yaw_deg=1.01).rounded() != Pose(yaw_deg=1.0).rounded()


def test_the_room_tone_is_quiet_and_has_no_seam() -> None:
    tone = room_tone(2).astype(np.float64)
    level = 20 * math.log10(float(np.sqrt(np.mean(tone**2))) / 32768)
    assert abs(level - TONE_DBFS) < 1.0
    assert abs(tone[0] - tone[-1]) < 6 * tone.std()
