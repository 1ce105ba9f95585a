"""The demo's HQ: made, served, and asked for the report."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from app.demo.errors import DemoStepError
from app.demo.media import DemoMedia
from app.demo.programs import Running, run_json, start
from app.demo.trial import await_server, free_port
from app.demo.world import DemoGround

FLOW = "flows/teller-demo.toml"
PHONE = "13800001234"
"""The made-up candidate's; nothing is ever sent to it: the demo's HQ has no message gateway."""


@dataclass(frozen=True, slots=True)
class Headquarters:
    """What `hq init` printed, and the server."""

    made: Mapping[str, object]
    server: Running
    address: str

    def text(self, key: str) -> str:
        """A value of `hq init`'s object."""
        return str(self.made[key])


def start_headquarters(ground: DemoGround, out: Path, media: DemoMedia) -> Headquarters:
    """An HQ of its own under `out`, with the candidate's appointment, served on this machine.

    Raises:
        BoothError: it cannot be made, or does not answer.
    """
    passphrase = out / "passphrase"
    passphrase.touch(mode=0o600)
    passphrase.write_text(secrets.token_urlsafe(24) + "\n")
    flow = str(ground.resources / FLOW)
    name = media.name or "演示候选人"
    home = ("--home", str(out / "hq"), "--passphrase-file", str(passphrase))
    branch = "演示网点" if media.language == "zh" else "Demo branch"
    candidate = ("--demo-assignment", name, "--phone", PHONE, "--flow", flow)
    address = f"https://127.0.0.1:{free_port()}"
    made = run_json(
        ground.program,
        "hq",
        "init",
        *home,
        "--address",
        address,
        "--branch",
        branch,
        *candidate,
    )
    console = out / "console.txt"
    console.touch(mode=0o600)
    console.write_text(f"{address}\n{made['console_user']}\n{made['console_password']}\n")
    server = start(ground.program, ("hq", "serve", *home), out / "hq.log", {})
    try:
        await_server(address, ground.clock, lambda: server.alive)
    except BaseException:
        server.stop()
        raise
    return Headquarters(made, server, address)


def make_report(ground: DemoGround, out: Path) -> Mapping[str, object]:
    """The report of the one session there is; paths of its files.

    Raises:
        DemoStepError: there is none.
    """
    home = ("--home", str(out / "hq"))
    status = run_json(ground.program, "hq", "status", *home)
    keys = ("--passphrase-file", str(out / "passphrase"))
    sessions = cast("list[dict[str, str]]", status["sessions"])
    if not sessions:
        raise DemoStepError("HQ has no session although a receipt came")
    session = sessions[0]["session"]
    where = (session, "--out", str(out / "report"))
    return run_json(ground.program, "hq", "report", *home, *keys, *where)
