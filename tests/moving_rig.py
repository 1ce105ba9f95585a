"""Two kiosks with real keys and real sealed logs, and a session under way at one of them."""

import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from pydantic import TypeAdapter

from app.bundle.dsse import sign_envelope, signer_in_memory
from app.bundle.sealed_log import SealedLogWriter
from app.domain.assignment import Assignment
from app.domain.exchange import ASSIGNMENTS_TYPE, AssignmentList, Peer, PeerList
from app.domain.ids import KioskId, SessionId
from app.domain.timing import WallTime
from app.session import entries as en
from app.session.session_clock import SessionClock
from app.session.store import SessionFolder, SessionStore
from app.session.visit import Visit, open_new
from app.sync.assignments import store_assignments
from app.sync.identity import CERTIFICATE, KioskIdentity, load_kiosk, store_kiosk
from app.sync.keystore import KioskKeys, create_keys, open_keys
from app.sync.move_in import MovedIn, MovingIn
from app.sync.move_out import MovedOut, MoveWish, MovingOut
from app.sync.sessions import session_store
from devices.fake.clock import FakeClock
from devices.fake.surroundings import FakeDisk
from tests.bundle_samples import public_of, seal_key, sign_key
from tests.unit.test_session import assignment, to_answering

A, B, C = KioskId("kiosk-0001"), KioskId("kiosk-0002"), KioskId("kiosk-0003")
HQ_SIGN = sign_key(77)
HQ_SEAL = public_of(seal_key())
_LIST = TypeAdapter(AssignmentList)


@dataclass
class Booth:
    """A kiosk's data folder with what opens it."""

    data: Path
    identity: KioskIdentity
    keys: KioskKeys
    clock: FakeClock
    store: SessionStore

    @property
    def kiosk(self) -> KioskId:
        return self.identity.kiosk

    def folder(self, session: SessionId) -> SessionFolder:
        return SessionFolder(session, self.store.root / session)

    def export(
        self, session: SessionId, to: KioskId, out: Path, reason: str = "", *, again: bool = False
    ) -> MovedOut:
        moving = MovingOut(self.data, self.identity, self.keys, self.clock)
        return moving.export(MoveWish(session, to, out, reason, again))

    def take(self, file: Path, free_bytes: int = 50 * 1024**3) -> MovedIn:
        disk = FakeDisk(free_bytes)
        return MovingIn(self.data, self.identity, self.keys, self.clock, disk).take(file)

    def holds(self) -> dict[str, bytes]:
        """Every file of the kiosk."""
        return {
            str(path.relative_to(self.data)): path.read_bytes() if path.is_file() else b""
            for path in sorted(self.data.rglob("*"))
        }

    def peer(self, *, revoked: bool = False) -> Peer:
        keys = self.keys
        public, resume = keys.signer.public.hex(), keys.resume_public.hex()
        return Peer(self.kiosk, self.identity.branch, public, resume, revoked)


def booth_at(data: Path, clock: FakeClock) -> Booth:
    identity, keys = load_kiosk(data), open_keys(data)
    return Booth(data, identity, keys, clock, session_store(data, keys))


def new_booth(data: Path, kiosk: KioskId, clock: FakeClock) -> Booth:
    keys = create_keys(data)
    (data / CERTIFICATE).write_text("")
    identity = KioskIdentity(
        kiosk,
        "上海",
        "https://127.0.0.1:1",
        data / CERTIFICATE,
        keys.signer.public,
        keys.resume_public,
        (HQ_SEAL,),
        (public_of(HQ_SIGN),),
    )
    store_kiosk(data, identity)
    return booth_at(data, clock)


def vouch(
    booths: tuple[Booth, ...],
    change: Callable[[Peer], Peer] = lambda peer: peer,
    held: tuple[Assignment, ...] = (assignment(),),
    days: int = 14,
) -> None:
    """HQ's list comes to every booth."""
    for one in booths:
        now = one.clock.now()
        peers = tuple(change(other.peer()) for other in booths)
        body = AssignmentList(
            one.kiosk,
            one.identity.branch,
            1,
            now,
            held,
            (),
            PeerList(now, WallTime(now + timedelta(days=days)), peers),
        )
        payload = _LIST.dump_json(body)
        signed = sign_envelope(ASSIGNMENTS_TYPE, payload, signer_in_memory(HQ_SIGN))
        store_assignments(one.data, one.identity, signed)


def record_part(visit: Visit, booth: Booth, number: int, *, closed: bool) -> None:
    """A part as the recorder leaves it, closed or torn."""
    name = f"part-{number:04d}-candidate.blog"
    starts_s = visit.ledger.last_s
    visit.note(en.PartNoted(name, "candidate", starts_s, 1280, 720, "libx264"))
    path = visit.folder.media / name
    writer = SealedLogWriter(path, booth.identity.recipients, visit.ledger.session.encode())
    writer.append(os.urandom(3000))
    if closed:
        writer.close()
        visit.note(en.PartEnded(name, 10.0, 300, 0))
    else:
        writer.sync()
        os.close(writer._handle)
        path.write_bytes(path.read_bytes()[:-30])


def under_way(
    booth: Booth, wanted: Assignment | None = None, *, torn: bool = True
) -> tuple[SessionId, SessionClock]:
    """A session in mid-answer when the power went."""
    visit, session_clock = open_new(booth.store, booth.clock, booth.kiosk, wanted or assignment())
    record_part(visit, booth, 1, closed=True)
    to_answering(visit, session_clock.seconds())
    booth.clock.sleep(30)
    record_part(visit, booth, 2, closed=not torn)
    visit.note(en.Alive(session_clock.seconds()))
    visit._journal._sink.close()
    return visit.ledger.session, session_clock


@contextmanager
def power_cut_at(number: int, steps: tuple[tuple[object, str], ...]) -> Iterator[None]:
    """End the process at the n-th durable step, before it is taken; nothing is tidied up."""
    count = 0

    def cutting(real: Callable[..., object]) -> Callable[..., object]:
        def step(*args: object, **kwargs: object) -> object:
            nonlocal count
            count += 1
            if count == number:
                os._exit(9)
            return real(*args, **kwargs)

        return step

    for owner, name in steps:
        setattr(owner, name, cutting(getattr(owner, name)))
    yield


def in_a_child(work: Callable[[], object]) -> int:
    """Do `work` in a process of its own; its exit status: 0 done, 9 the power went."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 (the child ends here in any case)
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def revoked(kiosk: KioskId) -> Callable[[Peer], Peer]:
    return lambda peer: replace(peer, revoked=peer.revoked or peer.kiosk == kiosk)


@dataclass
class Two:
    """Two kiosks that know each other, and a stick."""

    a: Booth
    b: Booth
    stick: Path

    def moved(self, *, torn: bool = True) -> tuple[SessionId, Path]:
        session, _ = under_way(self.a, torn=torn)
        self.a.clock.reboot(600)
        self.b.clock.reboot(700)
        return session, self.a.export(session, B, self.stick).file


def two_booths(folder: Path) -> Two:
    stick = folder / "stick"
    stick.mkdir()
    a = new_booth(folder / "a", A, FakeClock())
    b = new_booth(folder / "b", B, FakeClock())
    vouch((a, b))
    return Two(a, b, stick)
