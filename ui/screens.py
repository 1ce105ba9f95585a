"""Both windows: engines, view models, languages, theme. Built once, by the worker or a test."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, assert_never

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from app.domain.analysis import Language
from app.domain.messages import screen as m
from app.domain.screen_language import ScreenLanguage
from app.ports.clock import Clock
from ui.album import Album, AlbumKeeper
from ui.errors import ScreensNotLoadedError
from ui.letters import can_write, own_name
from ui.preview import Attach, FramePreview, PreviewSource
from ui.translation import Translations, WindowName
from ui.viewmodels.candidate import CandidateViewModel
from ui.viewmodels.operator import OperatorViewModel, Sights
from ui.words import Wording

QML_FOLDER = Path(__file__).parent / "qml"
FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",
    "WenQuanYi Micro Hei",
)  # fmt: skip
"""Families with Chinese and Latin letters, best first."""
ThemeName = Literal["light", "dark"]
DRAWN_IN_QML = (FramePreview,)
"""Types that QML makes; named here so that importing this module registers them."""


@dataclass(frozen=True, slots=True)
class ScreensPlan:
    """What the windows are built from.

    Attributes:
        windowed: two ordinary windows instead of full screen.
        theme: colours.
        language: both windows begin in it.
        frame_slot, room_slot: names of the cameras' slots; empty for none.
        large_type, high_contrast: for the candidate's window.
        language_pack: headquarters' language pack; None for none.
    """

    windowed: bool
    theme: ThemeName
    language: Language
    frame_slot: str
    room_slot: str
    large_type: bool = False
    high_contrast: bool = False
    language_pack: Path | None = None


def choose_font() -> None:
    """The first family that is there, for the whole application."""
    present = set(QFontDatabase.families())
    family = next((name for name in FONTS if name in present), None)
    if family is not None:
        QGuiApplication.setFont(QFont(family))


class Screens(QObject):
    """The two windows. Shows what it is told; reports what people do."""

    shown = Signal(object)
    """After a `ShowCandidate` has reached the window."""
    desk_shown = Signal(object)
    """After a `ShowOperator` has reached the window."""

    def __init__(
        self,
        plan: ScreensPlan,
        send: Callable[[m.ScreenReport], None],
        attach: Attach,
        clock: Clock,
        application: QGuiApplication,
    ) -> None:
        """Build and show the windows.

        Raises:
            ScreensNotLoadedError: a QML file is missing or wrong.
            LanguagePackError: a language's file is missing or wrong.
        """
        super().__init__(application)
        choose_font()
        self._plan = plan
        # full screen, and one screen only: the windows take turns
        self._alone = not plan.windowed and len(QGuiApplication.screens()) == 1
        self._translations = Translations(plan.language, self, plan.language_pack)
        self._camera = PreviewSource(plan.frame_slot, attach, clock, self)
        self._room = PreviewSource(plan.room_slot, attach, clock, self)
        self._album = AlbumKeeper((plan.frame_slot, plan.room_slot), attach, clock, self)
        self.candidate = CandidateViewModel(
            send, self._wording("candidate"), self._camera, clock, self
        )
        self.operator = OperatorViewModel(
            send,
            self._wording("operator"),
            self._choose_operator_language,
            Sights(self._camera, self._room, self._album),
            self,
        )
        self.operator.set_language(plan.language)
        self._engines: dict[WindowName, QQmlApplicationEngine] = {}
        self._windows: dict[WindowName, QQuickWindow] = {
            "candidate": self._load("candidate", "Kiosk", "CandidateWindow", self.candidate),
            "operator": self._load("operator", "Operator", "OperatorWindow", self.operator),
        }
        self._place()

    @property
    def ready(self) -> m.ScreensReady:
        """Tells which of the language pack's languages this machine can write."""
        writable = {tag: can_write(text) for tag, text in self._translations.further.items()}
        return m.ScreensReady(
            tuple(tag for tag, can in writable.items() if can),
            tuple(tag for tag, can in writable.items() if not can),
        )

    @property
    def album(self) -> Album:
        """The pictures kept around the alerts of this visit."""
        return self._album.album

    def film(self) -> None:
        """Take one picture of each camera for the album, as its timer does."""
        self._album.take()

    def window(self, name: WindowName) -> QQuickWindow:
        """One of the windows."""
        return self._windows[name]

    def theme(self, name: WindowName) -> QObject:
        """The theme of one of the windows.

        Raises:
            ScreensNotLoadedError: the theme's file is missing or wrong.
        """
        theme = self._engines[name].singletonInstance("Theme", "Theme")
        if not isinstance(theme, QObject):
            raise ScreensNotLoadedError("Theme/Theme.qml could not be loaded")
        return theme

    def receive(self, command: m.ScreenCommand) -> None:
        """Do what the kiosk says."""
        match command:
            case m.ShowCandidate():
                self._speak("candidate", command.language)
                self.operator.candidate_reads(own_name(command.language))
                self.candidate.show(command)
                self.shown.emit(command)
            case m.ShowOperator():
                self._album.show(command)
                self.operator.show(command)
                self.desk_shown.emit(command)
            case m.GiveMark():
                self.candidate.flashed.emit()
            case m.CloseScreens():
                self.end()
            case _:
                assert_never(command)

    def end(self) -> None:
        """End the event loop. Not `quit`: that asks the windows, and they refuse to be closed."""
        QCoreApplication.exit(0)

    def close(self) -> None:
        """Take everything down: windows, engines, then what they were bound to."""
        self._camera.close()
        self._room.close()
        self._album.close()
        for window in self._windows.values():
            window.hide()
        self._windows.clear()
        for engine in self._engines.values():
            engine.deleteLater()
        self._engines.clear()
        # the engines go before the view models that their bindings read
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self._translations.close()
        self.deleteLater()

    def _wording(self, window: WindowName) -> Wording:
        return Wording(lambda source: self._translations.say(window, source))

    def _speak(self, window: WindowName, language: ScreenLanguage) -> bool:
        changed = self._translations.choose(window, language)
        if changed:
            self._engines[window].retranslate()
        return changed

    def _choose_operator_language(self, language: Language) -> None:
        if self._speak("operator", language):
            self.operator.set_language(language)

    def _load(self, name: WindowName, module: str, root: str, model: QObject) -> QQuickWindow:
        engine = QQmlApplicationEngine(self)
        engine.addImportPath(str(QML_FOLDER))
        self._engines[name] = engine
        self._dress(name)
        properties: dict[str, object] = {"vm": model, "windowed": self._plan.windowed}
        if name == "operator":
            properties["dismissable"] = self._alone
        engine.setInitialProperties(properties)
        engine.loadFromModule(module, root)
        roots = engine.rootObjects()
        window = roots[0] if roots else None
        if not isinstance(window, QQuickWindow):
            raise ScreensNotLoadedError(f"{module}/{root}.qml could not be loaded")
        return window

    def _dress(self, name: WindowName) -> None:
        """Each window has its own engine, and so its own theme: sizes may differ."""
        theme = self.theme(name)
        theme.setProperty("dark", self._plan.theme == "dark")
        if name == "candidate":
            theme.setProperty("highContrast", self._plan.high_contrast)
            theme.setProperty("largeType", self._plan.large_type)

    def _place(self) -> None:
        candidate, operator = self._windows["candidate"], self._windows["operator"]
        if self._plan.windowed:
            candidate.show()
            operator.show()
            return
        screens = QGuiApplication.screens()
        candidate.setScreen(screens[0])
        candidate.showFullScreen()
        if not self._alone:
            operator.setScreen(screens[1])
            operator.setPosition(screens[1].geometry().topLeft())
            operator.showFullScreen()
            return
        self.candidate.offer_staff()
        self.candidate.staffAsked.connect(self._show_operator)

    def _show_operator(self) -> None:
        operator = self._windows["operator"]
        operator.setFlag(Qt.WindowType.WindowStaysOnTopHint)
        operator.showFullScreen()
        operator.requestActivate()
