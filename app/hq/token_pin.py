"""Where the PIN of HQ's token comes from; never from the command line."""

import functools
import getpass
import os
import sys
from pathlib import Path

from app.bundle.errors import TokenPinError
from app.bundle.token_files import TokenPlace

PIN = "BOOTH_HSM_PIN"
PIN_FILE = "BOOTH_HSM_PIN_FILE"


def ask_pin(place: TokenPlace) -> str:
    """The PIN of a token: from the environment, from a file it names, or from the terminal.

    Raises:
        TokenPinError: there is none, and nobody to ask.
    """
    pin, file = os.environ.get(PIN, ""), os.environ.get(PIN_FILE, "")
    if not pin and file:
        try:
            pin = Path(file).read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise TokenPinError(f"The PIN's file {file} cannot be read") from error
    if not pin and sys.stdin is not None and sys.stdin.isatty():
        pin = _typed(place.label)
    if not pin:
        raise TokenPinError(f"The token {place.label} needs its PIN")
    return pin


@functools.lru_cache
def _typed(label: str) -> str:
    """Asked for once, also where a command opens the token twice."""
    return getpass.getpass(f"PIN of the token {label}: ")
