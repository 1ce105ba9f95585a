"""The outbox's states, and the courier over its pipe."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.ids import AssignmentId, Digest, SessionId
from app.domain.messages.courier import (
    CourierCommand,
    CourierConfig,
    CourierFailed,
    CourierReport,
    OutboxState,
    SealSession,
    SessionSealed,
    SyncStatus,
)
from app.processes.channel import Channel
from app.sync.errors import MediaMissingError, OutboxStateError, StatementRefusedError
from app.sync.identity import CERTIFICATE, KioskIdentity, load_kiosk, store_kiosk
from app.sync.keystore import create_keys, open_keys
from app.sync.outbox import FILE, STEPS, Bundle, Outbox, sealed_assignments
from app.sync.receipts import let_go
from app.sync.rounds import MAX_BACK_OFF_S, back_off_s
from app.sync.sealing import Sealer
from app.sync.worker import serve
from tests.bundle_samples import KIOSK, Sample, StillClock, public_of, seal_key, sign_key
from tests.sync_rig import command, free_port


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    one = Outbox(tmp_path / "outbox")
    yield one
    one.close()


def bundle(number: int = 1) -> Bundle:
    return Bundle(
        SessionId(f"s{number}"),
        Digest(f"{number:064x}"),
        AssignmentId(f"a{number}"),
        100,
        Path(f"/nowhere/s{number}"),
        "0" * 64,
    )


def bring_to(outbox: Outbox, state: OutboxState) -> Bundle:
    ways: dict[OutboxState, tuple[OutboxState, ...]] = {
        "waiting": (),
        "uploading": ("uploading",),
        "uploaded": ("uploading", "uploaded"),
        "refused": ("refused",),
        "receipted": ("receipted",),
    }
    one = bundle()
    outbox.add(one)
    for step in ways[state]:
        one = outbox.step(one, step)
    return one


@pytest.mark.parametrize("after", list(STEPS))
@pytest.mark.parametrize("before", list(STEPS))
def test_only_the_steps_of_the_table_are_taken(
    outbox: Outbox, before: OutboxState, after: OutboxState
) -> None:
    one = bring_to(outbox, before)
    if after in STEPS[before]:
        assert outbox.step(one, after, "why").state == after
        assert outbox.bundles()[0].detail == "why"
    else:
        with pytest.raises(OutboxStateError):
            outbox.step(one, after)
        assert outbox.bundles()[0].state == before


def test_the_outbox_survives_and_takes_uploads_back(tmp_path: Path) -> None:
    first = Outbox(tmp_path / "outbox")
    one = first.step(bring_to(first, "waiting"), "uploading")
    first.note_sent(one, 50)
    first.add(bundle(2))
    first.close()
    second = Outbox(tmp_path / "outbox")
    assert second.bundles() == (replace(one, state="waiting", sent=50), bundle(2))
    second.close()
    assert sealed_assignments(tmp_path) == {"a1", "a2"}
    assert sealed_assignments(tmp_path / "none") == frozenset()


def test_a_session_is_in_the_outbox_once(outbox: Outbox) -> None:
    outbox.add(bundle())
    with pytest.raises(OutboxStateError):
        outbox.add(replace(bundle(), digest=Digest("f" * 64)))


def test_nothing_is_let_go_without_a_stored_receipt(outbox: Outbox, tmp_path: Path) -> None:
    one = bring_to(outbox, "receipted")
    outbox.file(one.digest).write_bytes(b"sealed")
    with pytest.raises(StatementRefusedError):
        let_go(tmp_path, outbox, one)
    assert outbox.file(one.digest).exists()


def test_only_a_folder_of_a_session_is_ever_removed(outbox: Outbox, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    one = replace(bring_to(outbox, "receipted"), folder=tmp_path / "sessions" / ".." / "precious")
    (tmp_path / "receipts").mkdir()
    (tmp_path / "receipts" / f"{one.session}.json").write_text("{}")
    (tmp_path / "sessions").mkdir()
    let_go(tmp_path, outbox, one)
    assert (tmp_path / "precious").exists()


def test_an_outbox_of_an_older_program_is_brought_up_to_date(tmp_path: Path) -> None:
    folder = tmp_path / "outbox"
    folder.mkdir()
    old = sqlite3.connect(folder / FILE)
    old.execute(
        "CREATE TABLE bundles (number INTEGER PRIMARY KEY, session TEXT NOT NULL UNIQUE,"
        " digest TEXT NOT NULL UNIQUE, assignment TEXT NOT NULL, size INTEGER NOT NULL,"
        " folder TEXT NOT NULL, journal_head TEXT NOT NULL, state TEXT NOT NULL,"
        " sent INTEGER NOT NULL, detail TEXT NOT NULL, receipt TEXT NOT NULL) STRICT"
    )
    values = ("s1", f"{1:064x}", "a1", 100, "/nowhere/s1", "0" * 64, "uploading", 50, "", "")
    old.execute("INSERT INTO bundles VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    old.commit()
    old.close()
    for _ in range(2):
        opened = Outbox(folder)
        assert opened.bundles()[0] == replace(bundle(), sent=50)
        opened.close()
    copied = replace(bundle(2), copies=(Path("/disk/s2/part-0002-candidate-safety.blog"),))
    opened = Outbox(folder)
    opened.add(copied)
    assert opened.bundles()[1] == copied
    opened.close()


def test_the_wait_doubles_up_to_its_bound_and_differs() -> None:
    assert back_off_s(0, 30.0, 0.5) == 30.0
    waits = [back_off_s(failures, 30.0, 1.0) for failures in range(1, 30)]
    assert waits[:4] == [2.0, 4.0, 8.0, 16.0]
    assert max(waits) == MAX_BACK_OFF_S
    assert back_off_s(3, 30.0, 0.0) == 4.0


@pytest.fixture
def kiosk(tmp_path: Path) -> KioskIdentity:
    data = tmp_path / "kiosk"
    keys = create_keys(data)
    (data / CERTIFICATE).write_text("")
    store_kiosk(
        data,
        KioskIdentity(
            KIOSK,
            "Demo branch",
            f"https://127.0.0.1:{free_port()}",
            data / CERTIFICATE,
            keys.signer.public,
            keys.resume_public,
            (public_of(seal_key()),),
            (public_of(sign_key()),),
        ),
    )
    return load_kiosk(data)


def order(data: Path, sample: Sample) -> SealSession:
    folder = data / "sessions" / sample.session
    sample.write_media(folder / "media", (public_of(seal_key()),))
    return command(sample, folder)


def test_a_missing_recording_is_not_sealed_over(kiosk: KioskIdentity, tmp_path: Path) -> None:
    data = tmp_path / "kiosk"
    wanted = order(data, Sample())
    (Path(wanted.folder) / "media" / "part-0001-candidate.blog").unlink()
    outbox = Outbox(data / "outbox")
    (data / "outbox" / "sealing-x.part").write_bytes(b"left by a crash")
    sealer = Sealer(kiosk, open_keys(data), outbox, StillClock())
    with pytest.raises(MediaMissingError):
        sealer.seal(wanted)
    assert outbox.bundles() == ()
    assert [one.name for one in (data / "outbox").glob("*.part")] == []
    outbox.close()


class Pipes:
    """The courier in a thread, spoken to as the kiosk does."""

    def __init__(self, data: Path) -> None:
        there, here = os.pipe(), os.pipe()
        self._readers = (os.fdopen(there[0], "rb"), os.fdopen(here[0], "rb"))
        self._theirs: Channel[CourierReport, CourierCommand] = Channel(
            self._readers[0], os.fdopen(here[1], "wb"), CourierReport, CourierCommand
        )
        self.ours: Channel[CourierCommand, CourierReport] = Channel(
            self._readers[1], os.fdopen(there[1], "wb"), CourierCommand, CourierReport
        )
        self._thread = threading.Thread(target=self._run, args=(data,))
        self._thread.start()

    def _run(self, data: Path) -> None:
        serve(CourierConfig(str(data), poll_s=1.0), self._theirs, StillClock(), {})
        self._theirs.close()

    def wait_for(self, *kinds: type) -> CourierReport:
        while (report := self.ours.receive(20.0)) is not None:
            if isinstance(report, kinds):
                return report
        pytest.fail("the courier said nothing of it")

    def end(self) -> None:
        self.ours.close()
        self._thread.join(20)
        assert not self._thread.is_alive()
        while self.ours.receive(20.0) is not None:
            pass
        for reader in self._readers:
            reader.close()


def test_the_courier_seals_once_and_says_that_hq_is_away(
    kiosk: KioskIdentity, tmp_path: Path
) -> None:
    data = tmp_path / "kiosk"
    wanted = order(data, Sample())
    pipes = Pipes(data)
    pipes.ours.send(wanted)
    first = pipes.wait_for(SessionSealed, CourierFailed)
    pipes.ours.send(wanted)
    second = pipes.wait_for(SessionSealed, CourierFailed)
    assert isinstance(first, SessionSealed)
    assert isinstance(second, SessionSealed)
    assert first.digest == second.digest
    assert (data / "outbox" / f"{first.digest}.bundle").stat().st_size == first.size
    status = pipes.wait_for(SyncStatus)
    assert isinstance(status, SyncStatus)
    assert not status.online
    pipes.end()


def test_a_courier_without_a_kiosk_refuses_and_says_why(tmp_path: Path) -> None:
    pipes = Pipes(tmp_path / "kiosk")
    pipes.ours.send(SealSession(SessionId("s"), str(tmp_path), ()))
    failed = pipes.wait_for(CourierFailed)
    assert isinstance(failed, CourierFailed)
    assert failed.code == "KIOSK-NOT-ENROLLED"
    pipes.end()
