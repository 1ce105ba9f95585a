"""How often a face that knows nothing of the screen's colours answers them, and how often one does.

Recordings are live people before other screens: what fits a code drawn for them is chance. Nobody
sat before a screen that shed colours, so for the other share their light is added to the same
looks: the figures say what strength is found, not what a booth has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from app.domain.screen_light import BLOCKS, CHIP_S, LightAnswer, LightPlan, Tint
from app.domain.timing import MonotonicNs
from app.identity.light_answer import WATCH_S, ToneLook, light_answer

STRENGTHS = (0.02, 0.04, 0.08)
"""See `LightAnswer.strength`. Source: computed, docs/measurements-vision.md, the screen's light."""

CODES = 20
DELAY_S = (0.05, 0.35)
WHITE_BALANCE_S = 1.5
"""The camera takes a light's colour off again with this time constant. Own choice, a quick one."""


def parts(looks: Sequence[ToneLook]) -> Iterable[list[ToneLook]]:
    """Stretches as long as the step looks, one after the other, each from 0 s on."""
    begin_s = looks[0].at_s if looks else 0.0
    while looks and begin_s + WATCH_S <= looks[-1].at_s:
        part = [look for look in looks if begin_s <= look.at_s <= begin_s + WATCH_S]
        yield [replace(look, at_s=look.at_s - begin_s) for look in part]
        begin_s += WATCH_S


def drawn(chance: np.random.Generator) -> LightPlan:
    """A code by chance, from 0 s on."""
    tints = np.array(BLOCKS)[chance.integers(0, len(BLOCKS), 20)].ravel()
    code: tuple[Tint, ...] = tuple(1 if tint > 0 else -1 for tint in tints)
    return LightPlan(MonotonicNs(0), code)


def lit(
    looks: Sequence[ToneLook], plan: LightPlan, strength: float, delay_s: float
) -> list[ToneLook]:
    """The same looks under the screen's light, as a camera with a white balance sees them."""
    seen: list[ToneLook] = []
    usual, before_s = 0.0, 0.0
    for look in looks:
        since = max(0, int((look.at_s - delay_s) / CHIP_S))
        light = strength * plan.code[since % len(plan.code)]
        usual += (light - usual) * min(1.0, (look.at_s - before_s) / WHITE_BALANCE_S)
        before_s = look.at_s
        seen.append(replace(look, tone=look.tone + light - usual))
    return seen


def answers(looks: Sequence[ToneLook], strength: float) -> list[LightAnswer]:
    """Of each part to `CODES` codes, with light of that strength; those that can be judged."""
    chance = np.random.default_rng(0)
    found: list[LightAnswer] = []
    for part in parts(looks):
        for _ in range(CODES):
            plan = drawn(chance)
            answer = light_answer(lit(part, plan, strength, chance.uniform(*DELAY_S)), plan)
            found += [] if answer is None else [answer]
    return found


def share_answered(found: Sequence[LightAnswer]) -> float:
    """Of those, how many say that the face answers."""
    return sum(answer.answered for answer in found) / len(found) if found else 0.0
