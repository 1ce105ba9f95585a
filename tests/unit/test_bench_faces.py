"""The bounds of the face bench."""

import pytest

from app.bench.bounds import upper_share
from app.bench.faces import fnmr_at_fmr


def test_without_an_error_the_bound_is_the_closed_formula() -> None:
    for trials in (60, 103, 1727):
        assert upper_share(0, trials) == pytest.approx(1 - 0.05 ** (1 / trials), abs=1e-6)


def test_the_bound_of_two_in_206_is_the_tabled_one() -> None:
    # 95 % one-sided, Poisson: 6.296 / n for two errors; the binomial is a little lower
    assert 0.029 < upper_share(2, 206) < 6.296 / 206


def test_everything_wrong_bounds_nothing() -> None:
    assert upper_share(5, 5) == 1.0


def test_fnmr_at_a_thousandth_is_not_told_of_too_few_strangers() -> None:
    assert fnmr_at_fmr([0.9], [0.1] * 999) is None


def test_fnmr_at_a_thousandth_lets_one_of_a_thousand_pass() -> None:
    rate = fnmr_at_fmr([0.9, 0.25, 0.15], [0.1] * 998 + [0.2, 0.8])
    assert rate is not None
    assert (rate.errors, rate.trials) == (1, 3)
