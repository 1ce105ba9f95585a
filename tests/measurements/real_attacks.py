"""Real prints, cut-outs, masks and screens before real cameras, and live people beside them.

Run `python -m tests.measurements.real_attacks CLONES [KIND ...]`: CLONES/OWNER/NAME are git clones
of the repositories in `real_attacks_sources.csv`; every KIND without any. Species as in ISO/IEC
30107-3, labelled by eye or by the names that the repositories gave their files. A still is seen for
4 s by a camera that trembles by whole pixels, so that a screen's pixels stay as they are; clips are
looked at 25 times a second. Each is looked at once by the step's own eyes, then shown over and over
from every second of it for every sequence that can be drawn (`app.bench.asked`). What came of it is
in docs/measurements-vision.md.
"""

import contextlib
import csv
import hashlib
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import cv2
import numpy as np

from app.bench.asked import tried
from app.bench.bounds import upper_share
from app.bench.liveness import PEER_LIMIT, Noted, look, passive
from app.domain.media import Image
from app.identity.loading import load_still_faces
from app.identity.screen_signs import HELD_EDGES, MIN_LOOKS, SCREEN_GRID, SHOWN_ON
from app.perception.spoof import SpoofScorer
from app.perception.videos import read_video
from tests.measurements.held_out_faces import blob
from tests.measurements.vision import catalogue

SOURCES = Path(__file__).with_name("real_attacks_sources.csv")
"""sha256, repository, commit, path, kind, species, seen. Of a folder the sum is that of what
`git ls-tree -r` lists of it."""

SIDE_PX, CLIP_HZ = 1280, 25.0
"""Longer side of what a kiosk's camera gives; larger ones are reduced, none is enlarged."""

STILL_LOOKS, STILL_HZ, SHAKE_PX, NOISE, SEED = 24, 6.0, 2, 2.0, 20
"""Of a still: looks, their rate, how far the camera trembles, its sensor's noise in the luma."""

GAP_S = 2.0
"""Pictures named by their time belong to one recording unless so far apart."""


@dataclass(slots=True)
class Shown:
    """One presentation.

    Attributes:
        name: of its file or folder.
        kind: still, clip or frames.
        species: print, cut-out, mask, telephone, tablet, monitor or live.
        frames: time in seconds and picture.
    """

    name: str
    kind: str
    species: str
    frames: list[tuple[float, Image]]


@dataclass(slots=True)
class Row:
    """What came of the presentations of one kind and species.

    Attributes:
        shown: how many.
        faces: in which a face is found on half of the looks.
        judged: in how many each sign can be judged.
        signs: of those, in how many it is found.
        named: in how many any is.
        tries: beginnings times sequences.
        wins: of those, how many pass.
        passed: presentations that some try lets pass.
        peer: how many the peer takes for live, of those in whose middle picture it finds a face.
        peer_asked: how many those are.
    """

    shown: int = 0
    faces: int = 0
    judged: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    signs: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    named: int = 0
    tries: int = 0
    wins: int = 0
    passed: list[str] = field(default_factory=list[str])
    peer: int = 0
    peer_asked: int = 0


def listed() -> Iterator[Mapping[str, str]]:
    """The list's rows."""
    with SOURCES.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def decoded(data: bytes) -> Image:
    """A picture, no larger than the kiosk's camera gives it."""
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    scale = SIDE_PX / max(image.shape[:2])
    if scale < 1:
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return image.astype(np.uint8, copy=False)


def trembling(image: Image) -> Iterator[tuple[float, Image]]:
    """A still as a camera sees it that trembles by whole pixels."""
    random = np.random.default_rng(SEED)
    wide = np.pad(image, ((SHAKE_PX, SHAKE_PX), (SHAKE_PX, SHAKE_PX), (0, 0)), mode="edge")
    high, across = image.shape[:2]
    for number in range(STILL_LOOKS):
        down, right = random.integers(0, 2 * SHAKE_PX + 1, 2)
        part = wide[down : down + high, right : right + across].astype(np.float32)
        noise = random.normal(0.0, NOISE, (high, across, 1)).astype(np.float32)
        yield number / STILL_HZ, np.clip(part + noise, 0, 255).astype(np.uint8)


def clip_frames(data: bytes, suffix: str) -> list[tuple[float, Image]]:
    """Of a clip's file."""
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        file.write(data)
        file.flush()
        read = read_video(Path(file.name), CLIP_HZ, SIDE_PX)
        return [(frame.at_s, frame.image) for frame in read]


def tree(clones: Path, row: Mapping[str, str]) -> list[tuple[str, str]]:
    """A folder's files: object and path.

    Raises:
        ValueError: it holds others than were listed.
    """
    place = ("git", "-C", str(clones / row["repository"]), "ls-tree", "-r")
    found = subprocess.run((*place, row["commit"], row["path"]), check=True, capture_output=True)
    if hashlib.sha256(found.stdout).hexdigest() != row["sha256"]:
        raise ValueError(f"{row['repository']} {row['path']} is another folder")
    lines = [line.split("\t") for line in found.stdout.decode().splitlines()]
    return [(of.split()[2], path) for of, path in lines if path.endswith(".jpg")]


def objects(clones: Path, row: Mapping[str, str], names: Sequence[str]) -> list[bytes]:
    """Many files at once; the clones may lack large ones, which are left out by the caller."""
    command = ("git", "-C", str(clones / row["repository"]), "cat-file", "--batch")
    out = subprocess.run(
        command,
        check=True,
        capture_output=True,
        input="".join(f"{name}\n" for name in names).encode(),
    ).stdout
    found: list[bytes] = []
    for _ in names:
        head, _, out = out.partition(b"\n")
        size = int(head.split()[2])
        found.append(out[:size])
        out = out[size + 1 :]
    return found


def by_time(clones: Path, row: Mapping[str, str]) -> Iterator[Shown]:
    """The recordings in a folder of pictures named by their time: ten digits of seconds, rest."""
    named = sorted(
        (float(f"{name[:10]}.{name[10:]}"), of)
        for of, name in ((of, PurePosixPath(path).stem) for of, path in tree(clones, row))
    )
    parts: list[list[tuple[float, str]]] = []
    for at_s, of in named:
        if not parts or at_s - parts[-1][-1][0] > GAP_S:
            parts.append([])
        if not parts[-1] or at_s - parts[-1][-1][0] >= 1 / CLIP_HZ:
            parts[-1].append((at_s, of))
    for number, part in enumerate(parts):
        images = map(decoded, objects(clones, row, [of for _, of in part]))
        frames = [(at_s - part[0][0], image) for (at_s, _), image in zip(part, images, strict=True)]
        yield Shown(f"{row['path']} {number}", "frames", row["species"], frames)


def presentations(clones: Path, row: Mapping[str, str]) -> Iterator[Shown]:
    """What a row of the list shows."""
    match row["kind"]:
        case "frames":
            yield from by_time(clones, row)
        case "clip":
            path = PurePosixPath(row["path"])
            frames = clip_frames(blob(clones, row), path.suffix)
            first, last = (float(row["from_s"] or 0), float(row["to_s"] or "inf"))
            frames = [(at_s - first, image) for at_s, image in frames if first <= at_s <= last]
            yield Shown(f"{row['repository']} {path.name}", "clip", row["species"], frames)
        case _:
            frames = list(trembling(decoded(blob(clones, row))))
            name = f"{row['repository']} {PurePosixPath(row['path']).name}"
            yield Shown(name, row["kind"], row["species"], frames)


def signs(noted: Noted) -> dict[str, float | None]:
    """Median of each sign over the looks, None with fewer than are judged; and the proportions."""
    found: dict[str, float | None] = {}
    for name in ("grid", "edges", "device"):
        looks = [value for one in noted.samples if (value := getattr(one, name)) is not None]
        found[name] = statistics.median(looks) if len(looks) >= MIN_LOOKS else None
    found["proportions"] = 1.0 if passive(noted).found else 0.0
    return found


OVER: Mapping[str, float] = {
    "grid": SCREEN_GRID,
    "edges": HELD_EDGES,
    "device": SHOWN_ON,
    "proportions": 0.5,
}


class Peer:
    """The passive model of the catalogue, on the middle picture."""

    def __init__(self) -> None:
        self._scorer = SpoofScorer(catalogue().path("anti_spoof"))
        self.faces = load_still_faces(catalogue())

    def live(self, image: Image) -> bool | None:
        """Whether it is taken for live; None where no face is found."""
        found = self.faces.find(image)
        return None if not found else self._scorer.score(image, found[0].points) < PEER_LIMIT


def measure(shown: Shown, peer: Peer, row: Row) -> str:
    """Look at a presentation once, judge it; a line about it."""
    noted = look(catalogue(), shown.name, shown.frames)
    row.shown += 1
    row.faces += sum(one.face is not None for one in noted.samples) >= len(noted.samples) / 2
    values = signs(noted)
    told = [name for name, value in values.items() if value is not None and value > OVER[name]]
    for name, value in values.items():
        row.judged[name] += value is not None
        row.signs[name] += name in told
    row.named += bool(told)
    wins, tries = tried(noted.samples, noted.name)
    row.tries += tries
    row.wins += wins
    row.passed += [shown.name] if wins else []
    live = peer.live(shown.frames[len(shown.frames) // 2][1])
    row.peer_asked += live is not None
    row.peer += live is True
    text = " ".join(f"{name}={'-' if it is None else round(it, 2)}" for name, it in values.items())
    outcome = f"wins={wins} of {tries} peer live={live}"
    return f"{shown.kind}, {shown.species}, {shown.name}: {text} {outcome}"


def main(clones: Path, kinds: list[str]) -> Iterator[str]:
    """A line for each presentation, then the table."""
    rows: defaultdict[tuple[str, str], Row] = defaultdict(Row)
    with contextlib.ExitStack() as stack:
        peer = Peer()
        stack.callback(peer.faces.close)
        for listed_row in listed():
            if kinds and listed_row["kind"] not in kinds:
                continue
            for shown in presentations(clones, listed_row):
                yield measure(shown, peer, rows[shown.kind, shown.species])
    heads = ("kind", "species", "shown", "face", *OVER, "named", "wrong, at most")
    heads += ("passed by some try", "at most", "APCER", "peer takes for live")
    yield f"\n| {' | '.join(heads)} |"
    yield f"| {' | '.join(['---'] * len(heads))} |"
    for (kind, species), row in sorted(rows.items()):
        wrong = row.named if species == "live" else row.shown - row.named
        each = " | ".join(f"{row.signs[name]} of {row.judged[name]}" for name in OVER)
        yield (
            f"| {kind} | {species} | {row.shown} | {row.faces} | {each} | {row.named} "
            f"| {upper_share(wrong, row.shown):.3f} | {len(row.passed)} "
            f"| {upper_share(len(row.passed), row.shown):.3f} | {row.wins / row.tries:.4f} "
            f"| {row.peer} of {row.peer_asked} |"
        )


if __name__ == "__main__":
    for line in main(Path(sys.argv[1]), sys.argv[2:]):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
