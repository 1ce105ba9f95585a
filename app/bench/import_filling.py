"""Sessions that an HQ is filled with, so that what it then imports is imported into a full one.

To import ten thousand takes hours on a busy machine. A filled one is a row like an imported one's,
with a digest and a session of its own, and an object in its place: another name for the file of one
that was imported. What an import asks of tables and folders finds as many as if all had come.
"""

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from numpy.random import Generator
from sqlalchemy import select, text

from app.domain.ids import Digest
from app.domain.timing import WallTime
from app.hq.setup import Headquarters
from app.hq.store_tables import BundleRow

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class _Like:
    """What every filled session has of one that was imported."""

    digest: str
    kiosk: str
    assignment: str
    size: int
    created: WallTime
    received: WallTime
    receipt_code: str
    receipt: str


def fill(hq: Headquarters, count: int, chance: Generator) -> None:
    """Add `count` sessions to an HQ that has imported one at least."""
    with hq.store.reading() as reader:
        row = reader.scalars(select(BundleRow).order_by(BundleRow.received).limit(1)).one()
    like = _Like(
        row.digest,
        row.kiosk,
        row.assignment,
        row.size,
        row.created,
        row.received,
        row.receipt_code,
        row.receipt,
    )
    for begin in range(0, count, _AT_ONCE):
        made = [_filled(like, number, chance) for number in range(begin, begin + _AT_ONCE)]
        made = made[: count - begin]
        for one in made:
            path = hq.objects.path(Digest(one.digest))
            path.parent.mkdir(mode=0o700, exist_ok=True)
            os.link(hq.objects.path(Digest(like.digest)), path)
        with hq.store.unit() as unit:
            unit.add_all(made)
    if hq.store.remote:
        # what a server's own housekeeping does within a minute of so many new rows
        with hq.store.unit() as unit:
            unit.execute(text("ANALYZE bundles"))


def _filled(like: _Like, number: int, chance: Generator) -> BundleRow:
    return BundleRow(
        digest=chance.bytes(32).hex(),
        session=f"filled-{number:06d}-{chance.bytes(8).hex()}",
        kiosk=like.kiosk,
        assignment=like.assignment,
        size=like.size,
        created=like.created,
        received=WallTime(like.received - timedelta(minutes=number + 1)),
        receipt_code=like.receipt_code,
        receipt=like.receipt,
    )
