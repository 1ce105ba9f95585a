"""The rates of the engine in use, for the file that `booth facematch` tells them from."""

from datetime import date

from app.bench.errors import BenchPairsError
from app.bench.face_looks import Looks
from app.bench.face_scores import Compared, Mask, Rate, compared, pairs_of, share_of_people
from app.identity.face_rates import FaceRates, KindRates, MeasuredRate, RateKind

KINDS: tuple[tuple[RateKind, bool], ...] = (("live_with_live", False), ("live_with_card", True))


def measured_rates(looks: Looks, on: date) -> FaceRates:
    """The rates at the engine's threshold, over all pictures with all.

    Raises:
        BenchPairsError: there are not both pairs of one person and pairs of two.
    """
    ours = looks.engines[0]
    threshold = ours.engine.threshold
    kinds: list[KindRates] = []
    for kind, card in KINDS:
        one, two = pairs_of(looks.listed, both_ways=card)
        scores = ours.scores(card=card)
        same = compared(scores, one, looks.people)
        different = compared(scores, two, looks.people)
        if not len(same.scores) or not len(different.scores):
            raise BenchPairsError("Pairs of one person and pairs of two are both needed")
        fmr = _measured(different, different.over(threshold), different.scores >= threshold)
        fnmr = _measured(same, same.under(threshold), same.scores < threshold)
        kinds.append(KindRates(kind, fmr, fnmr))
    model = ours.engine.model
    return FaceRates(on.isoformat(), model.name, model.sha256, threshold, tuple(kinds))


def _measured(pairs: Compared, rate: Rate, wrong: Mask) -> MeasuredRate:
    return MeasuredRate(
        rate=round(rate.share, 5),
        errors=rate.errors,
        pairs=rate.trials,
        people=pairs.people,
        upper_95=round(rate.upper, 5),
        upper_95_people=round(share_of_people(pairs, wrong), 5) if rate.errors else None,
    )
