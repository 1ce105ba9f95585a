"""How far a rate may lie above what was counted: exact one-sided bounds at 95 %.

Both are the rate at which so few events, or fewer, would be counted in one of twenty such samples,
found by halving; without an event they are the "rule of three".
"""

import math
from collections.abc import Callable

CONFIDENCE = 0.95
HALVINGS = 60


def upper_share(errors: int, trials: int) -> float:
    """Of a share, 0..1; independent trials are taken for granted.

    Source: Clopper and Pearson, Biometrika 26 (1934).
    """
    if errors >= trials:
        return 1.0
    return _highest(lambda rate: _binomial(errors, trials, rate), errors / trials, 1.0)


def upper_count(count: int) -> float:
    """Of the events due where so many were counted.

    Source: Garwood, Biometrika 28 (1936): the exact upper limit for a Poisson count.
    """
    return _highest(lambda mean: _poisson(count, mean), 0.0, 10.0 * (count + 5))


def _highest(at_most: Callable[[float], float], low: float, high: float) -> float:
    """Where the chance of what was counted, or less, falls to 1 - `CONFIDENCE`."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if at_most(middle) > 1 - CONFIDENCE:
            low = middle
        else:
            high = middle
    return high


def _binomial(errors: int, trials: int, rate: float) -> float:
    """P(X <= errors); by logarithms, as the coefficients leave the floats' range."""
    if rate <= 0:
        return 1.0
    if rate >= 1:
        return 0.0
    return sum(
        math.exp(
            math.lgamma(trials + 1)
            - math.lgamma(k + 1)
            - math.lgamma(trials - k + 1)
            + k * math.log(rate)
            + (trials - k) * math.log1p(-rate)
        )
        for k in range(errors + 1)
    )


def _poisson(count: int, mean: float) -> float:
    """P(X <= count) where `mean` are due."""
    term = total = math.exp(-mean)
    for number in range(1, count + 1):
        term *= mean / number
        total += term
    return total
