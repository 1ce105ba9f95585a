"""Whether a picture of a card shows a copy of it: a photocopy, a screen, a screenshot.

Three figures of the part that holds the print, and two of what is around it. None of them proves a
card: a copy in colour, a fine screen whose frame is not seen, and a screenshot saved with losses of
which only the card was kept pass unnoticed (docs/measurements-vision.md says how often).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.identity import Problem
from app.domain.media import Image
from app.perception.screen_grid import regularity

MIN_COLOUR = 3.5
"""Colour under which a card is a black-and-white copy. Source: docs/measurements-vision.md:
generated copies up to 2.6, generated cards from 13, the two real pictures 6 and 13.6."""

MAX_GRID = 1.7
"""Regularity over which a screen's pixels are seen. Source: as above: cards before a camera up to
1.15, screens of 500 and 700 pixels from 2.5."""

MAX_FLAT = 0.18
"""Share of one single colour over which no sensor took the picture. Source: as above: camera
pictures up to 0.10, photocopies saved as JPEG 0.13, renders from 0.23."""

MAX_DEVICE = 0.8
"""Sum of scores over which a telephone, a tablet or a monitor is around the card. Source:
docs/measurements-vision.md, devices around a card."""

MIN_DEVICE_SHARPNESS, MIN_DEVICE_LUMA = 600.0, 100.0
"""Sharpness of the print, and luma of its paper, under which nobody looks for a device: blur makes
one of a card on a desk, and a lit screen is not dark. Source: as above: cards on the generated desk
are taken for a screen in 18 of 24 pictures that are blurred or very dark, in 1 of 96 others."""

MAX_BARS = 0.05
"""Share of the rows, or columns, of one single colour over which something draws around the
picture. Source: docs/measurements-vision.md: 452 pictures that cameras saved as JPEG have 0.004 at
most, telephones' viewers from 0.3."""

WHITE = 250
"""Level from which a colour is white: scanners cut paper there, so that white bars say nothing."""

MIN_LUMA = 30.0
"""Luma of the paper under which there is too little light to judge colours. Own choice."""

_SMALL_PX = 160


@dataclass(frozen=True, slots=True)
class CopySigns:
    """What the picture itself says.

    Attributes:
        colour: 95th percentile of the distance from the middle colour in CIELAB (a, b), the paper
            made neutral first; None where it is too dark to say.
        grid: the strongest single frequency of the luma over its neighbours, natural logarithm;
            0 where the part is too small.
        flat: share of the pixels that have the commonest colour exactly, black and white left out.
        device: see `app.perception.shown_on.DeviceFinder.around`; 0 where it was not asked.
        bars: see `measure_bars`; 0 where it was not asked.
    """

    colour: float | None
    grid: float
    flat: float
    device: float = 0.0
    bars: float = 0.0


def measure_copy(part: Image) -> CopySigns:
    """Measure the part of a picture that holds a card's print, not enlarged."""
    return CopySigns(_colour(part), regularity(part), _flat(part))


def measure_bars(image: Image) -> float:
    """Share of the whole picture's rows, or columns, that are of one colour from end to end, 0..1.

    What a viewer draws beside a picture is; what a sensor sees never, saved as JPEG or not. White
    is left out.
    """
    return max(_of_one_colour(image, 1), _of_one_colour(image, 0))


def _of_one_colour(image: Image, along: int) -> float:
    darkest, lightest = image.min(axis=along), image.max(axis=along)
    drawn = (darkest == lightest).all(axis=1) & (darkest.min(axis=1) < WHITE)
    return float(drawn.mean())


def copy_problems(signs: CopySigns, *, live: bool) -> Iterator[Problem]:
    """What the figures speak against.

    Args:
        signs: as measured.
        live: seen by the kiosk's camera, so that a screenshot cannot be.
    """
    if signs.colour is not None and signs.colour < MIN_COLOUR:
        yield Problem("CARD-PHOTOCOPY", f"The card has no colours ({signs.colour:.1f})")
    if signs.grid > MAX_GRID:
        yield Problem("CARD-SCREEN", f"A screen's pixels are seen on the card ({signs.grid:.1f})")
    elif signs.device > MAX_DEVICE:
        yield Problem(
            "CARD-SCREEN", f"A telephone or a screen is around the card ({signs.device:.1f})"
        )
    if live:
        return
    if signs.flat > MAX_FLAT:
        yield Problem(
            "CARD-SCREENSHOT", f"No camera took the picture: {signs.flat:.0%} are of one colour"
        )
    elif signs.bars > MAX_BARS:
        yield Problem(
            "CARD-SCREENSHOT", f"A program drew around the picture: {signs.bars:.0%} are bars"
        )


def may_show_device(part: Image, sharpness: float) -> bool:
    """Whether print is sharp and light enough to look for a device around it.

    Args:
        part: of the picture, with the print.
        sharpness: of the print, see `app.perception.quality`.
    """
    return sharpness >= MIN_DEVICE_SHARPNESS and paper_luma(part) >= MIN_DEVICE_LUMA


def paper_luma(part: Image) -> float:
    """How bright the paper is under the print, 0..255."""
    return float(_paper(_small(part)).mean())


def _small(part: Image) -> NDArray[np.float32]:
    size = (_SMALL_PX, max(1, round(_SMALL_PX * part.shape[0] / part.shape[1])))
    return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.float32)


def _paper(small: NDArray[np.float32]) -> NDArray[np.float32]:
    """Its colour: the median of the lighter part."""
    luma = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.float32)
    return np.asarray(np.median(small[luma >= np.percentile(luma, 70)], axis=0), np.float32)


def _colour(part: Image) -> float | None:
    small = _small(part)
    paper = _paper(small)
    if paper.mean() < MIN_LUMA:
        return None
    balance = (220 / 255 / np.maximum(1.0, paper)).astype(np.float32)
    neutral = np.asarray(np.clip(small * balance, 0.0, 1.0), np.float32)
    sharp = np.asarray(cv2.cvtColor(neutral, cv2.COLOR_BGR2LAB), np.float32)
    lab = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 1.0), np.float32)
    tints = lab[..., 1:].reshape(-1, 2)
    middle = np.asarray(np.median(tints, axis=0), np.float32)
    away = np.asarray(np.hypot(*(tints - middle).T), np.float32)
    return float(np.percentile(away, 95))


def _flat(part: Image) -> float:
    pixels = part.reshape(-1, 3).astype(np.int32)
    between = (pixels.max(axis=1) < WHITE) & (pixels.min(axis=1) > 5)  # noqa: PLR2004 - black
    codes = pixels[between] @ np.array([1 << 16, 1 << 8, 1], np.int32)
    if not codes.size:
        return 0.0
    return float(np.unique(codes, return_counts=True)[1].max() / len(pixels))
