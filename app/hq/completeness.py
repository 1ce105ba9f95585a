"""Whether what arrived is what was sealed, for whoever holds a candidate's receipt.

Answers without a login: it tells nothing but what has become of the bundle that the receipt names,
and a receipt cannot be guessed (SHA-256 of the bundle, signed).
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from app.bundle.completeness import Statement, read_completeness
from app.domain.timing import WallTime
from app.hq.errors import ReceiptForgedError
from app.hq.moves import signing_keys
from app.hq.store import Store
from app.hq.store_tables import BundleRow, QuarantineRow

Answer = Literal["complete", "underway", "held", "other"]


@dataclass(frozen=True, slots=True)
class Completeness:
    """What HQ says of a receipt.

    Attributes:
        answer: `complete`: exactly what was sealed is in the archive. `underway`: it has not
            arrived yet. `held`: it arrived and was not accepted; people look into it. `other`:
            another bundle of the same session was accepted.
        session: as the receipt has it.
        received: when it was accepted; None unless `complete`.
        code: the short receipt's code; empty unless `complete`.
    """

    answer: Answer
    session: str
    received: WallTime | None = None
    code: str = ""


def judge(store: Store, untrusted: str) -> Completeness:
    """What has become of the bundle that a candidate's receipt names.

    Raises:
        CompletenessError: the text is no receipt.
        ReceiptForgedError: no kiosk of this HQ signed it.
    """
    said = read_completeness(untrusted)
    with store.reading() as reader:
        if not any(said.signed_by(key) for key in signing_keys(reader)):
            raise ReceiptForgedError("No kiosk of this headquarters signed that receipt")
        row = reader.get(BundleRow, said.digest)
        if row is not None:
            return Completeness("complete", said.session, row.received, row.receipt_code)
        held = reader.get(QuarantineRow, said.digest) is not None
        of_session = select(BundleRow.digest).where(BundleRow.session == said.session)
        other = reader.scalar(of_session) is not None
    return _not_here(said, held=held, other=other)


def _not_here(said: Statement, *, held: bool, other: bool) -> Completeness:
    answer: Answer = "held" if held else "other" if other else "underway"
    return Completeness(answer, said.session)
