"""Whether the face is shown on something: a screen's pixels on it, edges or a device round it."""

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

SHOWN_ON = 0.5
"""How surely a telephone, a tablet or a monitor surrounds the face. Source:
docs/measurements-vision.md, a device round the face: 197 live pictures stay under 0.11, one of
107 more is over it."""

_DEVICE = Problem("LIVENESS-SCREEN", "A telephone or a screen is seen round the face")
_PIXELS = Problem("LIVENESS-SCREEN", "A screen's pixels are seen on the face")
_EDGES = Problem(
    "LIVENESS-EDGES", "Straight edges close round the face, as a screen's or a print's"
)


class ScreenSigns:
    """Stepped with each look at the face."""

    def __init__(self) -> None:
        self.grids: list[float] = []
        self.edges: list[float] = []
        self.devices: list[float] = []

    def step(self, grid: float | None, edges: float | None, device: float | None) -> None:
        """Take a look in.

        Args:
            grid: `app.perception.screen_grid.regularity`; None when it was not measured.
            edges: `app.perception.held_edges.edges_around`; None when it was not or cannot be.
            device: `DeviceFinder.around_face` summed over its squares; None when it was not.
        """
        if grid is not None:
            self.grids.append(grid)
        if edges is not None:
            self.edges.append(edges)
        if device is not None:
            self.devices.append(device)

    @property
    def found(self) -> Problem | None:
        """What is seen so far."""
        if _mostly_over(self.grids, SCREEN_GRID):
            return _PIXELS
        if _mostly_over(self.devices, SHOWN_ON):
            return _DEVICE
        return _EDGES if _mostly_over(self.edges, HELD_EDGES) else None


def _mostly_over(looks: Sequence[float], limit: float) -> bool:
    return len(looks) >= MIN_LOOKS and statistics.median(looks) > limit
