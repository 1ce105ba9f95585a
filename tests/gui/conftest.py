"""Windows for tests: drawn into memory, taken down after each test."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication

from tests.gui.stage import Stage, StageMaker
from ui.worker import prepare_qt

prepare_qt(headless=True)


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """The application without widgets."""
    return QGuiApplication


@pytest.fixture
def make_stage(qapp: QGuiApplication) -> Iterator[StageMaker]:
    """Makes windows; closes them all."""
    made: list[Stage] = []

    def make(**choices: object) -> Stage:
        stage = Stage.build(qapp, **choices)
        made.append(stage)
        return stage

    yield make
    for stage in made:
        stage.close()
