"""An HQ and a kiosk on loopback, for tests: the real server, the real certificate."""

import base64
import contextlib
import itertools
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from app.cli.down_readers import READERS
from app.domain.assignment import Flow, Question
from app.domain.ids import AssignmentId, QuestionId, SessionId
from app.domain.messages.courier import CourierReport, SealSession
from app.hq.assignments import NewAssignment
from app.hq.enrolment import new_enrolment_code
from app.hq.new_keys import PLAIN, KeysWish
from app.hq.receiver import Receiver
from app.hq.receiver_server import make_server
from app.hq.setup import Headquarters, HomeWishes, NewHome, create_home, open_headquarters
from app.sync.client import HqClient
from app.sync.client_certificate import FILE, Renewal, open_client
from app.sync.down import Down
from app.sync.down_turns import DownTurns
from app.sync.enrolment import Pin, enrol
from app.sync.identity import KioskIdentity, load_kiosk
from app.sync.keystore import KioskKeys, open_keys
from app.sync.outbox import Bundle, Outbox
from app.sync.rounds import Rounds
from app.sync.sealing import Sealer
from devices.clock import SystemClock
from tests.bundle_samples import FLOW_DIGEST, Sample

ROOT = Path(__file__).resolve().parent.parent
CLOCK = SystemClock()
_NUMBERS = itertools.count()


def flow() -> Flow:
    question = Question(QuestionId("q1"), (("en", "Why?"),), "care", 5, 30)
    return Flow("teller", 1, (("en", "Teller"),), "teller", None, (question,), FLOW_DIGEST)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def new_home(home: Path, keys: KeysWish = PLAIN, database: str = "") -> NewHome:
    wishes = HomeWishes(
        address=f"https://127.0.0.1:{free_port()}",
        passphrase=b"correct horse battery",
        keys=keys,
        database=database,
        assignment=NewAssignment("Ada Lovelace", "teller", "", CLOCK.now(), ("en",), flow()),
    )
    made = create_home(home, wishes, CLOCK)
    (home.parent / "passphrase").write_bytes(b"correct horse battery\n")
    return made


def open_home(home: Path) -> Headquarters:
    return open_headquarters(home, home.parent / "passphrase", CLOCK)


def kiosks_server(hq: Headquarters) -> uvicorn.Server:
    """The server without the console, whose libraries take seconds to load."""
    return make_server(hq, Starlette(routes=Receiver(hq).routes()))


@contextlib.contextmanager
def serving(hq: Headquarters) -> Iterator[uvicorn.Server]:
    """The real server in a thread, answering when the block begins."""
    server = kiosks_server(hq)
    server.config.timeout_graceful_shutdown = 1
    thread = threading.Thread(target=server.run, name="hq-server")
    thread.start()
    try:
        while not server.started and thread.is_alive():
            CLOCK.sleep(0.02)
        assert server.started
        yield server
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


@dataclass
class Branch:
    """A kiosk's courier without its process."""

    data: Path
    identity: KioskIdentity
    keys: KioskKeys
    outbox: Outbox
    client: HqClient
    rounds: Rounds
    told: list[CourierReport] = field(default_factory=list)

    def sample(self, made: NewHome) -> Sample:
        return Sample(
            session=SessionId(f"20260304-050607-{next(_NUMBERS):010d}"),
            kiosk=self.identity.kiosk,
            assignment=AssignmentId(made.assignment),
            created=CLOCK.now(),
        )

    def seal(self, sample: Sample) -> Bundle:
        folder = self.data / "sessions" / sample.session
        sample.write_media(folder / "media", load_kiosk(self.data).recipients)
        return self.sealer().seal(command(sample, folder))

    def sealer(self) -> Sealer:
        def newest() -> tuple[bytes, ...]:
            return load_kiosk(self.data).recipients

        return Sealer(self.identity, self.keys, self.outbox, CLOCK, newest)

    def state(self) -> str:
        return self.outbox.bundles()[-1].state

    def close(self) -> None:
        self.client.close()
        self.outbox.close()


def command(sample: Sample, folder: Path) -> SealSession:
    documents = tuple(
        (name, base64.b64encode(content).decode()) for name, content in sample.documents().items()
    )
    return SealSession(sample.session, str(folder), documents)


def branch_at(data: Path, identity: KioskIdentity) -> Branch:
    keys = open_keys(data)
    outbox = Outbox(data / "outbox")
    client = open_client(data, identity, keys)
    told: list[CourierReport] = []
    renewal = Renewal(data, identity, keys)
    over = threading.Event()
    down = DownTurns(Down(data, identity, CLOCK, READERS), data / "parts", CLOCK, over, every_s=0)
    rounds = Rounds(data, identity, outbox, client, CLOCK, told.append, over, renewal, down=down)
    return Branch(data, identity, keys, outbox, client, rounds, told)


def enrolled(data: Path, made: NewHome, code: str = "") -> KioskIdentity:
    pin = Pin(certificate=made.certificate)
    return enrol(data, made.address, code or made.enrolment_code, pin)


def fresh_code(hq: Headquarters) -> str:
    with hq.store.unit() as unit:
        return new_enrolment_code(unit, "Demo branch", CLOCK.now())


class RawUpload:
    """A client that misbehaves: one TLS connection under the test's own hand."""

    def __init__(self, branch: Branch, upload: str) -> None:
        host, port = branch.identity.address.removeprefix("https://").split(":")
        trust = ssl.create_default_context(cafile=branch.identity.certificate)
        trust.load_cert_chain(branch.data / FILE, password=branch.keys.tls_secret)
        plain = socket.create_connection((host, int(port)), 5)
        self._socket = trust.wrap_socket(plain, server_hostname=host)
        self._branch = branch
        self._upload = upload

    def patch(self, offset: int, length: int, body: bytes) -> None:
        head = (
            f"PATCH {self._upload} HTTP/1.1\r\nHost: hq\r\nTus-Resumable: 1.0.0\r\n"
            f"Authorization: Bearer {self._branch.keys.token}\r\nUpload-Offset: {offset}\r\n"
            f"Content-Type: application/offset+octet-stream\r\nContent-Length: {length}\r\n\r\n"
        )
        self._socket.sendall(head.encode() + body)

    def answer(self) -> bytes:
        return self._socket.recv(4096)

    def cut(self) -> None:
        self._socket.close()
