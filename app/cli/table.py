"""Every command and every worker, with the module that holds it: imported when asked for."""

from collections.abc import Mapping
from typing import Final

COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "kiosk": ("app.cli.kiosk", "Run the kiosk."),
    "demo": ("app.cli.demo", "A whole interview on this machine, from the booth to HQ's report."),
    "check": ("app.cli.check", "Check devices, room, disk and network."),
    "measure": ("app.cli.measure", "Act a script before the camera: what the monitor tells of it."),
    "idcard": ("app.cli.idcard", "Read a resident ID card."),
    "facematch": ("app.cli.facematch", "Compare two faces."),
    "liveness": ("app.cli.liveness", "Active and passive liveness of a video."),
    "watch": ("app.cli.watch", "Run the live monitor over a recording."),
    "transcribe": ("app.cli.transcribe", "Recognise speech offline."),
    "analyse": ("app.cli.analyse", "Measure and score one answer."),
    "flow": ("app.cli.flow", "Check a flow file."),
    "bundle": ("app.cli.bundle", "Inspect, verify or unseal a bundle."),
    "session": ("app.cli.session", "List this kiosk's sessions; move one to another kiosk."),
    "down": ("app.cli.down", "What headquarters publishes to this kiosk: list it, take a stick."),
    "outbox": ("app.cli.outbox", "This kiosk's sealed bundles: list them, carry them by hand."),
    "bench": ("app.cli.bench", "Benchmarks and the fault laboratory."),
    "hq": ("app.cli.hq", "Headquarters: init, serve, import, status, report."),
}

WORKERS: Final[Mapping[str, str]] = {
    "recorder": "app.recording.worker",
    "selftest": "app.recording.selftest",
    "watcher": "app.identity.worker",
    "analyst": "app.analysis.worker",
    "courier": "app.cli.courier",
    "screens": "ui.worker",
    "stage": "app.demo.stage",
    "camera": "app.bench.camera_server",
}
"""The kiosk's processes (`booth worker NAME`, started by the kiosk only)."""
