"""Serves the console over a fake archive: `python -m tests.integration.hq_console_entry HOME`."""

import sys
from dataclasses import replace
from pathlib import Path

from app.domain.ids import SessionId
from app.hq.access import Access
from app.hq.console.application import make_console
from app.hq.console.serve import serve
from app.hq.receiver_server import TlsFiles
from app.hq.store import Store
from app.hq.tls import CERTIFICATE, KIOSKS_CA, TLS_KEY, ensure_kiosks_ca
from devices.clock import SystemClock
from tests.unit.hq_console_scene import (
    HOSTILE,
    QUICK,
    RESOURCES,
    english_record,
    filled_record,
    make_archive,
    record,
)


def main() -> None:
    """Until SIGTERM."""
    home = Path(sys.argv[1])
    store, clock = Store(home), SystemClock()
    hostile = replace(record(SessionId("01JD2Q8Z3M5T7V9X1B3D5F7BAD"), HOSTILE), reply=HOSTILE)
    archive = make_archive(record(), english_record(), hostile, filled_record())
    app = make_console(store, archive, clock, RESOURCES, access=Access(store, clock, QUICK))
    ensure_kiosks_ca(home, clock.now())
    serve(app, TlsFiles(home / CERTIFICATE, home / TLS_KEY, home / KIOSKS_CA))
    store.close()


main()
