"""One turn after another: take what HQ sends down, bring what waits, fetch the receipts."""

import logging
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.errors import BoothError
from app.domain.messages.courier import AssignmentsCame, CourierReport, SyncStatus
from app.domain.timing import seconds_between
from app.ports.clock import Clock
from app.processes.errors import DiskHangsError
from app.sync.assignments import (
    lacks_resume_key,
    list_from_hq,
    read_assignments,
    read_sending,
    store_assignments,
)
from app.sync.branch_statement import Telling
from app.sync.bringing import Bringing
from app.sync.client import HqClient
from app.sync.client_certificate import Renewal, open_client
from app.sync.down_turns import DownTurns
from app.sync.errors import (
    CertificateError,
    HqFullError,
    HqRefusedError,
    KeyStoreError,
    NotAdmittedError,
    StatementRefusedError,
    UnreachableError,
)
from app.sync.identity import KioskIdentity, load_kiosk
from app.sync.moved_away import MovedAway, let_moved_go
from app.sync.outbox import Bundle, Outbox
from app.sync.pace import Pace

BACK_OFF_S = 2.0
MAX_BACK_OFF_S = 300.0
TURN_S = 60.0
"""An upload is set down after so long and goes on in the next turn: what HQ sends down (a new
assignment, another limit) and a smaller bundle wait no longer for a large one."""
_log = logging.getLogger(__name__)


def back_off_s(failures: int, poll_s: float, fraction: float) -> float:
    """How long to wait after the n-th failure in a row.

    Args:
        failures: 0 after a success.
        poll_s: the wait after a success.
        fraction: 0..1, by chance: after a common fault not every branch comes back at once.

    Returns:
        Seconds: doubled with each failure up to `MAX_BACK_OFF_S`, between half of it and all.
    """
    if failures == 0:
        return poll_s
    whole = min(MAX_BACK_OFF_S, BACK_OFF_S * 2.0 ** min(failures - 1, 20))
    return whole * (0.5 + 0.5 * fraction)


@dataclass(slots=True)
class Rounds:
    """The conversation with HQ. Used by one thread; the outbox may be used by others too.

    Attributes:
        data: the kiosk's data folder.
        tell: where reports go.
        over: when set, an upload ends at its next chunk.
        renewal: of this kiosk's certificate.
        moved: sessions that other kiosks have; none is added while the kiosk runs.
        resume_key: this kiosk's, signed, for an HQ that was never told it; empty for none.
        turn_s: how long uploads go on before they are set down.
        down: takes what HQ publishes; None for nothing.
    """

    data: Path
    identity: KioskIdentity
    outbox: Outbox
    client: HqClient
    clock: Clock
    tell: Callable[[CourierReport], None]
    over: threading.Event
    renewal: Renewal
    moved: tuple[MovedAway, ...] = ()
    resume_key: bytes = b""
    turn_s: float = TURN_S
    down: DownTurns | None = None
    pace: Pace = field(init=False)
    _bringing: Bringing = field(init=False)
    _online: bool = False
    _detail: str = "not tried yet"
    _failures: int = 0
    _set_down: bool = False

    def __post_init__(self) -> None:
        """Keep to the rules held, before HQ is reached."""
        self.pace = Pace(self.clock, self.over)
        try:
            self.pace.follow(read_sending(self.data))
        except BoothError as error:
            _log.warning("the rules for sending cannot be read: %s", error)
        self._bringing = self._way()

    def _way(self) -> Bringing:
        return Bringing(
            self.data,
            self.identity,
            self.outbox,
            self.clock,
            self.tell,
            self.status,
            self.over,
            self.pace,
        )

    def wait_s(self, poll_s: float) -> float:
        """How long to wait before the next turn."""
        if self._set_down and not self._failures:
            return 0.0
        return back_off_s(self._failures, poll_s, secrets.randbelow(1000) / 999)

    def status(self) -> None:
        """Tell how things stand."""
        try:
            count = len(read_assignments(self.data))
        except StatementRefusedError:
            count = 0
        bundles = self.outbox.bundles()
        items = tuple(bundle.item() for bundle in reversed(bundles))
        until = self.pace.waits_until()
        waits = until is not None and any(one.state == "waiting" for one in bundles)
        self.tell(
            SyncStatus(
                self._online,
                items,
                count,
                self._detail,
                f"{until:%H:%M}" if until is not None and waits else "",
                may_send_now=waits and self.pace.rules.send_now,
            )
        )

    def send_now(self) -> None:
        """The operator does not want to wait for the hours; heeded if HQ's rules let them."""
        if self.pace.release():
            _log.info("the operator has everything sent now")

    def turn(self) -> None:
        """Try everything once; trouble with one bundle stands in no other's way."""
        self._bringing.finish()
        try:
            refused, trouble = self._renew(), self._fetch_assignments()
            # before, so that HQ knows of what is lost on the way; after, of what has come
            self._state()
            self._bring_all()
            if self.down is not None:
                self.down.turn(self.client)
            self._state()
            for moved in self.moved:
                self._ask_for(moved)
        except (UnreachableError, CertificateError, NotAdmittedError) as error:
            self._failures += 1
            self._note(online=False, detail=str(self._explained(error)))
        else:
            self._failures = 0
            self._note(online=True, detail=refused or trouble or "HQ answers")

    def _explained(self, error: BoothError) -> BoothError:
        """Whether a turn that failed did so for this kiosk's certificate."""
        if isinstance(error, UnreachableError) and self.client.certificate_is_why():
            error = NotAdmittedError("HQ does not know the authority of this kiosk's certificate")
        if isinstance(error, NotAdmittedError):
            self.renewal.note(error)
        return error

    def _note(self, *, online: bool, detail: str) -> None:
        self._online, self._detail = online, detail
        if self.down is not None:
            self.tell(self.down.told())
        self.status()

    def _bring_all(self) -> None:
        """Bring every bundle, the smallest first, as many at once as HQ's rules say."""
        began_ns = self.clock.monotonic_ns()
        queue = _Queue(self.outbox)

        def go_on() -> bool:
            lasted_s = seconds_between(began_ns, self.clock.monotonic_ns())
            return not self.over.is_set() and lasted_s < self.turn_s and not self.pace.waits_until()

        def work(client: HqClient) -> bool:
            whole = True
            while (bundle := queue.next()) is not None:
                whole = self._bringing.bring(client, bundle, go_on) and whole
            return whole

        self._set_down = False
        at_once = min(self.pace.rules.at_once, len(queue.waiting()))
        whole = work(self.client) if at_once <= 1 else self._at_once(work, at_once)
        self._set_down = not whole and not self.over.is_set() and not self.pace.waits_until()
        if whole:
            self.pace.done()

    def _at_once(self, work: Callable[[HqClient], bool], count: int) -> bool:
        clients = [open_client(self.data, self.identity, self.renewal.keys) for _ in range(count)]
        try:
            with ThreadPoolExecutor(count, "courier-send") as pool:
                return all(list(pool.map(work, clients)))
        finally:
            for client in clients:
                client.close()

    def _ask_for(self, moved: MovedAway) -> None:
        """Let this kiosk's copy of a moved session go once HQ has the session."""
        try:
            envelope = self.client.moved_receipt(moved.journal_head)
            if envelope is None:
                return
            let_moved_go(self.data, moved, self.identity, envelope)
        except NotAdmittedError:
            raise
        except (StatementRefusedError, HqRefusedError, DiskHangsError, OSError) as error:
            _log.warning("the copy of moved session %s stays: %s", moved.session, error)
            return
        self.moved = tuple(one for one in self.moved if one != moved)

    def _renew(self) -> str:
        """See to the kiosk's certificate; gives what HQ has against a new one, if anything."""
        try:
            self.renewal.renew(self.client, self.clock.now())
        except (HqRefusedError, KeyStoreError) as error:
            if isinstance(error, NotAdmittedError):
                self.renewal.note(error)
            return str(error)
        return ""

    def _state(self) -> None:
        """Tell HQ how the sessions stand; that it does not take it stands in nothing's way."""
        telling = Telling(self.data, self.identity, self.renewal.keys, self.outbox)
        try:
            telling.tell(self.client, self.clock.now())
        except NotAdmittedError:
            raise
        except (HqRefusedError, HqFullError, DiskHangsError, OSError) as error:
            _log.warning("the statement of this kiosk's sessions was not taken: %s", error)

    def _fetch_assignments(self) -> str:
        """Fetch and keep what HQ sends down; gives what was wrong with it, if anything."""
        try:
            untrusted = self.client.assignments()
            if store_assignments(self.data, self.identity, untrusted):
                self.tell(AssignmentsCame(len(read_assignments(self.data))))
            self._trust(load_kiosk(self.data).hq_keys)
            came = list_from_hq(untrusted, self.identity)
            self.pace.follow(came.sending, came.issued)
            if self.resume_key and lacks_resume_key(self.data, self.identity):
                self.client.tell_resume_key(self.resume_key)
        except NotAdmittedError:
            raise
        except (StatementRefusedError, HqRefusedError) as error:
            return str(error)
        self._online = True
        return ""

    def _trust(self, hq_keys: tuple[bytes, ...]) -> None:
        """Go on with the keys that HQ signs with now."""
        if hq_keys != self.identity.hq_keys:
            self.identity = replace(self.identity, hq_keys=hq_keys)
            self._bringing = self._way()


class _Queue:
    """Which bundle is next, each once in a turn; those sealed meanwhile too."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._lock = threading.Lock()
        self._had = set[str]()

    def waiting(self) -> list[Bundle]:
        """What is left, the smallest first."""
        left = (one for one in self._outbox.bundles() if one.state != "receipted")
        return sorted((one for one in left if one.digest not in self._had), key=lambda b: b.size)

    def next(self) -> Bundle | None:
        """The next one, which then is the caller's; None when there is none."""
        with self._lock:
            waiting = self.waiting()
            if not waiting:
                return None
            self._had.add(waiting[0].digest)
            return waiting[0]
