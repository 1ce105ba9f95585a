"""The sessions on this kiosk's disk: how they are sealed, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.bundle.sealed_log import SealedLogWriter, read_sealed_log
from app.domain.errors import BoothError
from app.domain.ids import AssignmentId, KioskId, SessionId
from app.domain.messages.courier import OutboxState
from app.ports.sealing import SealedSink
from app.session.store import SessionFolder, SessionStore
from app.sync.identity import load_kiosk
from app.sync.keystore import KioskKeys
from app.sync.outbox import sealed_sessions

HeldState = Literal["open", "moved", "sealed", "broken"]


@dataclass(frozen=True, slots=True)
class HeldSession:
    """A session whose folder is here; the person is not named.

    Attributes:
        state: `sealed` from the moment its bundle is in the outbox, `broken` when its journal
            cannot be read.
        kiosk: who has the session; another one when it was moved.
        question: from 1; 0 before the first.
        size: bytes on the disk.
    """

    session: SessionId
    state: HeldState
    kiosk: KioskId | None
    assignment: AssignmentId | None
    stage: str
    question: int
    questions: int
    size: int


def session_store(data: Path, keys: KioskKeys) -> SessionStore:
    """Sessions whose journals are sealed to HQ's newest keys and to this kiosk's resume key."""

    def new_sink(path: Path, context: bytes) -> SealedSink:
        return SealedLogWriter(path, (*load_kiosk(data).recipients, keys.resume_public), context)

    def read_log(path: Path) -> list[bytes]:
        with path.open("rb") as file:
            return list(read_sealed_log(file, keys.open_resume))

    return SessionStore(data / "sessions", new_sink, read_log, keys.signer)


def held_sessions(data: Path, store: SessionStore, kiosk: KioskId) -> tuple[HeldSession, ...]:
    """Every session with a folder here, the oldest first; nothing is changed."""
    sealed = sealed_sessions(data)
    return tuple(_held(store, folder, kiosk, sealed) for folder in store.open_sessions())


def _held(
    store: SessionStore,
    folder: SessionFolder,
    kiosk: KioskId,
    sealed: Mapping[SessionId, OutboxState],
) -> HeldSession:
    size = sum(path.stat().st_size for path in folder.path.rglob("*") if path.is_file())
    try:
        ledger, _ = store.ledger(folder)
    except (BoothError, OSError):
        return HeldSession(folder.session, "broken", None, None, "", 0, 0, size)
    state: HeldState = "open" if ledger.kiosk == kiosk else "moved"
    interview = ledger.interview
    return HeldSession(
        folder.session,
        "sealed" if folder.session in sealed else state,
        ledger.kiosk,
        ledger.assignment.id,
        (interview.return_to or interview.paused_from or interview.stage).value,
        interview.question + 1,
        len(interview.plan.questions),
        size,
    )
