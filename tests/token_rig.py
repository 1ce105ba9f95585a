"""A SoftHSM with two tokens, for the whole test run: its library keeps one state a process."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from app.bundle.token_files import TokenPlace

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN, OFFICER = "271828", "31415926"


@dataclass(frozen=True)
class SoftTokens:
    """Where the tokens are."""

    one: TokenPlace
    other: TokenPlace


def make_tokens(folder: Path) -> SoftTokens:
    """Make both before the library is loaded, which looks for them once."""
    tokens = folder / "tokens"
    tokens.mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {tokens}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(conf)
    for label in ("booth", "other"):
        secrets = ("--pin", PIN, "--so-pin", OFFICER)
        command = ("softhsm2-util", "--init-token", "--free", "--label", label, *secrets)
        subprocess.run(command, check=True, capture_output=True)
    return SoftTokens(TokenPlace("booth"), TokenPlace("other"))
