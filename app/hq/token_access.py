"""What opens HQ's token: from this machine's settings and its people, never from HQ's folder.

Who can write in that folder could have a library of their own loaded otherwise.
"""

import functools
import getpass
import os
import sys
from pathlib import Path

from app.bundle.errors import TokenModuleError, TokenPinError
from app.bundle.token_files import TokenAccess, TokenPlace

MODULE = "BOOTH_HSM_MODULE"
PIN = "BOOTH_HSM_PIN"
PIN_FILE = "BOOTH_HSM_PIN_FILE"


def ask_token(place: TokenPlace) -> TokenAccess:
    """The maker's library, and the token's PIN: from the environment, a file, or the terminal.

    Raises:
        TokenModuleError: no library is named.
        TokenPinError: there is no PIN, and nobody to ask.
    """
    module = os.environ.get(MODULE, "")
    if not module:
        raise TokenModuleError(f"{MODULE} names no PKCS#11 library")
    return TokenAccess(module, _pin(place))


def _pin(place: TokenPlace) -> str:
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
