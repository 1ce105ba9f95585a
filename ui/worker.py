"""The screens' process: `booth worker screens`."""

import logging
import os
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from app.domain.messages.screen import (
    ScreenCommand,
    ScreenReport,
    ScreensConfig,
)
from app.ports.clock import Clock
from app.processes.channel import WorkerLink
from app.processes.shared import FrameSlot
from ui.bridge import Bridge, Hooks
from ui.driver import Driver
from ui.screens import Screens, ScreensPlan


def prepare_qt(*, headless: bool) -> None:
    """Choose how Qt draws, before there is an application.

    The software renderer everywhere: about 0.1 core for a live preview, and no graphics driver
    that could fail in a branch. `QT_QUICK_BACKEND` overrides it.
    """
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    # another library's wheel may have named its own Qt plugins
    os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
    if headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def run(link: WorkerLink, clock: Clock) -> int:
    """Show the windows until the kiosk says to close, or has gone.

    Raises:
        MessageRefusedError: the settings do not fit.
        ScreensNotLoadedError: the windows cannot be made.
        LanguagePackError: a language's file is broken.
        DriverPathError: the driver's socket cannot be opened.
    """
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    config = link.config(ScreensConfig)
    prepare_qt(headless=config.headless)
    application = QGuiApplication(["booth"])
    application.setApplicationName("Booth")
    application.setQuitOnLastWindowClosed(False)
    with Hooks():
        return _show(config, link, clock, application)


def _show(
    config: ScreensConfig, link: WorkerLink, clock: Clock, application: QGuiApplication
) -> int:
    bridge = Bridge(link.channel(ScreenReport, ScreenCommand), application)
    plan = ScreensPlan(
        config.windowed,
        config.theme,
        config.start_language,
        config.frame_slot,
        config.room_slot,
        config.large_type,
        config.high_contrast,
        Path(config.language_pack) if config.language_pack else None,
    )
    screens = Screens(plan, bridge.send, FrameSlot.attach, clock, application)
    driver = Driver(screens, config.drive_path) if config.drive else None
    bridge.start(screens.receive, screens.end)
    bridge.send(screens.ready)
    try:
        application.exec()
    finally:
        if driver is not None:
            driver.close()
        bridge.stop()
        screens.close()
    return 0
