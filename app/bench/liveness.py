"""What the liveness step lets pass of attacks, and what it refuses of live people.

Every presentation is looked at once by the real tracker and embedder; the test is then stepped with
the looks for every sequence of gestures that can be drawn, begun at every second of it
(`app.bench.asked`), so that no draw's luck is in the figures. In the form of ISO/IEC 30107-3: APCER
is the share of attack presentations that pass, for each species; BPCER the share of bona fide
presentations that are refused. Bona fide is a clip of somebody who was asked for nothing, so what
is measured is whether the *passive* part refuses them.
"""

import contextlib
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from app.bench.asked import tried
from app.bench.attacks import WAYS, Way, on_a_tablet, presentation
from app.bench.bounds import upper_share
from app.bench.light import CODES, STRENGTHS, answers, share_answered
from app.domain.errors import FileMissingError
from app.domain.media import Image
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.continuity import LivenessSample
from app.identity.flatness import Flatness
from app.identity.light_answer import ToneLook
from app.identity.liveness import LivenessTest
from app.identity.liveness_watch import LivenessWatch
from app.identity.loading import load_devices, load_embedder, load_still_faces, load_tracker
from app.identity.screen_signs import ScreenSigns
from app.perception.catalogue import ModelCatalogue
from app.perception.faces import Box
from app.perception.images import load_image
from app.perception.spoof import SpoofScorer
from app.perception.videos import read_video

APCER_LIMIT, BPCER_LIMIT = 0.0, 0.05
"""Source: the issue's goals."""
LIGHT_LIMIT = 0.05
"""Own choice. By chance one in fifty answers (`app.identity.light_answer.ANSWERED`)."""
CLIP_HZ, CLIP_PX = 10.0, 640
MIN_PHOTO_PX = 150
PEER_LIMIT = 0.5
LIVE_CLIPS = ("video_talking/*.mp4", "video_expression/*.mp4", "video_liveness/*.mp4")
PHOTOS = ("face/*.jpg", "face/*.png")


@dataclass(slots=True)
class Noted:
    """The looks at one presentation."""

    name: str
    samples: list[LivenessSample] = field(default_factory=list[LivenessSample])
    tones: list[ToneLook] = field(default_factory=list[ToneLook])


class _Noting(LivenessTest):
    """Takes the looks down instead of judging them."""

    def __init__(self, noted: Noted) -> None:
        super().__init__(("blink",), float("inf"))
        self._noted = noted

    def step(self, sample: LivenessSample) -> None:
        """Take one down."""
        self._noted.samples.append(sample)


def look(catalogue: ModelCatalogue, name: str, frames: Iterable[tuple[float, Image]]) -> Noted:
    """Look at a presentation with the step's own eyes."""
    noted = Noted(name)
    with (
        contextlib.closing(load_tracker(catalogue)) as tracker,
        contextlib.closing(load_devices(catalogue)) as devices,
    ):
        watch = LivenessWatch(tracker, load_embedder(catalogue), devices, _Noting(noted))
        for at_s, image in frames:
            watch.see(image, MonotonicNs(round(at_s * NS_PER_S)))
    noted.tones = watch.tones
    return noted


def passive(noted: Noted) -> Flatness:
    """What the passive part finds over the whole presentation, whatever is asked."""
    flatness = Flatness()
    for sample in noted.samples:
        if sample.face is not None:
            flatness.step(sample.at_s, sample.face, sample.proportion)
    return flatness


def _screen(noted: Noted) -> bool:
    """Whether a screen's pixels, edges or device are seen over the whole presentation."""
    signs = ScreenSigns()
    for sample in noted.samples:
        signs.step(sample.grid, sample.edges, sample.device)
    return signs.found is not None


@dataclass(slots=True)
class _Table:
    """The rows, and what is told of them."""

    tell: Callable[[str], None]
    rows: list[dict[str, object]] = field(default_factory=list[dict[str, object]])

    def add(self, name: str, counted: "_Counted", limit: float, note: str) -> None:
        """Add the row of one species."""
        row: dict[str, object] = {
            "name": f"liveness {name}",
            "ours": round(counted.share, 3),
            "peer": None if counted.peer is None else round(counted.peer, 3),
            "ratio": None,
            "limit": limit,
            "unit": f"of {counted.tries} tries: {counted.shown} presentations"
            + " from every second, every sequence" * (counted.tries > counted.shown),
            "holds": counted.share <= limit,
            "presentations": counted.shown,
            "by_any_sequence": len(counted.by_any),
            "upper_95": round(upper_share(len(counted.by_any), counted.shown), 3),
            "note": note
            + (f"; by some sequence: {', '.join(counted.by_any)}" * bool(counted.by_any)),
        }
        self.rows.append(row)
        self.tell(f"{row['name']}: {row['ours']} of {counted.shown}; {row['note']}")


@dataclass(slots=True)
class _Counted:
    """Of one species.

    Attributes:
        shown: presentations.
        tries: moments at which they began times sequences asked (of live clips one each).
        hits: tries that passed (or live clips that were refused).
        by_any: presentations that at least one of the tries let pass.
        peer: share that the passive model of the list let pass (or refused); None where not asked.
    """

    shown: int
    tries: int = 0
    hits: int = 0
    by_any: list[str] = field(default_factory=list[str])
    peer: float | None = None

    @property
    def share(self) -> float:
        """Of the tries."""
        return self.hits / self.tries


def bench_liveness(
    media: Path, catalogue: ModelCatalogue, tell: Callable[[str], None], *, photos: int
) -> list[dict[str, object]]:
    """The table: a row a species, and the live clips.

    Args:
        media: folder of the real recordings and photographs.
        catalogue: the models.
        tell: progress.
        photos: how many photographs are made into attacks, each shown in every way.

    Raises:
        FileMissingError: the folder holds none of them.
    """
    table = _Table(tell)
    stills = list(itertools.islice(_photos(media), photos))
    clips = [path for pattern in LIVE_CLIPS for path in sorted(media.glob(pattern))]
    if not stills or not clips:
        raise FileMissingError(f"{media} holds no photographs or no clips of faces")
    with contextlib.closing(_Peer(catalogue)) as peer:
        for way in WAYS:
            _species(table, catalogue, peer, way, stills)
        _recordings(table, catalogue, peer, clips)
    return table.rows


def _photos(media: Path) -> Iterator[tuple[str, Image]]:
    """One picture of each name's first part (a person), large enough, in the order of names."""
    seen: set[str] = set()
    for path in sorted(path for pattern in PHOTOS for path in media.glob(pattern)):
        person = path.stem.rsplit("_", 1)[0]
        if person in seen:
            continue
        image = load_image(path)
        if min(image.shape[:2]) >= MIN_PHOTO_PX:
            seen.add(person)
            yield path.name, image


class _Peer:
    """The passive model of the catalogue, on the middle picture of a presentation."""

    def __init__(self, catalogue: ModelCatalogue) -> None:
        self._scorer = SpoofScorer(catalogue.path("anti_spoof"))
        self._faces = load_still_faces(catalogue)

    def passes(self, image: Image) -> bool | None:
        """Whether it is taken for live; None where no face is found."""
        found = self._faces.find(image)
        return None if not found else self._scorer.score(image, found[0].points) < PEER_LIMIT

    def close(self) -> None:
        """Let the models go."""
        self._faces.close()


def _species(
    table: _Table,
    catalogue: ModelCatalogue,
    peer: _Peer,
    way: Way,
    stills: list[tuple[str, Image]],
) -> None:
    counted = _Counted(len(stills))
    flat = peer_passed = 0
    for name, photo in stills:
        frames = list(presentation(photo, way))
        noted = look(catalogue, name, frames)
        _judge_all(noted, counted)
        flat += passive(noted).found or _screen(noted)
        peer_passed += peer.passes(frames[len(frames) // 2][1]) is True
    counted.peer = peer_passed / len(stills)
    note = f"{flat} of {len(stills)} taken for a picture"
    table.add(f"photo {way}", counted, APCER_LIMIT, note)


def _judge_all(noted: Noted, counted: _Counted) -> None:
    wins, tries = tried(noted.samples, noted.name)
    counted.tries += tries
    counted.hits += wins
    counted.by_any += [noted.name] if wins else []


def _recordings(table: _Table, catalogue: ModelCatalogue, peer: _Peer, clips: list[Path]) -> None:
    """The same clips as recordings played by an impostor, on a tablet too, and as live people."""
    played, live, tablet = _Counted(len(clips)), _Counted(len(clips)), _Counted(len(clips))
    peer_refused, worst, shown = 0, 0.0, 0
    tones: list[list[ToneLook]] = []
    for path in clips:
        frames = [(frame.at_s, frame.image) for frame in read_video(path, CLIP_HZ, CLIP_PX)]
        noted = look(catalogue, path.name, frames)
        tones.append(noted.tones)
        found = passive(noted)
        worst = max(worst, abs(found.worst))
        refused = found.found or _screen(noted)
        live.tries += 1
        live.hits += refused
        live.by_any += [path.name] if refused else []
        _judge_all(noted, played)
        peer_refused += peer.passes(frames[len(frames) // 2][1]) is False
        held = look(catalogue, path.name, on_a_tablet(frames, _usual_face(noted)))
        shown += passive(held).found or _screen(held)
        _judge_all(held, tablet)
    live.peer = peer_refused / len(clips)
    note = "not knowing what will be asked; one made for what is asked, with its pauses, passes"
    table.add("recording played", played, APCER_LIMIT, note)
    note = f"{shown} of {len(clips)} taken for a picture, whatever is played"
    table.add("recording on a tablet", tablet, APCER_LIMIT, note)
    table.add(
        "live people refused by the passive part",
        live,
        BPCER_LIMIT,
        f"largest change {worst:.3f}",
    )
    _light(table, tones)


def _light(table: _Table, clips: list[list[ToneLook]]) -> None:
    """What answers the screen's colours: recordings by chance, and faces in light of a strength."""
    for strength in (0.0, *STRENGTHS):
        found = [answer for tones in clips for answer in answers(tones, strength)]
        share = share_answered(found)
        name = (
            f"face in light of {strength:g} (added) does not answer it"
            if strength
            else ("recording played answers the screen's light")
        )
        ours = 1 - share if strength else share
        table.rows.append(
            {
                "name": f"liveness {name}",
                "ours": round(ours, 3),
                "peer": None,
                "ratio": None,
                "limit": LIGHT_LIMIT,
                "unit": f"of {len(found)} tries, {CODES} codes a stretch of a clip",
                "holds": ours <= LIGHT_LIMIT,
            }
        )
        table.tell(f"liveness {name}: {ours:.3f} of {len(found)}")


def _usual_face(noted: Noted) -> Box:
    """Median of the face's places; the middle of the picture where none was seen."""
    boxes = [sample.face.box for sample in noted.samples if sample.face is not None]
    left, top, wide, high = np.median(boxes or [(0.3, 0.2, 0.4, 0.6)], axis=0)
    return float(left), float(top), float(wide), float(high)
