"""What may be read from: where it lies, and how little the weights make of nothing."""

import numpy as np
import pytest

from app.perception.detector_scores import CLASSES
from app.perception.faces import Box
from app.perception.reading_matter import MIN_SCORE, before_chest, odds_of

FACE = (0.4, 0.2, 0.2, 0.3)


@pytest.mark.parametrize(
    "thing",
    [
        (0.35, 0.6, 0.3, 0.3),  # a sheet before the chest
        (0.6, 0.5, 0.3, 0.3),  # a pad beside it
    ],
)
def test_what_lies_where_somebody_reads_counts(thing: Box) -> None:
    assert before_chest(np.array([thing]), FACE).all()


@pytest.mark.parametrize(
    "thing",
    [
        (0.45, 0.7, 0.1, 0.12),  # a badge
        (0.0, 0.55, 1.0, 0.9),  # the table
        (0.4, 0.2, 0.2, 0.3),  # the face itself
        (-0.5, 0.6, 0.2, 0.3),  # a shelf far to the side
    ],
)
def test_what_is_small_or_huge_or_elsewhere_does_not(thing: Box) -> None:
    assert not before_chest(np.array([thing]), FACE).any()


def test_nothing_that_the_detector_knows_is_nothing_to_read_from() -> None:
    assert 1 / (1 + np.exp(-odds_of(np.zeros(CLASSES)))) < MIN_SCORE / 100
