"""The screens' process itself: its settings, its start and its end."""

from dataclasses import dataclass
from typing import Literal

from app.domain.analysis import Language
from app.domain.screen_language import ScreenLanguage


@dataclass(frozen=True, slots=True)
class ScreensConfig:
    """The screens' settings.

    Attributes:
        windowed: two ordinary windows instead of full screen.
        headless: draw into memory only (Qt's offscreen platform); for servers and tests.
        frame_slot: name of the candidate camera's `FrameSlot`; empty for none.
        room_slot: name of the room camera's; empty for none.
        theme: colours.
        start_language: both windows begin in it.
        drive: obey a driver on `drive_path` (docs/driver.md). Never on a real kiosk.
        drive_path: local socket to listen on; an existing folder of the user's own.
        large_type, high_contrast: for the candidate's window.
        language_pack: file of headquarters' language pack; empty for none.
    """

    windowed: bool
    headless: bool
    frame_slot: str
    room_slot: str
    theme: Literal["light", "dark"]
    start_language: Language
    drive: bool = False
    drive_path: str = ""
    large_type: bool = False
    high_contrast: bool = False
    language_pack: str = ""


@dataclass(frozen=True, slots=True)
class ScreensReady:
    """The windows are up.

    Attributes:
        languages: of the language pack, those that this machine has letters for.
        no_letters: the others.
    """

    languages: tuple[ScreenLanguage, ...] = ()
    no_letters: tuple[ScreenLanguage, ...] = ()
    kind: Literal["screens_ready"] = "screens_ready"


@dataclass(frozen=True, slots=True)
class CloseScreens:
    """Close the windows and end the process."""

    kind: Literal["close_screens"] = "close_screens"
