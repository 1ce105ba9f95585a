"""A second voice: somebody speaks while the candidate's mouth stands still."""

from dataclasses import replace

from app.domain.observation import Alert, Observation, SeenFace
from app.domain.timing import MonotonicNs
from app.monitoring.rules import Monitor

RATE = 5.0
FACE = SeenFace((0.4, 0.3, 0.3, 0.3), 0.0, 0.0, 0.1, 0.0, 0.0, 0.1, 0.2)
TALKING = (0.05, 0.2, 0.1, 0.3, 0.0, 0.15)
STILL = (0.001, 0.004, 0.002)
Jaw = tuple[float, ...]


def play(*scenes: tuple[float, Jaw, float | None], face: SeenFace | None = FACE) -> list[str]:
    """The alerts opened, of scenes of so many seconds: how the jaw moves, how much is speech."""
    monitor, number, until, changes = Monitor(), 0, 0.0, list[Alert]()
    for seconds, jaw, voice in scenes:
        until += seconds
        while number / RATE < until - 1e-9:
            shown = () if face is None else (replace(face, jaw_open=jaw[number % len(jaw)]),)
            seen = Observation(
                MonotonicNs(0), "candidate", shown, (), 120.0, 200.0, 25.0, None, voice
            )
            changes += monitor.step(seen, number / RATE)
            number += 1
    return [alert.kind for alert in changes if alert.end_s is None]


def test_speech_over_a_still_mouth_is_told() -> None:
    assert play((3.0, STILL, 0.0), (4.0, STILL, 1.0)) == ["second_voice"]


def test_who_speaks_may_speak_pause_and_say_hm() -> None:
    assert play((10.0, TALKING, 1.0), (3.0, STILL, 0.0), (10.0, TALKING, 1.0)) == []
    assert play((3.0, STILL, 0.0), (0.8, STILL, 1.0), (3.0, STILL, 0.0)) == []


def test_nothing_is_said_without_sound_or_without_a_mouth_to_see() -> None:
    assert play((10.0, STILL, None)) == []
    aside = replace(FACE, yaw_deg=40.0)
    assert "second_voice" not in play((10.0, STILL, 1.0), face=aside)
    assert "second_voice" not in play((10.0, STILL, 1.0), face=None)


def compared(*stretches: tuple[float, float | None]) -> list[str]:
    """The alerts opened while the jaw moves and a voice so like the own one is heard."""
    monitor, number, until, changes = Monitor(), 0, 0.0, list[Alert]()
    for seconds, likeness in stretches:
        until += seconds
        while number / RATE < until - 1e-9:
            shown = (replace(FACE, jaw_open=TALKING[number % len(TALKING)]),)
            told = likeness if number % 4 == 0 else None
            seen = Observation(
                MonotonicNs(0), "candidate", shown, (), 120.0, 200.0, 25.0, None, 1.0, told
            )
            changes += monitor.step(seen, number / RATE)
            number += 1
    return [alert.kind for alert in changes if alert.end_s is None]


def test_another_voice_is_told_though_the_jaw_moves() -> None:
    assert compared((10.0, 0.85), (4.0, 0.5), (10.0, 0.85)) == ["second_voice"]


def test_the_own_voice_and_one_odd_window_raise_nothing() -> None:
    assert compared((30.0, 0.78)) == []
    assert compared((10.0, 0.85), (0.8, 0.6), (10.0, 0.85)) == []


def test_a_voice_that_is_not_known_is_told_by_the_mouth_only() -> None:
    assert compared((20.0, None)) == []
