"""Whether the face is shown on something: a screen's pixels on it, or straight edges round it."""

import statistics
from collections.abc import Sequence

from app.domain.identity import Problem

MIN_LOOKS = 4
"""So many looks or more, and their median is judged: one odd look is none."""

SCREEN_GRID = 2.0
"""Regularity of the face over which a screen's pixels are seen. Source:
docs/measurements-vision.md, a screen's pixels: 67 live pictures stay under 1.71."""

HELD_EDGES = 0.62
"""Share of four straight sides seen round the face over which something is held up. Source:
docs/measurements-vision.md, edges round the face: no live picture of 167 reaches 0.50, the one real
attack has 0.71."""

_PIXELS = Problem("LIVENESS-SCREEN", "A screen's pixels are seen on the face")
_EDGES = Problem(
    "LIVENESS-EDGES", "Straight edges close round the face, as a screen's or a print's"
)


class ScreenSigns:
    """Stepped with each look at the face."""

    def __init__(self) -> None:
        self.grids: list[float] = []
        self.edges: list[float] = []

    def step(self, grid: float | None, edges: float | None) -> None:
        """Take a look in.

        Args:
            grid: `app.perception.screen_grid.regularity`; None when it was not measured.
            edges: `app.perception.held_edges.edges_around`; None when it was not or cannot be.
        """
        if grid is not None:
            self.grids.append(grid)
        if edges is not None:
            self.edges.append(edges)

    @property
    def found(self) -> Problem | None:
        """What is seen so far."""
        if _mostly_over(self.grids, SCREEN_GRID):
            return _PIXELS
        return _EDGES if _mostly_over(self.edges, HELD_EDGES) else None


def _mostly_over(looks: Sequence[float], limit: float) -> bool:
    return len(looks) >= MIN_LOOKS and statistics.median(looks) > limit
