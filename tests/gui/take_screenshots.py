"""Pictures of every screen in every language, theme and size: look at them.

Usage: python -m tests.gui.take_screenshots OUT_DIR [NAME_PART]
Files: OUT_DIR/<size>/<theme>_<language>/<state>.png. Prints what does not fit, and exits 1 then.
"""

import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from app.domain.messages import screen as m
from app.domain.screen_language import ScreenLanguage
from tests.gui.operator_states import operator_states
from tests.gui.packs import language_pack, shipped_consent
from tests.gui.stage import WINDOWS, Stage
from tests.gui.states import candidate_states
from ui.worker import prepare_qt

LANGUAGES: tuple[ScreenLanguage, ...] = ("zh", "en", "ar")
SIZES = ((1280, 720), (1920, 1080))


def photograph(
    application: QGuiApplication, out: Path, size: tuple[int, int], theme: str,
    language: ScreenLanguage,
    part: str,
) -> list[str]:  # fmt: skip
    """One size, theme and language; returns what does not fit."""
    folder = out / f"{size[0]}x{size[1]}" / f"{theme}_{language}"
    folder.mkdir(parents=True, exist_ok=True)
    found: list[str] = []
    interview = "en" if language == "en" else "zh"
    with language_pack() as pack:
        stage = Stage.build(
            application, size=size, theme=theme, language=interview, language_pack=pack
        )
    states: dict[str, m.ShowCandidate | m.ShowOperator]
    if language in {"zh", "en"}:
        states = {**candidate_states(interview), **operator_states(interview)}
    else:
        states = {**candidate_states(interview, language, shipped_consent(language))}
    for name, shown in states.items():
        if part in name:
            window = WINDOWS[isinstance(shown, m.ShowOperator)]
            stage.show(shown)
            if name.endswith("pictures") and isinstance(shown, m.ShowOperator):
                stage.show(replace(shown, alerts=(), session_s=0.0))
                stage.film(shown.alerts[0].start_s + 6.0)
                stage.show(replace(shown, session_s=shown.alerts[0].start_s + 6.0))
                stage.screens.operator.openAlert(0)
                stage.pass_time(0.2)
            stage.pass_time(1.2 if name.endswith("ending") else 0.0)
            stage.picture(window).save(str(folder / f"{name}.png"))
            found += [
                f"{folder.name} {size[0]} {name}: {misfit}" for misfit in stage.misfits(window)
            ]
    stage.close()
    return found


def main() -> int:
    """Take them all."""
    out, part = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
    prepare_qt(headless=True)
    application = QGuiApplication([])
    found = [
        line
        for size, theme, language in product(SIZES, ("light", "dark"), LANGUAGES)
        for line in photograph(application, out, size, theme, language, part)
    ]
    print("\n".join(found) or "everything fits")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
