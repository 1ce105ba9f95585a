"""`booth hq kiosk list|revoke|readmit`: who may talk to headquarters."""

import argparse
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import func, select

from app.cli.command import Context, Outcome
from app.domain.down import StatedDown
from app.domain.ids import KioskId
from app.domain.statement import BranchStatement
from app.hq.kiosk_admission import readmit, revoke
from app.hq.statements import newest_statement
from app.hq.store import Store
from app.hq.store_tables import KioskCertificateRow, KioskRow

_DOWN = TypeAdapter(tuple[StatedDown, ...])


def add_kiosk_arguments(kiosk: argparse.ArgumentParser) -> None:
    """Say what `booth hq kiosk` takes."""
    kiosk.add_argument("action", choices=("list", "revoke", "readmit"))
    kiosk.add_argument("kiosk", nargs="?", default="", help="the kiosk's id")
    kiosk.add_argument("--home", type=Path, required=True, help="headquarters' folder")
    kiosk.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run_kiosk(args: argparse.Namespace, context: Context) -> Outcome:
    """Do it, and give the list as it is then.

    Raises:
        KioskUnknownError: there is no such kiosk.
        HomeMissingError: there is no headquarters.
    """
    del context
    store = Store(args.home)
    try:
        if args.action != "list":
            change = revoke if args.action == "revoke" else readmit
            with store.unit() as unit:
                change(unit, KioskId(args.kiosk))
        kiosks = _kiosks(store)
    finally:
        store.close()
    lines = [line for one in kiosks for line in _lines(one)]
    return Outcome({"kiosks": kiosks}, "\n".join(lines) or "No kiosk was enrolled.")


def _lines(one: dict[str, object]) -> list[str]:
    until = f"certificate until {one['certificate_until'] or '-'}"
    head = f"{one['kiosk']}  {one['branch']}  {'revoked' if one['revoked'] else until}"
    held = _DOWN.validate_python(one["down"])
    return [head, *(f"    {text}" for text in map(_held, held))]


def _held(one: StatedDown) -> str:
    until = f"until {one.expires:%Y-%m-%d}" if one.expires is not None else ""
    runs = f"running {one.running}" if one.running else ""
    words = (one.kind, str(one.version), one.label, until, runs, one.code)
    return " ".join(word for word in words if word)


def _kiosks(store: Store) -> list[dict[str, object]]:
    with store.reading() as reader:
        ends = select(KioskCertificateRow.kiosk, func.max(KioskCertificateRow.not_after)).group_by(
            KioskCertificateRow.kiosk
        )
        until = {row[0]: row[1] for row in reader.execute(ends)}
        rows = reader.scalars(select(KioskRow).order_by(KioskRow.id)).all()
        told = {row.id: newest_statement(reader, row.id) for row in rows}
    return [
        {
            "kiosk": row.id,
            "branch": row.branch,
            "revoked": row.revoked,
            "certificate_until": until[row.id].isoformat() if row.id in until else None,
            "down": _DOWN.dump_python(_down_of(told[row.id]), mode="json"),
        }
        for row in rows
    ]


def _down_of(statement: BranchStatement | None) -> tuple[StatedDown, ...]:
    return () if statement is None else statement.down
