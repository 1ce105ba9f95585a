"""The network laboratory's impostors: somebody at HQ's address whose certificate is not HQ's.

The kiosk has to refuse with `SYNC-CERTIFICATE`, tell them nothing, wait longer each time, and go on
once HQ answers.
"""

import contextlib
import ipaddress
import itertools
import shutil
import ssl
import tempfile
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from app.bench.network import SEED, SIZE, NetworkRow, book, state_of, take_turns
from app.bench.network_branch import LabBranch, new_hq
from app.bench.network_hq import free_port, served
from app.bench.network_proxy import Line, Plan, line
from app.domain.messages.courier import SyncStatus
from app.domain.timing import WallTime, seconds_between
from app.hq.setup import Headquarters, split_address
from app.hq.tls import CERTIFICATE, TLS_KEY
from app.ports.clock import Clock
from app.sync.client_certificate import open_client
from app.sync.rounds import back_off_s

REFUSALS = 3
"""Turns with the impostor in a trial."""
_CODE = "SYNC-CERTIFICATE"
_POLL_S = 1.0
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Impostor:
    """Who answers at HQ's address.

    Attributes:
        name: what is wrong.
        certificate: what is shown (PEM).
        key: its key (PEM).
        pinned: whether the kiosk has this very certificate pinned: then only what the certificate
            says of itself speaks against it.
    """

    name: str
    certificate: Path
    key: Path
    pinned: bool = False

    def context(self) -> ssl.SSLContext:
        """Its side of TLS."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.certificate, self.key)
        return made


def impostors_of(home: Path, folder: Path, now: WallTime) -> tuple[Impostor, ...]:
    """Every impostor for the HQ in `home`, its files in `folder`."""
    hq_key = load_pem_private_key((home / TLS_KEY).read_bytes(), None)
    if not isinstance(hq_key, ec.EllipticCurvePrivateKey):
        raise TypeError("HQ's TLS key is of another kind")
    other, authority = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    fresh, past = (now - _DAY, now + 30 * _DAY), (now - 30 * _DAY, now - _DAY)
    here, elsewhere = "127.0.0.1", "127.0.0.2"

    def made(name: str, own: Made, *, pinned: bool = False) -> Impostor:
        return _written(folder / name.replace(" ", "-"), name, own, pinned=pinned)

    return (
        made("another authority", Made(other, authority, "Another authority", fresh, here)),
        made("another key", Made(other, other, "Booth headquarters", fresh, here)),
        made("expired", Made(hq_key, hq_key, "Booth headquarters", past, here), pinned=True),
        made(
            "wrong host", Made(hq_key, hq_key, "Booth headquarters", fresh, elsewhere), pinned=True
        ),
    )


@dataclass(frozen=True, slots=True)
class Made:
    """A certificate to be made.

    Attributes:
        key: whose it is.
        signer: signs it.
        issuer: the signer's name.
        valid: from when to when.
        host: the address it is for.
    """

    key: ec.EllipticCurvePrivateKey
    signer: ec.EllipticCurvePrivateKey
    issuer: str
    valid: tuple[datetime, datetime]
    host: str


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _written(stem: Path, name: str, own: Made, *, pinned: bool) -> Impostor:
    address = x509.IPAddress(ipaddress.ip_address(own.host))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_named("Booth headquarters"))
        .issuer_name(_named(own.issuer))
        .public_key(own.key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(own.valid[0])
        .not_valid_after(own.valid[1])
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(own.signer, SHA256())
    )
    shown, key = stem.with_suffix(".pem"), stem.with_suffix(".key")
    shown.write_bytes(certificate.public_bytes(Encoding.PEM))
    plain = own.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key.write_bytes(plain)
    return Impostor(name, shown, key, pinned)


def impostors(clock: Clock, runs: int, tell: Callable[[str], None]) -> list[NetworkRow]:
    """Try every impostor `runs` times.

    Those whose certificate is not pinned come in the middle of an upload. A trial struck if every
    turn with the impostor ended in its code, none told it a byte, and each wait was the longer.

    Args:
        clock: the machine's.
        runs: trials of each.
        tell: told a line for each trial.
    """
    chance = np.random.default_rng(SEED)
    with tempfile.TemporaryDirectory(prefix="booth-network-") as name:
        folder, hq_port = Path(name), free_port()
        home = folder / "hq"
        made = new_hq(home, f"https://127.0.0.1:{free_port()}", clock)
        who = impostors_of(home, folder, clock.now())
        rows = [NetworkRow(f"TLS: {one.name}") for one in who]
        port, tls = split_address(made.address)[1], (home / CERTIFICATE, home / TLS_KEY)
        with served(home, hq_port, clock) as hq, line(port, hq_port, tls, clock) as between:
            branch = LabBranch.enrolled(folder / "kiosk", made, clock, chance)
            with contextlib.closing(branch):
                for number in range(runs * len(rows)):
                    row, one = rows[number % len(rows)], who[number % len(rows)]
                    after = 0 if one.pinned else int(chance.integers(0, SIZE))
                    plan = Plan("impostor", after, shown=one.context())
                    _trial(row, hq, branch, between, plan, one)
                    tell(f"{row.fault}: {row.resent[-1]} again, {row.seconds[-1]:.1f} s")
    return rows


def _trial(
    row: NetworkRow,
    hq: Headquarters,
    branch: LabBranch,
    between: Line,
    plan: Plan,
    one: Impostor,
) -> None:
    bundle = branch.seal(SIZE)
    sent, met, heard = branch.rounds.pace.taken, between.struck, between.heard
    began_ns = branch.clock.monotonic_ns()
    with _pinned(branch, one.certificate) if one.pinned else contextlib.nullcontext():
        between.arm(plan)
        if not one.pinned:
            branch.rounds.turn()  # the upload that the line ends, where the impostor comes in
        refused = _refused(branch)
        waiting = state_of(branch, bundle) == "waiting"
    between.arm(Plan())
    take_turns(branch, bundle)
    row.seconds.append(seconds_between(began_ns, branch.clock.monotonic_ns()))
    told_nothing = between.heard == heard and between.struck - met >= REFUSALS
    row.struck += refused and waiting and told_nothing
    book(row, hq, branch, bundle, sent)


def _refused(branch: LabBranch) -> bool:
    """Whether every turn now ends in the code, with nothing sent and a longer wait each time."""
    before, waits = branch.rounds.pace.taken, list[float]()
    for _ in range(REFUSALS):
        branch.rounds.turn()
        status = next(one for one in reversed(branch.told) if isinstance(one, SyncStatus))
        if status.online or _CODE not in status.detail:
            return False
        waits.append(branch.rounds.wait_s(_POLL_S))
    # by chance a wait is between half of its whole and all of it: a later one never the shorter
    longer = all(one <= two for one, two in itertools.pairwise(waits))
    return longer and waits[0] >= back_off_s(1, _POLL_S, 0.0) and branch.rounds.pace.taken == before


@contextlib.contextmanager
def _pinned(branch: LabBranch, certificate: Path) -> Generator[None]:
    """The kiosk has another certificate pinned, as if HQ's had been this one from the start."""
    pin = branch.identity.certificate
    kept = pin.read_bytes()
    shutil.copy(certificate, pin)
    _connect(branch)
    try:
        yield
    finally:
        pin.write_bytes(kept)
        _connect(branch)


def _connect(branch: LabBranch) -> None:
    branch.rounds.client.close()
    branch.rounds.client = open_client(branch.data, branch.identity, branch.keys)
