"""What covers a session: ordered, disjoint, the recording first, and nothing left out."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.domain.media import CameraRole
from app.domain.quality import Gap, Track
from app.domain.record import MediaPart
from app.hq.coverage import HOLE_S, Cover, Stretch, cover, stretch_at
from app.hq.footage import Footage

SECONDS = st.integers(0, 400).map(lambda tenth: tenth / 10)
CAMERAS: list[CameraRole] = ["candidate", "room"]
TRACKS: list[Track] = ["main", "safety"]


@st.composite
def sessions(draw: st.DrawFn) -> tuple[tuple[MediaPart, ...], tuple[Gap, ...], dict[str, float]]:
    """Parts, gaps, and the lengths of the parts that were measured."""
    parts = tuple(
        MediaPart(
            f"part-{number:04d}.blog",
            draw(st.sampled_from(CAMERAS)),
            draw(SECONDS),
            draw(SECONDS),
            draw(st.integers(0, 1)),
            0,
            draw(st.booleans()),
            draw(st.sampled_from(TRACKS)),
        )
        for number in range(draw(st.integers(0, 7)))
    )
    gaps = tuple(
        Gap(device, start, start + draw(SECONDS), draw(st.sampled_from(["disk", "lost"])))
        for device, start in draw(
            st.lists(
                st.tuples(st.sampled_from(["candidate", "room", "safety"]), SECONDS), max_size=3
            )
        )
    )
    measured = [part for part in parts if not part.complete and draw(st.booleans())]
    return parts, gaps, {part.entry: draw(SECONDS) for part in measured}


SESSIONS = sessions()


def shows(stretches: tuple[Stretch, ...], at_s: float) -> list[Stretch]:
    return [one for one in stretches if one.from_s <= at_s < one.to_s]


def covered(one: tuple[tuple[MediaPart, ...], tuple[Gap, ...], dict[str, float]]) -> Cover:
    return cover(*one)


@given(SESSIONS)
def test_stretches_are_ordered_and_disjoint(
    one: tuple[tuple[MediaPart, ...], tuple[Gap, ...], dict[str, float]],
) -> None:
    for stretches in covered(one).values():
        for stretch in stretches:
            assert stretch.from_s < stretch.to_s
        for before, after in pairwise(stretches):
            assert before.to_s <= after.from_s


@given(SESSIONS)
def test_the_copy_never_takes_a_second_that_the_recording_has(
    one: tuple[tuple[MediaPart, ...], tuple[Gap, ...], dict[str, float]],
) -> None:
    parts, gaps, lengths = one
    main = cover([part for part in parts if part.track == "main"], gaps, lengths)
    for camera, stretches in covered(one).items():
        own = tuple(stretch for stretch in stretches if stretch.track == "main")
        assert own == main.get(camera, ())


@given(SESSIONS)
def test_whatever_either_shows_is_covered_but_for_short_holes(
    one: tuple[tuple[MediaPart, ...], tuple[Gap, ...], dict[str, float]],
) -> None:
    parts, gaps, lengths = one
    copies = cover([replace(p, track="main") for p in parts if p.track == "safety"], (), lengths)
    alone = cover([part for part in parts if part.track == "safety"], gaps, lengths)
    for camera, stretches in covered(one).items():
        for at_s in (tenth / 10 + 0.05 for tenth in range(800)):
            if not shows(alone.get(camera, ()), at_s):
                continue
            assert shows(copies.get(camera, ()), at_s)
            if shows(stretches, at_s):
                continue
            ends = [stretch.to_s for stretch in stretches if stretch.to_s <= at_s]
            starts = [stretch.from_s for stretch in stretches if stretch.from_s > at_s]
            first = min(stretch.from_s for stretch in alone[camera])
            last = max(stretch.to_s for stretch in alone[camera])
            hole = min([*starts, last]) - max([*ends, first])
            assert hole <= HOLE_S + 1e-9


@given(SESSIONS)
def test_what_is_measured_counts_more_than_what_was_noted(
    one: tuple[tuple[MediaPart, ...], tuple[Gap, ...], dict[str, float]],
) -> None:
    parts, _, lengths = one
    ends = {
        part.entry: part.starts_at_s + lengths.get(part.entry, part.duration_s) for part in parts
    }
    starts = {part.entry: part.starts_at_s for part in parts}
    for stretches in covered(one).values():
        for stretch in stretches:
            assert starts[stretch.entry] <= stretch.from_s < stretch.to_s <= ends[stretch.entry]


@given(SESSIONS, SECONDS)
def test_a_moment_is_looked_for_where_it_is_covered(
    one: tuple[tuple[MediaPart, ...], tuple[Gap, ...], dict[str, float]], at_s: float
) -> None:
    for camera, stretches in covered(one).items():
        found, exact = stretch_at(stretches, at_s), shows(stretches, at_s)
        if exact:
            assert found == exact[0]
        elif found is not None:
            assert found.from_s - HOLE_S <= at_s <= found.to_s + HOLE_S
        footage = Footage(one[0], covered(one))
        spot = footage.spot(camera, at_s)
        assert (spot is None) == (found is None)
        pieces = footage.pieces(camera)
        assert [(p.from_s, p.to_s) for p in pieces] == [(s.from_s, s.to_s) for s in stretches]


def part(number: int, start: float, length: float, track: Track = "main") -> MediaPart:
    return MediaPart(f"part-{number}", "candidate", start, length, 1, 0, complete=True, track=track)


def test_a_hole_is_filled_and_both_ends_of_the_session_are_not_flickered() -> None:
    media = (
        part(1, 1.0, 9.0),
        part(2, 0.9, 40.3, "safety"),
        part(3, 13.0, 10.0),
        part(4, 23.4, 17.6),
    )
    assert cover(media)["candidate"] == (
        Stretch(1.0, 10.0, "part-1", "main"),
        Stretch(10.0, 13.0, "part-2", "safety"),
        Stretch(13.0, 23.0, "part-3", "main"),
        Stretch(23.4, 41.0, "part-4", "main"),
    )


def test_a_torn_part_ends_at_its_gap_until_somebody_measures_it() -> None:
    torn = replace(part(1, 0.0, 60.0), complete=False)
    media = (torn, part(2, 0.0, 60.0, "safety"))
    gaps = (Gap("candidate", 20.0, 25.0, "lost"), Gap("candidate", 30.0, 60.0, "disk"))
    assert [s.to_s for s in cover(media, gaps)["candidate"]] == [30.0, 60.0]
    assert [s.to_s for s in cover(media, gaps, {"part-1": 31.5})["candidate"]] == [31.5, 60.0]
    assert [s.track for s in cover(media, gaps, {"part-1": 0.0})["candidate"]] == ["safety"]
    assert cover(()) == {}


def test_a_part_of_sound_alone_shows_nothing() -> None:
    sound = replace(part(2, 10.0, 2.5), frames=0)
    media = (part(1, 0.0, 9.8), sound, part(3, 12.5, 9.0), part(4, 0.0, 21.5, "safety"))
    assert [s.entry for s in cover(media)["candidate"]] == ["part-1", "part-4", "part-3"]


def test_a_hole_inside_of_a_part_is_filled_where_the_copy_shows_it() -> None:
    media = (part(1, 0.0, 60.0), part(2, 0.0, 25.0, "safety"), part(3, 27.0, 30.0, "safety"))
    gaps = (
        Gap("candidate", 5.0, 5.4, "queue_full"),
        Gap("candidate", 10.0, 14.0, "queue_full"),
        Gap("candidate", 24.0, 28.0, "queue_full"),
        Gap("candidate", 40.0, 44.0, "lost"),
        Gap("room", 50.0, 54.0, "queue_full"),
        Gap("safety", 52.0, 55.0, "queue_full"),
    )
    assert cover(media, gaps)["candidate"] == (
        Stretch(0.0, 10.0, "part-1", "main"),
        Stretch(10.0, 14.0, "part-2", "safety"),
        Stretch(14.0, 24.0, "part-1", "main"),
        Stretch(24.0, 25.0, "part-2", "safety"),
        Stretch(25.0, 27.0, "part-1", "main"),
        Stretch(27.0, 28.0, "part-3", "safety"),
        Stretch(28.0, 60.0, "part-1", "main"),
    )


@given(SESSIONS, st.lists(st.tuples(SECONDS, SECONDS), max_size=3))
def test_holes_inside_leave_order_and_lose_nothing(
    one: tuple[tuple[MediaPart, ...], tuple[Gap, ...], dict[str, float]],
    holes: list[tuple[float, float]],
) -> None:
    parts, gaps, lengths = one
    inside = tuple(Gap("candidate", at, at + length, "queue_full") for at, length in holes)
    before = cover(parts, gaps, lengths).get("candidate", ())
    after = cover(parts, (*gaps, *inside), lengths).get("candidate", ())
    assert all(one.from_s < one.to_s for one in after)
    assert all(first.to_s <= second.from_s for first, second in pairwise(after))
    for at_s in (tenth / 10 + 0.05 for tenth in range(800)):
        assert shows(after, at_s) or not shows(before, at_s), "a copy may end later"
