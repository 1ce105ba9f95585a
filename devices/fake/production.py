"""Keeps what only behaves like a device out of real interviews."""

import os

from devices.errors import FakeRefusedError

VARIABLE = "BOOTH_PRODUCTION"


def refuse_in_production(what: str) -> None:
    """Nothing outside production.

    Raises:
        FakeRefusedError: `BOOTH_PRODUCTION=1` is set.
    """
    if os.environ.get(VARIABLE) == "1":
        raise FakeRefusedError(f"{what} is not a real device")
