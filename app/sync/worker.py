"""The courier: the process that seals bundles and talks to HQ.

Two threads: one seals as soon as it is asked, the other talks to HQ, so that a slow upload keeps
nobody waiting. Whatever dies goes on from the outbox when the courier starts again.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import BoothError
from app.domain.messages.courier import (
    AskPhoneCode,
    CourierCommand,
    CourierConfig,
    CourierFailed,
    CourierReport,
    SealSession,
    SessionSealed,
    SyncNow,
    SyncStatus,
)
from app.domain.timing import seconds_between
from app.ports.clock import Clock
from app.processes.channel import Channel, WorkerLink
from app.sync.client_certificate import Renewal, open_client
from app.sync.down import Down, Readers
from app.sync.down_turns import DownTurns
from app.sync.enrolment import signed_resume_key
from app.sync.identity import KioskIdentity, load_kiosk
from app.sync.keystore import KioskKeys, open_keys
from app.sync.moved_away import clear_leaving, moved_away
from app.sync.moved_copies import clear_copies
from app.sync.outbox import Outbox
from app.sync.phone_code import ask_phone_code
from app.sync.rounds import Rounds
from app.sync.sealing import Sealer
from app.sync.sessions import session_store

JOIN_S = 15.0
"""A request under way may take this long to end; the outbox takes any end well."""
_log = logging.getLogger(__name__)


def run(link: WorkerLink, clock: Clock, readers: Readers) -> None:
    """Work until the kiosk goes away.

    Args:
        link: to the kiosk.
        clock: the machine's.
        readers: of what HQ publishes.
    """
    config = link.config(CourierConfig)
    channel: Channel[CourierReport, CourierCommand] = link.channel(CourierReport, CourierCommand)
    serve(config, channel, clock, readers)


def serve(
    config: CourierConfig,
    channel: Channel[CourierReport, CourierCommand],
    clock: Clock,
    readers: Readers,
) -> None:
    """The same over an open channel."""
    data = Path(config.data)
    try:
        identity, keys = load_kiosk(data), open_keys(data)
    except BoothError as error:
        _refuse_all(channel, error)
        return
    outbox = Outbox(data / "outbox")
    wires = _Wires(channel, clock, readers)
    talker = threading.Thread(
        target=_talk,
        args=(config, identity, keys, outbox, wires),
        name="courier-talk",
        daemon=True,
    )
    talker.start()

    def ask(command: AskPhoneCode) -> None:
        def work() -> None:
            channel.send(ask_phone_code(data, identity, keys, command.assignment))

        threading.Thread(target=work, name="courier-code", daemon=True).start()

    try:
        sealer = Sealer(identity, keys, outbox, clock, lambda: load_kiosk(data).recipients)
        _listen(wires, sealer, ask)
    finally:
        wires.over.set()
        wires.wake.set()
        talker.join(JOIN_S)
        if not talker.is_alive():
            outbox.close()


@dataclass(frozen=True, slots=True)
class _Wires:
    channel: Channel[CourierReport, CourierCommand]
    clock: Clock
    readers: Readers
    wake: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    urgent: threading.Event = field(default_factory=threading.Event)


def _refuse_all(channel: Channel[CourierReport, CourierCommand], error: BoothError) -> None:
    channel.send(SyncStatus(online=False, outbox=(), assignments=0, detail=str(error)))
    while True:
        command = channel.receive()
        if command is None:
            return
        if isinstance(command, SealSession):
            channel.send(CourierFailed(command.session, error.code, error.what))


def _listen(
    wires: _Wires,
    sealer: Sealer,
    ask: Callable[[AskPhoneCode], None],
) -> None:
    while True:
        command = wires.channel.receive()
        match command:
            case None:
                return
            case SealSession():
                _seal(wires.channel, sealer, wires.clock, command)
                wires.wake.set()
            case SyncNow():
                wires.urgent.set()
                wires.wake.set()
            case AskPhoneCode():
                ask(command)


def _seal(
    channel: Channel[CourierReport, CourierCommand],
    sealer: Sealer,
    clock: Clock,
    command: SealSession,
) -> None:
    started = clock.monotonic_ns()
    try:
        bundle = sealer.seal(command)
    except BoothError as error:
        channel.send(CourierFailed(command.session, error.code, error.what))
    except Exception as error:  # noqa: BLE001 (the worker's fence; the kiosk is told)
        _log.exception("sealing session %s failed", command.session)
        channel.send(CourierFailed(command.session, "SYNC-FAULT", type(error).__name__))
    else:
        seal_s = seconds_between(started, clock.monotonic_ns())
        channel.send(
            SessionSealed(
                bundle.session,
                bundle.digest,
                bundle.size,
                seal_s,
                sealer.left_out,
                sealer.receipt(bundle),
            )
        )


def _talk(
    config: CourierConfig,
    identity: KioskIdentity,
    keys: KioskKeys,
    outbox: Outbox,
    wires: _Wires,
) -> None:
    data = Path(config.data)
    client = open_client(data, identity, keys)
    clear_leaving(data)
    clear_copies(data)
    rounds = Rounds(
        data,
        identity,
        outbox,
        client,
        wires.clock,
        wires.channel.send,
        wires.over,
        Renewal(data, identity, keys),
        moved_away(session_store(data, keys), identity),
        signed_resume_key(identity, keys),
        down=DownTurns(
            Down(data, identity, wires.clock, wires.readers),
            data / "down" / "parts",
            wires.clock,
            wires.over,
        ),
    )
    rounds.status()
    try:
        while not wires.over.is_set():
            wires.wake.clear()
            if wires.urgent.is_set():
                wires.urgent.clear()
                rounds.send_now()
            try:
                rounds.turn()
            except Exception:  # noqa: BLE001 (the worker's fence: the next turn tries again)
                _log.exception("a turn failed")
            wires.wake.wait(rounds.wait_s(config.poll_s))
    finally:
        client.close()
