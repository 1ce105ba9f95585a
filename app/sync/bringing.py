"""Brings one bundle to HQ: upload, receipt, and only then the branch's copy goes."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import BoothError
from app.domain.messages.courier import CourierReport, OutboxState, ReceiptCame
from app.ports.clock import Clock
from app.processes.errors import DiskHangsError
from app.sync.answers import ReceiptAnswer
from app.sync.client import HqClient
from app.sync.errors import (
    CertificateError,
    HqRefusedError,
    NotAdmittedError,
    StatementRefusedError,
    UnreachableError,
    UploadGoneError,
)
from app.sync.identity import KioskIdentity
from app.sync.outbox import Bundle, Outbox
from app.sync.pace import Pace
from app.sync.receipts import let_go, something_left, store_receipt, verified_receipt

RECEIPT_TRIES = 40
RECEIPT_EVERY_S = 0.25
"""HQ judges a bundle in about the time it takes to read it; longer, and the next turn asks."""


@dataclass(frozen=True, slots=True)
class Bringing:
    """The way of a bundle. Several threads may bring different bundles, each with its client.

    Attributes:
        data: the kiosk's data folder.
        tell: where reports go.
        status: tells how things stand.
        over: when set, an upload ends at its next chunk.
        pace: how fast and when to send.
    """

    data: Path
    identity: KioskIdentity
    outbox: Outbox
    clock: Clock
    tell: Callable[[CourierReport], None]
    status: Callable[[], None]
    over: threading.Event
    pace: Pace

    def bring(self, client: HqClient, bundle: Bundle, go_on: Callable[[], bool]) -> bool:
        """Do for one bundle what can be done now; its own trouble is noted in the outbox.

        Args:
            client: of the calling thread.
            bundle: any that is not receipted.
            go_on: asked between two chunks; an upload that it ends goes on where it was.

        Returns:
            Whether there is nothing more to do for it in this turn; False when it was set down.

        Raises:
            UnreachableError, CertificateError, NotAdmittedError: HQ cannot be talked to at all.
        """
        try:
            return self._bring(client, bundle, go_on)
        except (UnreachableError, CertificateError, NotAdmittedError):
            raise
        except BoothError as error:
            self.outbox.note_detail(bundle, str(error))
            self.status()
            return True

    def finish(self) -> None:
        """What a crash after a receipt, or a second disk that was away, left undone."""
        for bundle in self.outbox.bundles():
            if bundle.state == "receipted" and something_left(self.outbox, bundle):
                self._let_go(bundle)

    def _bring(self, client: HqClient, bundle: Bundle, go_on: Callable[[], bool]) -> bool:
        answer = client.receipt(bundle.digest)
        missing = answer.state in {"unknown", "receiving"} and bundle.state != "refused"
        if missing or (answer.state == "pending" and bundle.state == "waiting"):
            bundle = self._upload(client, bundle, go_on)
            if bundle.state != "uploaded":
                return bundle.state != "waiting"
            answer = self._await_receipt(client, bundle)
        if answer.state == "accepted":
            self._receipted(bundle, answer.envelope)
        elif answer.state == "refused" and bundle.state != "refused":
            self._step(bundle, "refused", answer.refusal)
        return True

    def _upload(self, client: HqClient, bundle: Bundle, go_on: Callable[[], bool]) -> Bundle:
        """Bring it to HQ: `uploaded`, `waiting` when it was set down, `refused` for good."""
        if bundle.state == "uploaded":  # HQ lost it before it was accepted
            bundle = self._step(bundle, "waiting", "HQ asked for it again")
        until = self.pace.waits_until()
        if until is not None:
            return self._wait(bundle, f"waits until {until:%H:%M}")
        bundle = self._step(bundle, "uploading")
        file = self.outbox.file(bundle.digest)

        def note(sent: int) -> None:
            self.outbox.note_sent(bundle, sent)
            self.status()

        try:
            whole = client.upload(file, bundle.digest, bundle.session, note, go_on, self.pace)
        except UploadGoneError as error:
            return self._step(bundle, "uploaded", error.what)
        except NotAdmittedError as error:
            self._step(bundle, "waiting", error.what)
            raise
        except HqRefusedError as error:
            return self._step(bundle, "refused", error.what)
        except OSError as error:
            return self._step(bundle, "refused", f"The bundle cannot be read: {error.strerror}")
        except BoothError as error:
            self._step(bundle, "waiting", error.what)
            raise
        return self._step(bundle, "uploaded" if whole else "waiting")

    def _wait(self, bundle: Bundle, detail: str) -> Bundle:
        if bundle.detail != detail:
            self.outbox.note_detail(bundle, detail)
            self.status()
        return bundle

    def _await_receipt(self, client: HqClient, bundle: Bundle) -> ReceiptAnswer:
        answer = client.receipt(bundle.digest)
        for _ in range(RECEIPT_TRIES):
            if answer.state != "pending" or self.over.is_set():
                break
            self.clock.sleep(RECEIPT_EVERY_S)
            answer = client.receipt(bundle.digest)
        return answer

    def _receipted(self, bundle: Bundle, envelope: bytes) -> None:
        receipt = verified_receipt(envelope, bundle, self.identity)
        store_receipt(self.data, bundle, envelope)
        done = self.outbox.step(bundle, "receipted", receipt=receipt.code)
        self._let_go(done)
        self.tell(ReceiptCame(bundle.session, bundle.digest, receipt.code))
        self.status()

    def _let_go(self, bundle: Bundle) -> None:
        try:
            let_go(self.data, self.outbox, bundle)
        except (StatementRefusedError, DiskHangsError, OSError) as error:
            self.outbox.note_detail(bundle, f"The branch's copy is still there: {error}")

    def _step(self, bundle: Bundle, state: OutboxState, detail: str = "") -> Bundle:
        stepped = self.outbox.step(bundle, state, detail)
        self.status()
        return stepped
