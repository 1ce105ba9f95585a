"""A visit without processes, and the means to walk through it: reports in, commands out."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.domain.identity import ChallengeResult, FaceMatch, IdCard, Liveness
from app.domain.ids import Digest, KioskId
from app.domain.messages import screen as sc
from app.domain.messages import watcher as w
from app.domain.observation import Observation, SeenFace
from app.domain.timing import MonotonicNs
from app.flow.table import Stage
from app.kiosk.conduct import Conduct, ConductSettings
from app.kiosk.consent import ConsentForm
from app.kiosk.identity_rules import IdentityRules
from app.kiosk.people import candidate_did, operator_did
from app.kiosk.screens import candidate_screen
from app.kiosk.situation import Situation
from app.session.store import SessionStore
from app.session.visit import open_new, reopen
from devices.fake.clock import FakeClock
from tests.unit.test_session import PlainSink, assignment, read_plain

CODE = "BOOTH1:a1:secret"


class FakeCrew:
    """Takes commands and starts nothing."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, object]] = []

    def send(self, name: str, message: object) -> None:
        self.sent.append((name, message))

    def last(self, name: str) -> Any:
        return next(m for n, m in reversed(self.sent) if n == name)


def captured() -> Situation:
    """Camera and microphone are there and recorded."""
    situation = Situation()
    situation.devices.states.update(candidate="ok", microphone="ok")
    situation.devices.parts_open = True
    return situation


class Walk:
    """A visit and the means to walk through it."""

    def __init__(self, folder: Path, resources: Path, rules: IdentityRules | None = None) -> None:
        self.clock = FakeClock()
        self.crew: Any = FakeCrew()
        self.store = SessionStore(folder, PlainSink, read_plain)
        self.form = ConsentForm(resources / "consent")
        self.settings = ConductSettings(
            lambda: ("ab" * 32,),
            self.form,
            safety=folder / "second",
            identity=rules or IdentityRules(),
        )
        self.situation = captured()
        digest = Digest(hashlib.sha256(b"secret").hexdigest())
        self.assignment = replace(assignment(), invitation_digest=digest)
        visit, session_clock = open_new(self.store, self.clock, "k1", self.assignment)  # type: ignore[arg-type]
        self.conduct = Conduct(
            visit, session_clock, self.crew, self.clock, self.situation, self.settings
        )
        self.conduct.begin()

    @property
    def stage(self) -> Stage:
        return self.conduct.stage

    def screen(self) -> Any:
        return candidate_screen(self.conduct, self.form)

    def press(self, phase: str = "") -> None:
        candidate_did(self.conduct, sc.Continue(self.screen().kind, phase))

    def wait(self, seconds: float) -> None:
        while seconds > 0:
            self.clock.sleep(min(1.0, seconds))
            self.conduct.tick()
            seconds -= 1.0

    def hears(self, report: object) -> None:
        self.conduct.identification.heard(report)

    def seen(self, number: int, faces: tuple[SeenFace, ...]) -> Observation:
        at = MonotonicNs(self.clock.monotonic_ns() + number * 200_000_000)
        return Observation(at, "candidate", faces, None, 120, 90)

    def to_consent(self) -> None:
        candidate_did(self.conduct, sc.ChooseLanguage("zh"))
        self.press()
        assert self.crew.last("watcher") == w.ReadCode()
        self.hears(w.CodeSeen(CODE))
        assert self.stage is Stage.CONSENT

    def to_cards(
        self, keys: tuple[str, ...] = ("recording", "face", "analysis", "retention")
    ) -> None:
        self.to_consent()
        candidate_did(self.conduct, sc.GiveConsent(keys))
        assert self.stage is Stage.CARD_FRONT
        assert self.crew.last("recorder").recipients == ("ab" * 32,)

    def to_face(self, **kwargs: Any) -> None:
        self.to_cards(**kwargs)
        card = IdCard(name="王小明", number="11010519491231002X", confidence=(("name", 0.9),))
        self.hears(w.CardSeen("front", card, portrait=True))
        self.press()
        assert self.stage is Stage.CARD_BACK
        self.hears(
            w.CardSeen("back", IdCard(authority="某局", valid_to="long-term"), portrait=False)
        )
        self.press()
        assert self.stage is Stage.FACE_MATCH

    def countersign(self, person: str | None, *, accept: bool = True, reason: str = "本人") -> None:
        sign = sc.Countersign("1234", accept, reason)
        self.conduct.deciding.countersigned(sign, person)

    def two_people_confirm(self) -> None:
        operator_did(self.conduct, sc.Decide("face_match", accept=True, reason="本人"), "Li")
        self.countersign("Wang")
        assert self.stage is Stage.ROOM_CHECK

    def to_room(self) -> None:
        self.to_face()
        self.hears(
            w.FaceMatched(FaceMatch(0.7, 0.5, match=True, quality=(), problems=(), model="m"))
        )
        assert self.stage is Stage.LIVENESS
        asked = self.crew.last("watcher").challenges
        seen = tuple(ChallengeResult(x, passed=True, at_s=1.0, peak=0.6) for x in asked)
        self.hears(
            w.LivenessTested(Liveness(passed=True, challenges=seen, spoof_score=None, problems=()))
        )
        assert self.stage is Stage.ROOM_CHECK

    def to_question(self) -> None:
        self.to_room()
        devices = self.situation.devices
        devices.states = {"candidate": "ok", "room": "missing", "microphone": "ok"}
        self.wait(26)
        self.press()
        self.press()
        assert self.stage is Stage.PREPARING


def crashed(walk: Walk) -> None:
    """The kiosk's process is gone and started again; nothing was closed properly."""
    walk.conduct.visit._journal._sink.close()
    (folder,) = walk.store.open_sessions()
    visit, session_clock = reopen(walk.store, walk.clock, folder, KioskId("k1"))
    walk.situation = captured()
    walk.conduct = Conduct(
        visit, session_clock, walk.crew, walk.clock, walk.situation, walk.settings
    )
    walk.conduct.resume()


CARD = IdCard(name="王小明", number="11010519491231002X", confidence=(("name", 0.9),))


def matched(score: float) -> w.FaceMatched:
    return w.FaceMatched(
        FaceMatch(score, 0.5, match=score > 0.5, quality=(), problems=(), model="m")
    )
