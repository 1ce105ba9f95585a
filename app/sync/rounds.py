"""One turn after another: take what HQ sends down, bring what waits, fetch the receipts."""

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import BoothError
from app.domain.messages.courier import (
    AssignmentsCame,
    CourierReport,
    OutboxState,
    ReceiptCame,
    SyncStatus,
)
from app.ports.clock import Clock
from app.processes.errors import DiskHangsError
from app.sync.assignments import lacks_resume_key, read_assignments, store_assignments
from app.sync.client import HqClient, ReceiptAnswer
from app.sync.client_certificate import Renewal
from app.sync.errors import (
    CertificateError,
    HqRefusedError,
    NotAdmittedError,
    StatementRefusedError,
    UnreachableError,
    UploadGoneError,
)
from app.sync.identity import KioskIdentity
from app.sync.moved_away import MovedAway, let_moved_go
from app.sync.outbox import Bundle, Outbox
from app.sync.receipts import let_go, something_left, store_receipt, verified_receipt

RECEIPT_TRIES = 40
RECEIPT_EVERY_S = 0.25
"""HQ judges a bundle in about the time it takes to read it; longer, and the next turn asks."""
BACK_OFF_S = 2.0
MAX_BACK_OFF_S = 300.0
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
    _online: bool = False
    _detail: str = "not tried yet"
    _failures: int = 0

    def wait_s(self, poll_s: float) -> float:
        """How long to wait before the next turn."""
        return back_off_s(self._failures, poll_s, secrets.randbelow(1000) / 999)

    def status(self) -> None:
        """Tell how things stand."""
        try:
            count = len(read_assignments(self.data))
        except StatementRefusedError:
            count = 0
        items = tuple(bundle.item() for bundle in reversed(self.outbox.bundles()))
        self.tell(SyncStatus(self._online, items, count, self._detail))

    def turn(self) -> None:
        """Try everything once; trouble with one bundle stands in no other's way."""
        self._finish()
        try:
            refused, trouble = self._renew(), self._fetch_assignments()
            for bundle in self.outbox.bundles():
                if bundle.state != "receipted":
                    self._bring_alone(bundle)
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
        self.status()

    def _finish(self) -> None:
        """What a crash after a receipt, or a second disk that was away, left undone."""
        for bundle in self.outbox.bundles():
            if bundle.state == "receipted" and something_left(self.outbox, bundle):
                self._let_go(bundle)

    def _let_go(self, bundle: Bundle) -> None:
        try:
            let_go(self.data, self.outbox, bundle)
        except (StatementRefusedError, DiskHangsError, OSError) as error:
            self.outbox.note_detail(bundle, f"The branch's copy is still there: {error}")

    def _ask_for(self, moved: MovedAway) -> None:
        """Let this kiosk's copy of a moved session go once HQ has the session."""
        try:
            envelope = self.client.moved_receipt(moved.journal_head)
            if envelope is None:
                return
            let_moved_go(self.data, moved, self.identity, envelope)
        except (StatementRefusedError, HqRefusedError, DiskHangsError, OSError) as error:
            _log.warning("the copy of moved session %s stays: %s", moved.session, error)
            return
        self.moved = tuple(one for one in self.moved if one != moved)

    def _renew(self) -> str:
        """See to the kiosk's certificate; gives what HQ has against a new one, if anything."""
        try:
            self.renewal.renew(self.client, self.clock.now())
        except HqRefusedError as error:
            if isinstance(error, NotAdmittedError):
                self.renewal.note(error)
            return str(error)
        return ""

    def _fetch_assignments(self) -> str:
        """Fetch and keep what HQ sends down; gives what was wrong with it, if anything."""
        try:
            if store_assignments(self.data, self.identity, self.client.assignments()):
                self.tell(AssignmentsCame(len(read_assignments(self.data))))
            if self.resume_key and lacks_resume_key(self.data, self.identity):
                self.client.tell_resume_key(self.resume_key)
        except NotAdmittedError:
            raise
        except (StatementRefusedError, HqRefusedError) as error:
            return str(error)
        self._online = True
        return ""

    def _bring_alone(self, bundle: Bundle) -> None:
        try:
            self._bring(bundle)
        except (UnreachableError, CertificateError, NotAdmittedError):
            raise
        except BoothError as error:
            self.outbox.note_detail(bundle, error.what)

    def _bring(self, bundle: Bundle) -> None:
        answer = self.client.receipt(bundle.digest)
        missing = answer.state == "unknown" and bundle.state != "refused"
        if missing or (answer.state == "pending" and bundle.state == "waiting"):
            uploaded = self._upload(bundle)
            if uploaded is None:
                return
            bundle, answer = uploaded, self._await_receipt(uploaded)
        if answer.state == "accepted":
            self._receipted(bundle, answer.envelope)
        elif answer.state == "refused" and bundle.state != "refused":
            self._step(bundle, "refused", answer.refusal)

    def _upload(self, bundle: Bundle) -> Bundle | None:
        """Bring it to HQ; None when HQ refused it for good."""
        if bundle.state == "uploaded":  # HQ lost it before it was accepted
            bundle = self._step(bundle, "waiting", "HQ asked for it again")
        bundle = self._step(bundle, "uploading")
        self._detail = f"uploading session {bundle.session}"
        file = self.outbox.file(bundle.digest)
        try:
            self.client.upload(
                file, bundle.digest, bundle.session, lambda sent: self._progress(bundle, sent)
            )
        except UploadGoneError as error:
            return self._step(bundle, "uploaded", error.what)
        except NotAdmittedError as error:
            self._step(bundle, "waiting", error.what)
            raise
        except HqRefusedError as error:
            self._step(bundle, "refused", error.what)
            return None
        except OSError as error:
            self._step(bundle, "refused", f"The bundle cannot be read: {error.strerror}")
            return None
        except BoothError as error:
            self._step(bundle, "waiting", error.what)
            raise
        return self._step(bundle, "uploaded")

    def _progress(self, bundle: Bundle, sent: int) -> None:
        self.outbox.note_sent(bundle, sent)
        self.status()
        if self.over.is_set():
            raise UnreachableError("The courier is ending")

    def _await_receipt(self, bundle: Bundle) -> ReceiptAnswer:
        answer = self.client.receipt(bundle.digest)
        for _ in range(RECEIPT_TRIES):
            if answer.state != "pending" or self.over.is_set():
                break
            self.clock.sleep(RECEIPT_EVERY_S)
            answer = self.client.receipt(bundle.digest)
        return answer

    def _receipted(self, bundle: Bundle, envelope: bytes) -> None:
        receipt = verified_receipt(envelope, bundle, self.identity)
        store_receipt(self.data, bundle, envelope)
        done = self.outbox.step(bundle, "receipted", receipt=receipt.code)
        self._let_go(done)
        self.tell(ReceiptCame(bundle.session, bundle.digest, receipt.code))
        self.status()

    def _step(self, bundle: Bundle, state: OutboxState, detail: str = "") -> Bundle:
        stepped = self.outbox.step(bundle, state, detail)
        self.status()
        return stepped
