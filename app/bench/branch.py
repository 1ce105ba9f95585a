"""A branch for the laboratory: a headquarters on this machine, and a kiosk enrolled with it."""

import contextlib
import hashlib
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from app.bench.lab import Lab
from app.demo.programs import run_json, start
from app.demo.trial import await_server, free_port
from app.domain.analysis import Language
from app.domain.assignment import Flow, Question
from app.domain.identity import IdentityCheck, IdentityStep
from app.domain.ids import Digest, QuestionId
from app.flow import events as ev
from app.hq.assignments import NewAssignment, add_assignment
from app.hq.setup import Headquarters, open_headquarters
from app.kiosk.consent import ConsentForm
from app.ports.clock import Clock
from app.session import entries as en
from app.session.store import SessionFolder, SessionStore
from app.session.visit import open_new
from app.sync.identity import KioskIdentity, load_kiosk
from app.sync.keystore import open_keys
from app.sync.sessions import session_store

LANGUAGE: Language = "en"
CONSENTED = ("recording", "analysis", "retention")
"""The path without face: nobody sits before the laboratory's camera."""
REASON = "laboratory: nobody sits here"
BY_A_PERSON: tuple[IdentityStep, ...] = ("card_front", "card_back", "face_match", "second_look")
PREPARATION_S, ANSWER_S = 120, 300
"""Longer than a trial takes to look at what was kept, and longer than one answers."""


def flow() -> Flow:
    """An interview of two questions without a practice question."""
    questions = tuple(
        Question(
            QuestionId(f"q{n}"), ((LANGUAGE, "What came of it?"),), "work", PREPARATION_S, ANSWER_S
        )
        for n in (1, 2)
    )
    digest = Digest(hashlib.sha256(repr(questions).encode()).hexdigest())
    return Flow("laboratory", 1, ((LANGUAGE, "Laboratory"),), "laboratory", None, questions, digest)


@dataclass(frozen=True, slots=True)
class Branch:
    """A headquarters that is served, and the kiosk's folder.

    Attributes:
        hq: opened, to read what was recorded for it.
        data: the kiosk's folder, enrolled.
        store: the sessions in it, read with the kiosk's own key.
    """

    hq: Headquarters
    data: Path
    identity: KioskIdentity
    store: SessionStore
    resources: Path
    clock: Clock

    def open_session(self) -> SessionFolder:
        """A new session of a new assignment, by the operator's path up to its first question.

        The entries are those that a kiosk writes; no kiosk runs yet. The next one goes on with it.
        """
        now = self.clock.now()
        wanted = NewAssignment(
            "Laboratory", "laboratory", self.identity.branch, now, (LANGUAGE,), flow()
        )
        with self.hq.store.unit() as unit:
            assignment = add_assignment(unit, wanted, now).assignment
        visit, time = open_new(self.store, self.clock, self.identity.kiosk, assignment)
        form = ConsentForm(self.resources / "consent")
        visit.step(ev.LanguageConfirmed(time.seconds()))
        visit.step(ev.StepOverridden(time.seconds(), REASON))
        visit.note(en.ConsentRecorded(form.answered(CONSENTED, LANGUAGE)))
        visit.step(ev.ConsentGiven(time.seconds(), face=False, analysis=True))
        for name in BY_A_PERSON:
            check = IdentityCheck(name, "overridden", REASON, by="operator", reason=REASON)
            visit.note(en.CheckRecorded(check))
            visit.step(ev.StepOverridden(time.seconds(), REASON))
        for _ in ("room check", "briefing"):
            visit.step(ev.Continued(time.seconds()))
        visit.close()
        return visit.folder

    def lay_aside(self, folder: SessionFolder) -> None:
        """Have no later start of the kiosk go on with this session."""
        ledger, _ = self.store.ledger(folder)
        self.store.finish(ledger.assignment.id, folder.session)


@contextlib.contextmanager
def branch(lab: Lab, folder: Path, resources: Path) -> Generator[Branch]:
    """Make headquarters, serve it, enrol a kiosk on the laboratory's camera and microphone.

    Raises:
        DemoStepError: one of these commands did not do what it should.
    """
    home, data = folder / "hq", folder / "kiosk"
    address = f"https://127.0.0.1:{free_port()}"
    made = run_json(lab.program, "hq", "init", "--home", str(home), "--address", address)
    server = start(lab.program, ("hq", "serve", "--home", str(home)), folder / "hq.log", {})
    try:
        await_server(address, lab.clock, lambda: server.alive)
        enrol = ("--enrol", str(made["enrolment_code"]), "--hq", address)
        pinned = ("--hq-certificate", str(made["certificate"]))
        run_json(lab.program, "kiosk", "--data", str(data), *enrol, *pinned)
        (data / "kiosk.toml").write_text(_settings(lab), encoding="utf-8")
        identity = load_kiosk(data)
        hq = open_headquarters(home, None, lab.clock)
        try:
            store = session_store(data, open_keys(data))
            yield Branch(hq, data, identity, store, resources, lab.clock)
        finally:
            hq.close()
    finally:
        server.stop()


def _settings(lab: Lab) -> str:
    camera = lab.spec()
    lines = ["[camera]", f'source = "{camera.source}"']
    lines += [f"width_px = {camera.width_px}", f"height_px = {camera.height_px}"]
    lines += ["[microphone]", 'device = "pulse"', "[screens]", f'language = "{LANGUAGE}"']
    return "\n".join([*lines, "[sync]", "poll_s = 2", ""])
