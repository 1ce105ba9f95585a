"""Whether a command is another version's to run: asked at each start, so nothing heavy is loaded.

What it is handed to, and how, is `app.software.launch`.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import platformdirs

FOLDER: Final = "software"
"""Of the versions, in the kiosk's folder."""
STATE: Final = "state.json"
"""In it; there once a version was ever installed."""
RUNNING: Final = "BOOTH_SOFTWARE"
"""Environment: the version that was chosen; who has it chooses no other."""
HANDED_ON: Final = frozenset({"kiosk", "check", "measure", "session", "down", "outbox"})
"""The commands that work on a kiosk's folder; the others are the shipped version's."""
EXIT_AGAIN: Final = 75
"""The kiosk wants to be started again, by what is current then. Source: EX_TEMPFAIL, sysexits.h."""
_OWN_HOME: Final = frozenset({"--trial", "--enrol", "-h", "--help"})


def usual_folder() -> Path:
    """The kiosk's folder where no command line names one."""
    given = os.environ.get("BOOTH_DATA")
    return Path(given) if given else platformdirs.user_data_path("interview-booth")


def data_folder(arguments: Sequence[str]) -> Path:
    """The kiosk's folder that a command line means."""
    for word, following in zip(arguments, (*arguments[1:], ""), strict=True):
        if word == "--data" and following:
            return Path(following)
        if word.startswith("--data="):
            return Path(word.removeprefix("--data="))
    return usual_folder()


def is_handed_on(arguments: Sequence[str]) -> bool:
    """Whether another version may have to be asked: quick, and true on few machines only."""
    if RUNNING in os.environ or arguments[0] not in HANDED_ON or _OWN_HOME & {*arguments}:
        return False
    return (data_folder(arguments) / FOLDER / STATE).is_file()
