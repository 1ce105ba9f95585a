"""`booth hq kiosk list|revoke|readmit`: who may talk to headquarters."""

import argparse
from pathlib import Path

from sqlalchemy import func, select

from app.cli.command import Context, Outcome
from app.domain.ids import KioskId
from app.hq.kiosk_admission import readmit, revoke
from app.hq.store import Store
from app.hq.store_tables import KioskCertificateRow, KioskRow


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
    lines = [
        f"{one['kiosk']}  {one['branch']}  "
        + ("revoked" if one["revoked"] else f"certificate until {one['certificate_until'] or '-'}")
        for one in kiosks
    ]
    return Outcome({"kiosks": kiosks}, "\n".join(lines) or "No kiosk was enrolled.")


def _kiosks(store: Store) -> list[dict[str, object]]:
    with store.reading() as reader:
        ends = select(KioskCertificateRow.kiosk, func.max(KioskCertificateRow.not_after)).group_by(
            KioskCertificateRow.kiosk
        )
        until = {row[0]: row[1] for row in reader.execute(ends)}
        rows = reader.scalars(select(KioskRow).order_by(KioskRow.id)).all()
    return [
        {
            "kiosk": row.id,
            "branch": row.branch,
            "revoked": row.revoked,
            "certificate_until": until[row.id].isoformat() if row.id in until else None,
        }
        for row in rows
    ]
