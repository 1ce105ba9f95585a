"""A short run of the network laboratory: real HQ, real branch, a line that misbehaves."""

import pytest

from app.bench import network as lab
from devices.clock import SystemClock

SAMPLE = ("cut", "bytes inserted", "lie: locked", "lie: forbidden")


def test_a_bad_line_costs_at_most_a_mebibyte_and_no_bundle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = tuple((name, plan) for name, plan in lab.FAULTS if name in SAMPLE)
    monkeypatch.setattr(lab, "FAULTS", few)
    rows = lab.network(SystemClock(), len(SAMPLE), lambda _: None)
    assert {row.fault for row in rows} == set(SAMPLE)
    for row in rows:
        assert (row.arrived, row.booked, row.struck) == (1, 1, 1), row.fault
        assert max(row.resent) <= lab.RESENT_LIMIT, row.fault
        assert row.holds
