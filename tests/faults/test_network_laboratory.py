"""A short run of the network laboratory: real HQ, real branch, a line that misbehaves."""

import sys
from pathlib import Path

import pytest

from app.bench import network as lab
from app.bench.faults_disk import mounts_allowed
from app.bench.network_server import FAULTS, server_faults
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


@pytest.mark.slow
@pytest.mark.skipif(not mounts_allowed(), reason="file systems cannot be mounted here")
def test_a_server_killed_cut_off_or_full_loses_no_acknowledged_byte() -> None:
    program = (sys.executable, str(Path(__file__).resolve().parents[2] / "main.py"))
    rows = server_faults(SystemClock(), program, 1, lambda _: None)
    assert {row.fault for row in rows} == {f"receiver {name}" for name in FAULTS}
    assert [row.fault for row in rows if not row.holds] == []
