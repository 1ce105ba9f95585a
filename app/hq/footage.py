"""Where each second of a session can be seen, as places in its parts."""

from dataclasses import dataclass

from app.domain.media import CameraRole
from app.domain.record import MediaPart
from app.hq.coverage import Cover, Stretch, stretch_at


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a media part.

    Attributes:
        part: index in `SessionRecord.media`.
        at_s: seconds in the part.
        safety: it is in the copy on the second disk, because the recording has a hole there.
    """

    part: int
    at_s: float
    safety: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a media part: what a player shows before it goes on to the next piece.

    Attributes:
        camera: which camera.
        spot: where it begins.
        end_s: where it ends, seconds in the same part.
        from_s, to_s: the same in session seconds.
    """

    camera: CameraRole
    spot: Spot
    end_s: float
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True)
class Footage:
    """A session's parts and what covers it."""

    media: tuple[MediaPart, ...]
    cover: Cover

    def spot(self, camera: CameraRole, at_s: float) -> Spot | None:
        """Where that camera shows session second `at_s`; None where nothing was recorded."""
        stretch = stretch_at(self.cover.get(camera, ()), at_s)
        if stretch is None:
            return None
        return self._spot(stretch, min(max(at_s, stretch.from_s), stretch.to_s))

    def pieces(
        self, camera: CameraRole, from_s: float = float("-inf"), to_s: float = float("inf")
    ) -> tuple[Piece, ...]:
        """What that camera shows between two session seconds, in order."""
        return tuple(
            self._piece(camera, stretch, max(from_s, stretch.from_s), min(to_s, stretch.to_s))
            for stretch in self.cover.get(camera, ())
            if min(to_s, stretch.to_s) > max(from_s, stretch.from_s)
        )

    def whole(self) -> tuple[Piece, ...]:
        """Every piece, the candidate's camera first."""
        return (*self.pieces("candidate"), *self.pieces("room"))

    def _piece(self, camera: CameraRole, stretch: Stretch, from_s: float, to_s: float) -> Piece:
        spot = self._spot(stretch, from_s)
        return Piece(camera, spot, spot.at_s + to_s - from_s, from_s, to_s)

    def _spot(self, stretch: Stretch, at_s: float) -> Spot:
        index = next(i for i, part in enumerate(self.media) if part.entry == stretch.entry)
        return Spot(index, at_s - self.media[index].starts_at_s, stretch.track == "safety")
