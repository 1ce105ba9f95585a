"""Which part shows which second of a session: the recording, and in its holes the second copy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.media import CameraRole
from app.domain.quality import Gap, Track
from app.domain.record import MediaPart

HOLE_S = 0.5
"""A hole up to this long is not filled: it is between two parts of one recording, and a change to
another copy and back would be seen and heard more than the hole. Source: ours."""
_TEARS = frozenset({"disk", "encoder", "recorder_restarted", "kiosk_restarted", "moved"})
"""Causes of gaps that tear one copy and leave the other. A camera that was lost, frozen or dark is
so in both copies."""
_INSIDE = frozenset({"queue_full"})
"""Causes of gaps inside of a part that goes on: a disk or an encoder stood still, and the pictures
found no place. The other copy has a disk and an encoder of its own."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Session seconds that one part shows.

    Attributes:
        from_s, to_s: session time.
        entry: name of the part's bundle entry.
        track: `safety` where the recording has a hole.
    """

    from_s: float
    to_s: float
    entry: str
    track: Track


Cover = Mapping[CameraRole, tuple[Stretch, ...]]
"""For each camera what shows it, in order, without overlap."""


def cover(
    media: Iterable[MediaPart], gaps: Sequence[Gap] = (), lengths: Mapping[str, float] | None = None
) -> Cover:
    """Cover a session with its parts.

    The recording stands wherever it exists; where it has a hole of more than `HOLE_S`, between its
    parts or inside of one, the copy on the second disk does; where both lack, nothing. A part that
    was closed without a picture, as the recorder writes while a camera or a disk comes back, shows
    nothing.

    Args:
        media: parts that are there.
        gaps: of the session; they tell where a part was torn whose length nobody measured, and
            where one that goes on lacks pictures.
        lengths: measured seconds of parts, by entry; they count more than what the record says.
    """
    parts = [part for part in media if part.frames or not part.complete]
    known = lengths or {}
    cameras: dict[CameraRole, None] = dict.fromkeys(part.camera for part in parts)
    return {
        camera: _cover_one(
            _spans([p for p in parts if (p.camera, p.track) == (camera, "main")], gaps, known),
            _spans([p for p in parts if (p.camera, p.track) == (camera, "safety")], gaps, known),
            [gap for gap in gaps if gap.device == camera and gap.cause in _INSIDE],
        )
        for camera in cameras
    }


def _spans(
    parts: Sequence[MediaPart], gaps: Sequence[Gap], lengths: Mapping[str, float]
) -> list[Stretch]:
    """What parts of one copy show; where two overlap, the earlier one does."""
    spans: list[Stretch] = []
    ordered = sorted(parts, key=lambda part: part.starts_at_s)
    reached = float("-inf")
    for number, part in enumerate(ordered):
        from_s = max(reached, part.starts_at_s)
        to_s = _end_s(part, ordered[number + 1 :], gaps, lengths)
        if to_s > from_s:
            spans.append(Stretch(from_s, to_s, part.entry, part.track))
            reached = to_s
    return spans


def _end_s(
    part: MediaPart, later: Sequence[MediaPart], gaps: Sequence[Gap], lengths: Mapping[str, float]
) -> float:
    if part.entry in lengths:
        return part.starts_at_s + lengths[part.entry]
    end_s = part.starts_at_s + part.duration_s
    if part.complete:
        return end_s
    device = part.camera if part.track == "main" else "safety"
    torn = [gap.starts_at_s for gap in gaps if gap.device == device and gap.cause in _TEARS]
    known = [at_s for at_s in torn if at_s >= part.starts_at_s]
    return min([end_s, *known, *(each.starts_at_s for each in later[:1])])


def _cover_one(
    main: list[Stretch], safety: list[Stretch], inside: Sequence[Gap]
) -> tuple[Stretch, ...]:
    patches = [
        patch
        for gap in inside
        for copy in safety
        if (patch := _within(copy, gap.starts_at_s, gap.ends_at_s)).to_s - patch.from_s > HOLE_S
    ]
    for patch in patches:
        main = [piece for stretch in main for piece in _without(stretch, patch)]
    filled = [
        piece
        for start, end in _holes(main, safety)
        if end - start > HOLE_S
        for copy in safety
        if (piece := _within(copy, start, end)).to_s > piece.from_s
    ]
    return tuple(sorted([*main, *filled], key=lambda stretch: stretch.from_s))


def _within(stretch: Stretch, from_s: float, to_s: float) -> Stretch:
    """What of a stretch lies between two moments; it ends before it begins if nothing does."""
    return replace(stretch, from_s=max(stretch.from_s, from_s), to_s=min(stretch.to_s, to_s))


def _without(stretch: Stretch, patch: Stretch) -> list[Stretch]:
    """A stretch before and after a patch."""
    before = replace(stretch, to_s=min(stretch.to_s, patch.from_s))
    after = replace(stretch, from_s=max(stretch.from_s, patch.to_s))
    return [piece for piece in (before, after) if piece.from_s < piece.to_s]


def _holes(main: list[Stretch], safety: list[Stretch]) -> list[tuple[float, float]]:
    """Where the recording shows nothing, from the first to the last second that either shows."""
    both = [*main, *safety]
    if not both:
        return []
    starts = [*(stretch.from_s for stretch in main), max(stretch.to_s for stretch in both)]
    ends = [min(stretch.from_s for stretch in both), *(stretch.to_s for stretch in main)]
    return list(zip(ends, starts, strict=True))


def stretch_at(stretches: Sequence[Stretch], at_s: float) -> Stretch | None:
    """The stretch that shows session second `at_s`, or one no farther than `HOLE_S` from it."""

    def away_s(stretch: Stretch) -> float:
        return max(stretch.from_s - at_s, at_s - stretch.to_s, 0.0)

    # where one stretch ends as the next begins, the one that begins
    nearest = min(reversed(stretches), key=away_s, default=None)
    return nearest if nearest is not None and away_s(nearest) <= HOLE_S else None
