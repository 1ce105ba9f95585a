"""A short run of the network laboratory: real HQ, real branch, a line that misbehaves."""

import socket
import ssl
import sys
import threading
from pathlib import Path

import pytest

from app.bench import network as lab
from app.bench.faults_disk import mounts_allowed
from app.bench.network_branch import new_hq
from app.bench.network_patch import PATCH_LIES, patch_lies
from app.bench.network_server import FAULTS, server_faults
from app.bench.network_tls import Impostor, impostors, impostors_of
from app.hq.tls import CERTIFICATE
from devices.clock import SystemClock

SAMPLE = ("cut", "bytes inserted", "lie: locked", "lie: forbidden", "TLS cut in HQ's answer")


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


def verdict(one: Impostor, pin: Path) -> str:
    """What TLS has against an impostor, in OpenSSL's words."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            try:
                one.context().wrap_socket(listening.accept()[0], server_side=True).close()
            except OSError:
                return

        server = threading.Thread(target=serve)
        server.start()
        context = ssl.create_default_context(cafile=one.certificate if one.pinned else pin)
        with (
            socket.create_connection(listening.getsockname()) as plain,
            pytest.raises(ssl.SSLCertVerificationError) as refused,
        ):
            context.wrap_socket(plain, server_hostname="127.0.0.1")
        server.join()
    return refused.value.verify_message


def test_each_impostor_is_refused_for_its_own_reason(tmp_path: Path) -> None:
    clock, home = SystemClock(), tmp_path / "hq"
    new_hq(home, "https://127.0.0.1:8444", clock)
    who = impostors_of(home, tmp_path, clock.now())
    words = {one.name: verdict(one, home / CERTIFICATE) for one in who}
    assert "issuer" in words["another authority"]
    assert "self-signed" in words["another key"]
    assert "expired" in words["expired"]
    assert "IP address mismatch" in words["wrong host"]


@pytest.mark.slow
def test_lies_about_a_chunk_and_impostors_cost_no_bundle() -> None:
    rows = patch_lies(SystemClock(), 1, lambda _: None)
    assert len(rows) == len(PATCH_LIES)
    rows += impostors(SystemClock(), 1, lambda _: None)
    assert [row.as_json() for row in rows if not row.holds] == []


@pytest.mark.slow
@pytest.mark.skipif(not mounts_allowed(), reason="file systems cannot be mounted here")
def test_a_server_killed_cut_off_or_full_loses_no_acknowledged_byte() -> None:
    program = (sys.executable, str(Path(__file__).resolve().parents[2] / "main.py"))
    rows = server_faults(SystemClock(), program, 1, lambda _: None)
    assert {row.fault for row in rows} == {f"receiver {name}" for name in FAULTS}
    assert [row.fault for row in rows if not row.holds] == []
