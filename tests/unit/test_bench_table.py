"""What a fault may cost before its row no longer holds."""

from dataclasses import replace

import pytest

from app.bench.table import Row, Trial

GOOD = Trial(0.1, plays=True, verifies=True, greeted_s=2.5, recovery_s=3.0)


def test_a_row_says_both_times_of_a_recovery() -> None:
    row = Row("kiosk-killed", (GOOD, replace(GOOD, greeted_s=3.5, recovery_s=4.0)), 0.5)
    assert "| 3.00 / 3.50, then 3.50 / 4.00 |" in row.as_line()
    assert row.as_json()["greeted_s"] == (3.0, 3.5)
    assert "| 3.00 / 3.00 |" in Row("other", (replace(GOOD, greeted_s=None),)).as_line()


@pytest.mark.parametrize(
    "worse",
    [
        replace(GOOD, recovery_s=30.1),
        replace(GOOD, recovery_s=None),
        replace(GOOD, left=1),
        replace(GOOD, verifies=False),
        replace(GOOD, lost_s=0.6),
    ],
)
def test_one_bad_trial_among_good_ones_is_one_too_many(worse: Trial) -> None:
    assert Row("kiosk-killed", (GOOD, GOOD), 0.5, recovery_limit_s=30.0).holds
    assert not Row("kiosk-killed", (GOOD, worse), 0.5, recovery_limit_s=30.0).holds


def test_a_recovery_without_a_limit_is_only_told() -> None:
    assert Row("recorder-asleep", (replace(GOOD, recovery_s=None),)).holds
