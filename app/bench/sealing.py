"""Sealing against the raw cipher and against the programs that a bank might use instead.

Each side runs in a process of its own whose processor time is counted. What a peer takes for an
empty file is taken off; ours counts from after its imports. See `docs/measurements-sealing.md`.
"""

import mmap
import os
import resource
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.bench.errors import BenchStepError
from app.bench.used import cpu_s
from app.bundle.dsse import signer_in_memory
from app.bundle.format import open_bundle
from app.bundle.plain import in_file
from app.bundle.seal import BundleFacts, EntrySource, seal_bundle
from app.bundle.sealed_format import TAG_BYTES, key_id
from app.bundle.sealed_stream import SEGMENT_BYTES, seal_file, seal_stream
from app.bundle.unseal import open_entry, opener
from app.bundle.verify import verify_bundle
from app.domain.ids import AssignmentId, Digest, KioskId, SessionId
from app.domain.timing import WallTime

GIB: Final = 1 << 30
MIB: Final = 1 << 20
ROUNDS: Final = 5
LIMITS: Final = {"raw": 0.95, "age": 4.0, "borg": 2.5, "restic": 5.0}
"""Ours over theirs, bytes per CPU-second. Source: issue."""
MEMORY_LIMIT_MIB: Final = 64.0
_PASSPHRASE: Final = "for the benchmark alone"  # noqa: S105 (guards random bytes)
_PLAIN: Final = SEGMENT_BYTES - TAG_BYTES


@dataclass(frozen=True, slots=True)
class Speed:
    """Bytes for each second of processor time, ours and a peer's, in one run.

    Attributes:
        ours, peer: MiB per CPU-second, median of the rounds.
        limit: least of ours / peer.
    """

    name: str
    ours: float
    peer: float
    limit: float

    def as_json(self) -> dict[str, object]:
        """As every benchmark."""
        ratio = self.ours / self.peer
        return {
            "name": self.name,
            "ours": round(self.ours),
            "peer": round(self.peer),
            "ratio": round(ratio, 3),
            "limit": self.limit,
            "unit": "MiB per CPU-second",
            "holds": ratio >= self.limit,
        }


def sealing(folder: Path, gib: float, tell: Callable[[str], None]) -> list[dict[str, object]]:
    """All comparisons.

    Args:
        folder: on the disk that is to be written to; has room for five times the bytes.
        gib: how much is sealed in each round.
        tell: is told how far it is.

    Raises:
        BenchStepError: a peer's program is not on this machine, or something failed.
    """
    lacking = [name for name in ("age", "borg", "restic") if shutil.which(name) is None]
    if lacking:
        raise BenchStepError(f"Not on this machine: {', '.join(lacking)} (apt install them)")
    with tempfile.TemporaryDirectory(prefix="booth-sealing-", dir=folder) as name:
        place = _Place(Path(name), round(gib * GIB))
        place.fill()
        return [*(one.as_json() for one in _speeds(place, tell)), _memory(place, tell)]


class _Place:
    """A folder with the file that everybody seals; random, so that nobody can compress it."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder, self.size = folder, size
        self.plain, self.empty = folder / "plain", folder / "empty"
        self.environment = {
            **os.environ,
            "BORG_PASSPHRASE": _PASSPHRASE,
            "BORG_BASE_DIR": str(folder / "borg-home"),
            "BORG_REPO": str(folder / "borg"),
            "RESTIC_PASSWORD": _PASSPHRASE,
            "RESTIC_REPOSITORY": str(folder / "restic"),
        }

    def fill(self) -> None:
        """Write the file that is sealed, and an empty one."""
        self.empty.write_bytes(b"")
        with self.plain.open("wb") as out:
            for _ in range(0, self.size, MIB):
                out.write(secrets.token_bytes(MIB))

    def fresh(self, name: str) -> Path:
        """A path with nothing there."""
        path = self.folder / name
        shutil.rmtree(path, ignore_errors=True)
        path.unlink(missing_ok=True)
        return path


def _speeds(place: _Place, tell: Callable[[str], None]) -> list[Speed]:
    identity = place.fresh("age.key")
    made = subprocess.run(
        ["age-keygen", "-o", str(identity)], capture_output=True, text=True, check=True
    )
    recipient = made.stderr.split()[-1]

    def age(source: Path) -> float:
        return cpu_s(["age", "-r", recipient, "-o", "/dev/null", str(source)], quiet=True)

    def borg(source: Path) -> float:
        place.fresh("borg")
        cpu_s(["borg", "init", "-e", "repokey-blake2"], place.environment, quiet=True)
        backup = ["borg", "create", "--compression", "none", "::one", str(source)]
        return cpu_s(backup, place.environment, quiet=True)

    def restic(source: Path) -> float:
        place.fresh("restic")
        cpu_s(["restic", "init", "-q", "--repository-version", "2"], place.environment, quiet=True)
        backup = ["restic", "backup", "-q", "--no-cache", "--compression", "off", str(source)]
        return cpu_s(backup, place.environment, quiet=True)

    def to_file(source: Path) -> float:
        return _ours("file", source, place.fresh("sealed"))

    def through(task: str) -> Callable[[Path], float]:
        return lambda source: _ours(task, source, Path(os.devnull))

    races: list[tuple[str, Callable[[Path], float], Callable[[Path], float], float]] = [
        ("sealing against the raw cipher loop", through("stream"), through("raw"), LIMITS["raw"]),
        ("sealing against age", through("stream"), age, LIMITS["age"]),
        ("file to file against borg", to_file, borg, LIMITS["borg"]),
        ("file to file against restic", to_file, restic, LIMITS["restic"]),
    ]
    return [_race(place, *race, tell) for race in races]


def _race(
    place: _Place,
    name: str,
    ours: Callable[[Path], float],
    peer: Callable[[Path], float],
    limit: float,
    tell: Callable[[str], None],
) -> Speed:
    speeds: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS):
        tell(f"{name}: round {number + 1} of {ROUNDS}")
        for seen, way in zip(speeds, (ours, peer), strict=True):
            seen.append(place.size / MIB / (way(place.plain) - way(place.empty)))
    return Speed(name, median(speeds[0]), median(speeds[1]), limit)


def _memory(place: _Place, tell: Callable[[str], None]) -> dict[str, object]:
    """Seal, bundle, verify and open the file; how far above its start a process came."""
    tell("memory: seal, bundle, verify, open")
    grown = _ours("chain", place.plain, place.folder)
    return {
        "name": f"memory above the start, {place.size / GIB:g} GiB sealed to opened",
        "ours": round(grown, 1),
        "peer": None,
        "ratio": None,
        "limit": MEMORY_LIMIT_MIB,
        "unit": "MiB",
        "holds": grown <= MEMORY_LIMIT_MIB,
    }


def _ours(task: str, source: Path, target: Path) -> float:
    """Processor seconds of the task itself, as its process counts them: its start is longer."""
    child = [sys.executable, "-m", "app.bench.sealing", task, str(source), str(target)]
    done = subprocess.run(child, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchStepError(f"{task} failed: {done.stderr[-300:]}")
    return float(done.stdout)


# what follows runs in a process of its own


def _raw(source: Path, target: Path) -> None:
    """Map, encrypt, write: no format, no keys, one mapping."""
    cipher = AESGCM(secrets.token_bytes(32))
    sealed = memoryview(bytearray(SEGMENT_BYTES))
    with source.open("rb", buffering=0) as file, target.open("wb", buffering=0) as out:
        size = source.stat().st_size
        if not size:
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            plain = memoryview(mapped)
            for number, begin in enumerate(range(0, size, _PLAIN)):
                nonce, piece = number.to_bytes(12, "big"), plain[begin : begin + _PLAIN]
                length = len(piece) + TAG_BYTES
                cipher.encrypt_into(nonce, piece, None, sealed[:length])
                out.write(sealed[:length])
                piece.release()
            plain.release()


def _key() -> tuple[X25519PrivateKey, bytes]:
    private = X25519PrivateKey.generate()
    return private, private.public_key().public_bytes_raw()


def _stream(source: Path, target: Path) -> None:
    with source.open("rb", buffering=0) as file, target.open("wb", buffering=0) as out:
        seal_stream(in_file(file), out.write, (_key()[1],), b"bench")


def _file(source: Path, target: Path) -> None:
    seal_file(source, target, (_key()[1],), b"bench")


def _chain(source: Path, folder: Path) -> float:
    """How far above its start the process came, MiB."""
    private, public = _key()
    start = _peak_mib()
    sealed, whole = folder / "chain.stream", folder / "chain.bundle"
    seal_file(source, sealed, (public,), b"bench")
    signer = signer_in_memory(Ed25519PrivateKey.generate())
    blank = Digest("0" * 64)
    facts = BundleFacts(
        SessionId("bench"),
        KioskId("bench"),
        AssignmentId("bench"),
        blank,
        WallTime(datetime(2026, 1, 1, tzinfo=UTC)),
        (key_id(public),),
        blank,
    )
    seal_bundle(whole, [EntrySource("media.stream", sealed, "sealed-stream/1")], facts, signer)
    sealed.unlink()
    opened = open_bundle(whole)
    if verify_bundle(opened, {KioskId("bench"): signer.public}).problems:
        raise BenchStepError("The bundle is not what was sealed")
    opened_bytes = sum(
        len(piece) for piece in open_entry(opened, opened.entries[0], opener(private))
    )
    whole.unlink()
    if opened_bytes != source.stat().st_size:
        raise BenchStepError("The bundle does not open whole")
    return _peak_mib() - start


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _used_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _main(task: str, source: Path, target: Path) -> float:
    """MiB for the chain, processor seconds for the others."""
    if task == "chain":
        return _chain(source, target)
    before = _used_s()
    {"raw": _raw, "stream": _stream, "file": _file}[task](source, target)
    return _used_s() - before


if __name__ == "__main__":
    sys.stdout.write(str(_main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
