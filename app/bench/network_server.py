"""The network laboratory's other end: what befalls HQ's server in mid-upload.

`booth hq serve` with its home on a file system of its own, in an image that is mounted.
"""

import contextlib
import fcntl
import os
import shutil
import struct
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from app.bench.faults_disk import (
    EXT4_SHUTDOWN,
    NO_LOG_FLUSH,
    ext4_in,
    mount_again,
    mounts_allowed,
    run,
)
from app.bench.network import MIB, SEED, SIZE, TURNS, NetworkRow, booked, state_of
from app.bench.network_branch import LabBranch, new_hq
from app.bench.network_hq import free_port, hq_process
from app.bench.network_proxy import Line, Plan, line
from app.demo.programs import Running
from app.domain.timing import seconds_between
from app.hq.archive_objects import ObjectFolder, file_digest
from app.hq.receiver_limits import ReceiverLimits, set_receiver_limits
from app.hq.setup import split_address
from app.hq.store import Store
from app.hq.tls import CERTIFICATE, TLS_KEY
from app.ports.clock import Clock
from app.sync.outbox import Bundle

ServerFault = Literal["killed", "power cut", "disk full"]
FAULTS: tuple[ServerFault, ...] = ("killed", "power cut", "disk full")
IMAGE_MIB = 256
_LEFT = MIB // 2
_FILL = "fill"


@dataclass(slots=True)
class _Server:
    """HQ's program and its disk.

    Attributes:
        stack: holds the program that runs; closed and filled anew by a restart.
    """

    program: Sequence[str]
    mount: Path
    image: Path
    port: int
    stack: contextlib.ExitStack
    running: Running

    @property
    def home(self) -> Path:
        return self.mount / "hq"

    def strike(self, fault: ServerFault) -> None:
        """Have it happen."""
        if fault == "disk full":
            disk = os.statvfs(self.mount)
            free = disk.f_bfree * disk.f_frsize  # what is kept for root too: HQ may run as root
            # the file system keeps some blocks for itself: then it is all the fuller
            with (self.mount / _FILL).open("wb") as file, contextlib.suppress(OSError):
                os.posix_fallocate(file.fileno(), 0, max(1, free - _LEFT))
            return
        if fault == "power cut":
            handle = os.open(self.mount, os.O_RDONLY)
            try:
                fcntl.ioctl(handle, EXT4_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
            finally:
                os.close(handle)
        self.running.process.kill()
        self.running.process.wait()

    def mend(self, fault: ServerFault) -> None:
        """The cause is gone, and the program runs again."""
        if fault == "disk full":
            (self.mount / _FILL).unlink()
            return
        self.stack.close()
        if fault == "power cut":
            run("umount", str(self.mount))
            mount_again(self.image, self.mount)

    def start(self) -> None:
        """Start it again."""
        self.running = self.stack.enter_context(hq_process(self.program, self.home, self.port))


def server_faults(
    clock: Clock, program: Sequence[str], runs: int, tell: Callable[[str], None]
) -> list[NetworkRow]:
    """Try every fault of the server `runs` times; none where file systems cannot be mounted.

    Args:
        clock: the machine's.
        program: the command line that starts this program.
        runs: trials of each.
        tell: told a line for each trial, and what is left out.
    """
    if not mounts_allowed():
        tell("receiver: left out, file systems cannot be mounted here")
        return []
    rows = [NetworkRow(f"receiver {name}") for name in FAULTS]
    chance = np.random.default_rng(SEED)
    with (
        tempfile.TemporaryDirectory(prefix="booth-network-") as name,
        ext4_in(_made(Path(name) / "hq"), IMAGE_MIB) as (mount, image),
        contextlib.ExitStack() as stack,
    ):
        home, hq_port = mount / "hq", free_port()
        made = new_hq(home, f"https://127.0.0.1:{free_port()}", clock)
        _no_reserve(home)
        os.sync()  # what the laboratory itself wrote, its passphrase above all
        running = stack.enter_context(hq_process(program, home, hq_port))
        server = _Server(program, mount, image, hq_port, stack, running)
        port = split_address(made.address)[1]
        # the line's certificate and the kiosk's pin outlast the mount
        kept = [shutil.copy(home / one, Path(name)) for one in (CERTIFICATE, TLS_KEY)]
        with line(port, hq_port, (Path(kept[0]), Path(kept[1])), clock) as between:
            branch = LabBranch.enrolled(Path(name) / "kiosk", made, clock, chance)
            with contextlib.closing(branch):
                for number in range(runs * len(FAULTS)):
                    row, fault = rows[number % len(FAULTS)], FAULTS[number % len(FAULTS)]
                    _trial(row, fault, server, branch, between)
                    tell(f"{row.fault}: {row.resent[-1]} again, {row.seconds[-1]:.1f} s")
    return rows


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _no_reserve(home: Path) -> None:
    store = Store(home)
    with contextlib.closing(store), store.unit() as unit:
        set_receiver_limits(unit, ReceiverLimits(free_bytes=0))


def _trial(
    row: NetworkRow, fault: ServerFault, server: _Server, branch: LabBranch, between: Line
) -> None:
    bundle, clock = branch.seal(SIZE), branch.clock
    sent, began_ns = branch.rounds.pace.taken, clock.monotonic_ns()
    row.struck += _struck_in_mid_upload(fault, server, branch, between, bundle)
    acknowledged = _acknowledged(branch, bundle)
    server.mend(fault)
    kept = max((one.stat().st_size for one in _parts(server.home)), default=0)
    if fault != "disk full":
        server.start()
    for _ in range(TURNS):
        branch.rounds.turn()
        if state_of(branch, bundle) == "receipted":
            break
        clock.sleep(0.2)
    row.seconds.append(seconds_between(began_ns, clock.monotonic_ns()))
    row.resent.append(branch.rounds.pace.taken - sent - bundle.size)
    row.arrived += kept >= acknowledged and _arrived(server.home, branch, bundle)
    store = Store(server.home)
    with contextlib.closing(store):
        row.booked += booked(store, branch, bundle)


def _struck_in_mid_upload(
    fault: ServerFault, server: _Server, branch: LabBranch, between: Line, bundle: Bundle
) -> bool:
    """Whether it was in mid-upload that it struck; the turn under way has ended then."""
    after = int(branch.chance.integers(SIZE // 8, SIZE * 7 // 8))
    between.arm(Plan("slow"))
    turn = threading.Thread(target=branch.rounds.turn, name="lab-branch")
    turn.start()
    while between.up < after and turn.is_alive():
        branch.clock.sleep(0.002)
    struck = state_of(branch, bundle) in {"waiting", "uploading"}
    server.strike(fault)
    turn.join()
    between.arm(Plan())
    return struck


def _acknowledged(branch: LabBranch, bundle: Bundle) -> int:
    found = branch.outbox.of_session(bundle.session)
    return found.sent if found is not None else 0


def _parts(home: Path) -> list[Path]:
    return list(ObjectFolder(home).uploads.glob("*.part"))


def _arrived(home: Path, branch: LabBranch, bundle: Bundle) -> bool:
    gone = not branch.outbox.file(bundle.digest).exists() and not bundle.folder.exists()
    there = ObjectFolder(home).path(bundle.digest)
    whole = there.exists() and file_digest(there) == bundle.digest
    return state_of(branch, bundle) == "receipted" and gone and whole
