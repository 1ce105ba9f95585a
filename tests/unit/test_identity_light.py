"""The screen's colours: when they are due, and which faces answer them."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from app.bench.light import answers, lit, parts, share_answered
from app.domain.screen_light import ANSWERED, BLOCKS, CHIP_S, LightPlan
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.light_answer import LEAST_S, ToneLook, light_answer

CODE = tuple(itertools.chain(*(BLOCKS[number] for number in (0, 3, 5, 1, 2, 4, 0, 1))))
BEGIN_S = 100.0
PLAN = LightPlan(MonotonicNs(int(BEGIN_S * NS_PER_S)), CODE)


def looks(tone: Callable[[float], float], seconds: float = 6.0, hz: float = 12.0) -> list[ToneLook]:
    """A face that sits still, its tone as told, with the noise of a camera."""
    noise = np.random.default_rng(4)
    times = np.arange(0, seconds, 1 / hz)
    return [ToneLook(BEGIN_S + t, tone(t) + noise.normal(0, 0.003), 2.0) for t in times]


def shed(since_s: float, delay_s: float = 0.2) -> int:
    return PLAN.tint_at(round((BEGIN_S + since_s - delay_s) * NS_PER_S))


def test_each_block_holds_as_much_of_both_colours() -> None:
    assert len(set(BLOCKS)) == 6
    assert all(len(block) == 4 and sum(block) == 0 for block in BLOCKS)


def test_a_colour_stays_for_its_time_and_the_code_begins_again() -> None:
    def due(since_s: float) -> int:
        return PLAN.tint_at(PLAN.begins_ns + round(since_s * NS_PER_S))

    assert due(-0.01) == 0
    assert [due((n + 0.5) * CHIP_S) for n in range(len(CODE))] == list(CODE)
    assert due((len(CODE) + 0.5) * CHIP_S) == CODE[0]


@pytest.mark.parametrize("delay_s", [0.05, 0.2, 0.35])
def test_a_face_in_the_light_answers_at_any_delay(delay_s: float) -> None:
    answer = light_answer(looks(lambda t: 0.4 + 0.05 * shed(t, delay_s)), PLAN)
    assert answer is not None
    assert answer.chance <= ANSWERED
    assert answer.strength == pytest.approx(0.05, abs=0.01)
    assert (answer.looks, round(answer.seconds)) == (72, 6)


@pytest.mark.parametrize(
    "tone",
    [
        lambda _: 0.4,
        lambda t: 0.4 + 0.02 * t,
        lambda t: 0.4 + 0.05 * np.sin(2 * t),
        lambda t: 0.4 - 0.05 * shed(t),
        lambda t: 0.4 + 0.05 * (-1) ** int(t / CHIP_S),
    ],
    ids=["still", "a cloud", "a lamp", "the other colour", "colours in a row"],
)
def test_a_face_that_knows_nothing_of_it_does_not_answer(tone: Callable[[float], float]) -> None:
    answer = light_answer(looks(tone), PLAN)
    assert answer is not None
    assert answer.chance > ANSWERED


def test_slow_light_and_a_turned_head_hide_no_answer() -> None:
    seen = [
        ToneLook(look.at_s, look.tone + 0.004 * yaw, yaw)
        for look in looks(lambda t: 0.4 + 0.05 * shed(t) + 0.03 * t)
        for yaw in [25 * np.sin(look.at_s)]
    ]
    answer = light_answer(seen, PLAN)
    assert answer is not None
    assert answer.chance <= ANSWERED


def test_too_short_or_too_few_looks_are_not_judged() -> None:
    assert light_answer([], PLAN) is None
    assert light_answer(looks(shed, seconds=LEAST_S - 0.3), PLAN) is None
    assert light_answer(looks(shed, hz=6.0), PLAN) is None


def test_looks_before_the_first_colour_do_not_count() -> None:
    later = LightPlan(MonotonicNs(PLAN.begins_ns + 4 * NS_PER_S), CODE)
    assert light_answer(looks(shed, seconds=8.0), later) is None


def test_another_code_is_not_answered_more_often_than_by_chance() -> None:
    still = looks(lambda _: 0.4, seconds=60.0, hz=10.0)
    found = answers(still, 0.0)
    assert len(found) == 20 * len(list(parts(still)))
    assert share_answered(found) < 0.06
    assert share_answered(answers(still, 0.05)) > 0.9
    assert share_answered([]) == 0.0


def test_added_light_is_taken_off_slowly_as_by_a_white_balance() -> None:
    plan = LightPlan(MonotonicNs(0), (1,) * 4)
    seen = lit([ToneLook(n / 10, 0.0, 0.0) for n in range(60)], plan, 0.1, 0.0)
    assert seen[1].tone > 0.08
    assert abs(seen[-1].tone) < 0.01
