"""Joined up: a sealed bundle goes through the inbox, and console and report show what was in it."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.bundle.sealed_log import SealedLogWriter
from app.cli.command import Context
from app.cli.hq_web import run_report
from app.domain.ids import AssignmentId, KioskId, SessionId
from app.domain.record import SessionRecord
from app.hq.access_audit import looks
from app.hq.console.application import make_console
from app.hq.inbox import Accepted
from app.hq.setup import Headquarters
from app.hq.store_tables import KioskRow
from devices.system import real_devices
from tests.bundle_samples import FLOW_DIGEST, Sample, public_of, sign_key
from tests.integration.test_hq_console_pages import csrf
from tests.sync_rig import CLOCK, new_home, open_home
from tests.unit.hq_console_scene import MEDIA, PASSWORD, RESOURCES, matroska, record

KIOSK = KioskId("kiosk-0001")
SESSION = SessionId("20260304-050607-0000000001")


@dataclass
class RealSample(Sample):
    """The realistic session, sealed in records of a second; the second part is cut off."""

    known: SessionRecord = field(default_factory=record)

    def record(self, head: str) -> SessionRecord:
        return replace(self.known, journal_head=head)

    def write_media(self, folder: Path, recipients: tuple[bytes, ...]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for part in self.known.media:
            content = self.media[part.entry]
            writer = SealedLogWriter(folder / part.entry, recipients, self.session.encode())
            for at in range(0, len(content), 20_000):
                writer.append(content[at : at + 20_000])
            writer.close()
            if not part.complete:
                path = folder / part.entry
                path.write_bytes(path.read_bytes()[:-17_000])


@dataclass(frozen=True)
class Joined:
    hq: Headquarters
    folder: Path
    password: str


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joined]:
    folder = tmp_path_factory.mktemp("joined")
    made = new_home(folder / "hq")
    hq = open_home(made.home)
    with hq.store.unit() as unit:
        unit.add(
            KioskRow(
                id=KIOSK,
                branch="Demo branch",
                public_key=public_of(sign_key(7)).hex(),
                token_digest="1",
                enrolled=CLOCK.now(),
                revoked=False,
            )
        )
    media = tuple(replace(p, entry=p.entry.replace("media/", "")) for p in MEDIA)
    assignment = AssignmentId(made.assignment)
    known = replace(
        record(SESSION),
        assignment=assignment,
        kiosk=KIOSK,
        branch="Demo branch",
        flow_id="teller",
        flow_digest=FLOW_DIGEST,
        media=media,
    )
    sample = RealSample(
        SESSION, KIOSK, assignment, media={p.entry: matroska() for p in media},
        created=CLOCK.now(), known=known,
    )  # fmt: skip
    path = folder / "session.bundle"
    sample.seal(path, hq.keys.public.seal, sign_key(7))
    outcome = hq.inbox.take(hq.objects.bring_in(path))
    assert isinstance(outcome, Accepted), outcome
    yield Joined(hq, folder, made.console_password)
    hq.close()


def test_the_console_shows_what_was_sealed(joined: Joined) -> None:
    hq = joined.hq
    app = make_console(hq.store, hq.archive, hq.clock, RESOURCES)
    client = TestClient(app, base_url="https://hq.test", follow_redirects=False)
    form = {
        "csrf": csrf(client.get("/sign-in").text),
        "name": "hr",
        "password": joined.password or PASSWORD,
    }
    assert client.post("/sign-in", data=form).status_code == 303
    assert "王小雨" in client.get("/sessions").text
    page = client.get(f"/sessions/{SESSION}").text
    assert "Unaltered" in page
    assert "3 events" in page
    whole = client.get(f"/sessions/{SESSION}/media/0.mp4").content
    cut = client.get(f"/sessions/{SESSION}/media/1.mp4").content
    assert whole[4:8] == cut[4:8] == b"ftyp"
    assert len(whole) * 0.5 < len(cut) < len(whole)
    assert client.get(f"/sessions/{SESSION}/stills/3.jpg").content[:2] == b"\xff\xd8"


def test_nothing_of_the_recording_is_left_on_the_disk(joined: Joined) -> None:
    plain = matroska()[:64]
    for path in joined.folder.rglob("*"):
        if path.is_file():
            assert plain not in path.read_bytes(), path.name


def test_the_report_command_writes_both_files(joined: Joined, tmp_path: Path) -> None:
    args = argparse.Namespace(
        home=joined.hq.home,
        passphrase_file=joined.folder / "passphrase",
        session=None,
        session_option=SESSION,
        language=None,
        out=tmp_path,
    )
    context = Context(CLOCK, real_devices(CLOCK), Path(), Path(), (), RESOURCES)
    outcome = run_report(args, context)
    assert json.loads(json.dumps(outcome.data)) == {
        "session": SESSION,
        "html": str(tmp_path / f"{SESSION}.html"),
        "pdf": str(tmp_path / f"{SESSION}.pdf"),
        "pages": outcome.data["pages"],
    }
    html = (tmp_path / f"{SESSION}.html").read_text(encoding="utf-8")
    assert html.count("data:image/jpeg;base64,") == 3
    assert 'lang="zh-CN"' in html
    with joined.hq.store.reading() as reader:
        newest = looks(reader, session=SESSION)[0]
    assert newest.action == "report"
    assert newest.who.startswith("command line: ")
