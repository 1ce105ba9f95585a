"""What this kiosk tells HQ of its sessions, when it changed and at least every few hours."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.bundle.dsse import sign_envelope
from app.bundle.durable import write_durably
from app.domain.ids import KioskId
from app.domain.statement import STATEMENT_TYPE, BranchStatement, StatedSession
from app.domain.timing import WallTime
from app.sync.client import HqClient
from app.sync.down_held import HeldDown
from app.sync.down_software import stated as down_stated
from app.sync.identity import KioskIdentity
from app.sync.keystore import KioskKeys
from app.sync.monitor_measured import stated
from app.sync.outbox import Bundle, Outbox
from app.sync.sessions import HeldSession, held_sessions, session_store

FILE = "statement.json"
TELL_EVERY = timedelta(hours=6)
"""A statement that says nothing new is sent so often: four in the day that HQ waits for one."""
KEPT = 500
"""Receipted sessions that are named, the newest: more than a booth holds in a quarter."""
_STATEMENT = TypeAdapter(BranchStatement)


def branch_statement(
    data: Path, identity: KioskIdentity, keys: KioskKeys, outbox: Outbox, now: WallTime
) -> BranchStatement:
    """How every session of this kiosk stands.

    The serial is the time, but never less than one more than the last: a kiosk whose clock was set
    back, or whose disk was restored, is still heard.
    """
    bundles = {bundle.session: bundle for bundle in outbox.bundles()}
    held = held_sessions(data, session_store(data, keys), identity.kiosk)
    unsealed = [_unsealed(one, identity.kiosk) for one in held if one.session not in bundles]
    done = [one for one in bundles.values() if one.state == "receipted"][-KEPT:]
    under_way = [one for one in bundles.values() if one.state != "receipted"]
    sealed = [_sealed(one, identity.kiosk) for one in (*done, *under_way)]
    last = last_statement(data)
    serial = max(int(now.timestamp()), 0 if last is None else last.serial + 1)
    down = down_stated(HeldDown(data, identity.branch), now)
    return BranchStatement(identity.kiosk, serial, now, (*sealed, *unsealed), stated(data), down)


def last_statement(data: Path) -> BranchStatement | None:
    """The last one that HQ took; None when there is none that can be read."""
    try:
        return _STATEMENT.validate_json((data / FILE).read_bytes())
    except (OSError, ValidationError):
        return None


@dataclass(slots=True)
class Telling:
    """Tells HQ how the sessions stand."""

    data: Path
    identity: KioskIdentity
    keys: KioskKeys
    outbox: Outbox

    def tell(self, client: HqClient, now: WallTime) -> bool:
        """Send a statement if something changed or the last is old.

        Returns:
            Whether one was sent.

        Raises:
            HqRefusedError, CertificateError, UnreachableError: see `HqClient.request`.
        """
        new = branch_statement(self.data, self.identity, self.keys, self.outbox, now)
        last = last_statement(self.data)
        old = last is None or not timedelta() <= now - last.issued < TELL_EVERY
        if last is not None and not old and _content(last) == _content(new):
            return False
        payload = _STATEMENT.dump_json(new)
        client.state(sign_envelope(STATEMENT_TYPE, payload, self.keys.signer))
        write_durably(self.data / FILE, payload)
        return True


def _content(one: BranchStatement) -> object:
    sessions = {(each.session, each.state, each.owner) for each in one.sessions}
    return sessions, one.monitor, one.down


def _unsealed(held: HeldSession, kiosk: KioskId) -> StatedSession:
    state = held.state if held.state != "sealed" else "open"
    return StatedSession(held.session, held.assignment, state, held.kiosk or kiosk, held.size)


def _sealed(bundle: Bundle, kiosk: KioskId) -> StatedSession:
    return StatedSession(
        bundle.session,
        bundle.assignment,
        bundle.state,
        kiosk,
        bundle.size,
        bundle.sent,
        bundle.digest,
    )
