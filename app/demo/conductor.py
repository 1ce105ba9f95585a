"""Conducts the demo: an HQ, a kiosk, the people and the world around them, and the summary."""

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.demo.errors import DemoStepError
from app.demo.hands import DriverHands
from app.demo.headquarters import Headquarters, make_report, start_headquarters
from app.demo.media import DemoMedia, prepare_media, with_code
from app.demo.people import Candidate, Operator
from app.demo.programs import Running, run_json, start
from app.demo.sound import PulseRoom
from app.demo.stage import Stage
from app.demo.world import DemoGround, DemoWorld
from app.domain.identity import OTHERS_ALLOWED
from app.domain.messages.screen import ReceiptScreen, WelcomeScreen
from app.domain.timing import NS_PER_S
from app.perception.catalogue import ModelCatalogue
from app.ports.clock import Clock

KIOSK_STARTS = 4
"""A kiosk that had to be started more often than this has a fault of its own."""
INTERVIEW_WITHIN_S = 900.0
GESTURES = ("blink", "turn_left", "turn_right")
"""What the generated portrait can show, so that a blink and a turn are asked for."""
CHALLENGES = 2
ALL_OTHERS = 100
"""Nobody asks the person in a recording: whatever else it shows is let pass."""


@dataclass(frozen=True, slots=True)
class DemoWishes:
    """What whoever runs the demo chooses.

    Attributes:
        out: folder for everything the demo leaves; made anew.
        media: folder of recordings; None generates them.
        headless: draw the windows into memory only.
        pictures: save a picture of every screen.
    """

    out: Path
    media: Path | None
    headless: bool
    pictures: bool = False


@dataclass(slots=True)
class Timings:
    """Seconds a step took, by name, in order."""

    clock: Clock
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    _since: int = 0
    _name: str = ""

    def now(self, name: str) -> None:
        """The step `name` begins; the one before ends. Empty ends the last."""
        at = self.clock.monotonic_ns()
        if self._name and name != self._name:
            spent = (at - self._since) / NS_PER_S
            self.seconds[self._name] = round(self.seconds.get(self._name, 0.0) + spent, 2)
        if name != self._name:
            self._name, self._since = name, at


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demo has to show.

    Attributes:
        home: HQ's folder.
        passphrase: file that opens HQ's keys.
        media: what was shown and said.
        overrides: steps a person decided, with the reasons' codes.
        kiosk_starts: how often the kiosk was started.
        report: paths of the report.
        timings: seconds, by step.
        receipt: the receipt's code as the candidate saw it.
    """

    home: Path
    passphrase: Path
    media: DemoMedia
    overrides: tuple[str, ...]
    kiosk_starts: int
    report: Mapping[str, object]
    timings: Mapping[str, float]
    receipt: str
    digest: str


Watcher = Callable[[DriverHands, Running], None]


class Conductor:
    """Runs one demo. `run` may be called once."""

    def __init__(
        self, wishes: DemoWishes, ground: DemoGround, on_turn: Watcher | None = None
    ) -> None:
        """Nothing is started yet.

        Args:
            wishes: what to do.
            ground: where and with what.
            on_turn: called at every turn of the interview (tests kill the kiosk in it).
        """
        self._wishes = wishes
        self._ground = ground
        self._on_turn = on_turn
        self._timings = Timings(ground.clock)
        self._starts = 0
        self._pictured: set[str] = set()

    def run(self) -> DemoResult:
        """The whole demo.

        Raises:
            BoothError: a step failed; what it left is in the `out` folder.
        """
        self._timings.now("media")
        out = self._fresh()
        catalogue = ModelCatalogue(self._ground.models, self._ground.resources)
        media = prepare_media(self._wishes.media, self._ground.work, catalogue)
        self._timings.now("hq")
        hq = start_headquarters(self._ground, out, media)
        try:
            media = with_code(media, hq.text("invitation"), out / "world")
            return self._with_hq(out, media, hq)
        finally:
            hq.server.stop()

    def _fresh(self) -> Path:
        out = self._wishes.out.resolve()
        if (out / "hq").is_dir() or not out.exists() or not any(out.iterdir()):
            shutil.rmtree(out, ignore_errors=True)
        else:
            raise DemoStepError(f"{out} holds something that is not a demo's")
        (out / "world").mkdir(parents=True)
        return out

    def _with_hq(self, out: Path, media: DemoMedia, hq: Headquarters) -> DemoResult:
        kiosk = out / "kiosk"
        self._timings.now("enrolment")
        enrol = ("--enrol", hq.text("enrolment_code"), "--hq", hq.address)
        certificate = ("--hq-certificate", str(out / "hq" / "tls" / "certificate.pem"))
        run_json(self._ground.program, "kiosk", "--data", str(kiosk), *enrol, *certificate)
        self._timings.now("world")
        world = out / "world"
        pulse = Path(tempfile.mkdtemp(prefix="booth-"))
        try:
            with (
                PulseRoom(pulse / "room", self._ground.clock) as room,
                Stage(self._ground.program, world, media, self._ground.clock) as stage,
            ):
                self._settings(kiosk, stage, media)
                receipt, digest, people = self._interview(
                    kiosk, DemoWorld(stage, room, media), hq, room.environment
                )
        finally:
            shutil.rmtree(pulse, ignore_errors=True)
        self._timings.now("report")
        report = make_report(self._ground, out)
        self._timings.now("")
        return DemoResult(
            out / "hq",
            out / "passphrase",
            media,
            tuple(people.overrides),
            self._starts,
            report,
            self._timings.seconds,
            receipt,
            digest,
        )

    # ------------------------------------------------------------------ the kiosk

    def _settings(self, kiosk: Path, stage: Stage, media: DemoMedia) -> None:
        clip_s = max(scene.clip.seconds for scene in media.scenes if scene.name == "idle")
        each_s = 8.0 if media.generated else min(60.0, max(8.0, clip_s / CHALLENGES + 3.0))
        lines = [
            "[camera]",
            f'source = "{stage.candidate}"',
            "[microphone]",
            'device = "pulse"',
            "[interview]",
            f"liveness_each_s = {each_s:.1f}",
            f"other_gestures = {OTHERS_ALLOWED if media.generated else ALL_OTHERS}",
            f"gestures = {json.dumps(GESTURES)}",
            "[screens]",
            f'language = "{media.language}"',
            "[sync]",
            "poll_s = 2",
        ]
        if stage.room is not None:
            lines += ["[room_camera]", f'source = "{stage.room}"']
        (kiosk / "kiosk.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _start_kiosk(self, kiosk: Path, drive: Path, environment: Mapping[str, str]) -> Running:
        self._starts += 1
        if self._starts > KIOSK_STARTS:
            raise DemoStepError("The kiosk ended again and again; its log is kiosk.log")
        arguments = ["kiosk", "--data", str(kiosk), "--windowed", "--drive", str(drive)]
        if self._wishes.headless:
            arguments.append("--headless")
        return start(self._ground.program, arguments, kiosk.parent / "kiosk.log", environment)

    def _interview(
        self, kiosk: Path, world: DemoWorld, hq: Headquarters, environment: Mapping[str, str]
    ) -> tuple[str, str, Operator]:
        # a socket's path is short; a folder of our own keeps others away from it
        drive = Path(tempfile.mkdtemp(prefix="booth-")) / "drive"
        hands = DriverHands(drive, self._ground.clock)
        language = world.media.language
        operator = Operator(hands, hq.text("operator_pin"), language)
        candidate = Candidate(
            hands, world, language, world.media.scene_names, hq.text("phone_code")
        )
        self._timings.now("kiosk_start")
        running = self._start_kiosk(kiosk, drive, environment)
        until = self._ground.clock.monotonic_ns() + int(INTERVIEW_WITHIN_S * NS_PER_S)
        try:
            while True:
                if self._ground.clock.monotonic_ns() > until:
                    raise DemoStepError("The interview did not come to its end in time")
                if not running.alive:
                    hands.close()
                    running.stop()
                    running = self._start_kiosk(kiosk, drive, environment)
                finished = self._turn(hands, candidate, operator, running)
                if finished is not None:
                    return *finished, operator
        finally:
            hands.close()
            running.stop()
            shutil.rmtree(drive.parent, ignore_errors=True)

    def _turn(
        self, hands: DriverHands, candidate: Candidate, operator: Operator, running: Running
    ) -> tuple[str, str] | None:
        """One look at the windows, and what the people do about it; the receipt at the end."""
        hands.connect()
        hands.listen(0.3)
        if self._on_turn is not None:
            self._on_turn(hands, running)
        shown, desk = hands.candidate, hands.operator
        if desk is not None:
            operator.act(desk)
        if shown is None:
            return None
        screen = shown.screen
        if not isinstance(screen, WelcomeScreen):
            self._timings.now(screen.kind)
        if self._wishes.pictures:
            self._picture(hands, shown.screen.kind, getattr(screen, "phase", ""))
        if isinstance(screen, ReceiptScreen) and screen.at_hq:
            candidate.act(shown)
            return screen.code, screen.digest
        candidate.act(shown)
        return None

    def _picture(self, hands: DriverHands, kind: str, phase: str) -> None:
        name = f"{len(self._pictured):02d}-{kind}{'-' + phase if phase else ''}"
        if f"{kind}{phase}" in self._pictured:
            return
        self._pictured.add(f"{kind}{phase}")
        folder = self._wishes.out.resolve() / "pictures"
        folder.mkdir(exist_ok=True)
        hands.picture(folder / f"{name}.png")
        hands.picture(folder / f"{name}-operator.png", "operator")
