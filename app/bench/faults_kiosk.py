"""The kiosk killed in mid-answer, the main process alone or all at once, and started again."""

import contextlib
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.bench.branch import branch
from app.bench.driven_kiosk import DrivenKiosk
from app.bench.lab import Lab
from app.bench.parts import Part, part_files, play, skipped
from app.bench.table import Trial
from app.domain.errors import BoothError
from app.domain.messages.screen import QuestionScreen, WelcomeBackScreen
from app.domain.timing import NS_PER_S, MonotonicNs
from app.flow.table import Stage
from app.session.entries import DeviceNoted, Entry, RunBegan
from app.session.journal import read_lines
from app.session.ledger import Ledger
from app.session.store import SessionFolder

KILLS_A_SESSION = 20
"""Then a new session is opened. No rule limits the takes of a question; a longer journal than this
is none that an interview has."""
ANSWERED_S = (0.2, 8.0)
"""A kill comes so long after the recording has got somewhere: while models load, and after."""
CUT_SHORT_S = 1.5
"""The candidate is told of no less than what was recorded, up to so much."""


@dataclass(slots=True)
class _Seen:
    """What was known at a kill, to hold what remained against.

    Attributes:
        lines: the journal's.
        number: of the question shown.
        recorded_s: what the operator was last told.
        parts: names of the parts.
    """

    lines: list[bytes]
    number: int
    recorded_s: float
    parts: set[str]
    struck: MonotonicNs


@dataclass(slots=True)
class _Session:
    """A session, and what was looked at of it before."""

    folder: SessionFolder
    kills: int = 0
    looked_at: set[str] = field(default_factory=set[str])


@dataclass(slots=True)
class KioskKiller:
    """Kills a kiosk again and again; each time what it cost."""

    lab: Lab
    kiosk: DrivenKiosk
    tree: bool
    _session: _Session | None = None
    slowest_end_s: float = 0.0

    def trial(self, *, last: bool = False) -> Trial:
        """Answer, kill, start again, come back to the question; then look at what was kept.

        Args:
            last: end the session, however few kills it saw, and see what HQ makes of it.

        Raises:
            BoothError: a step could not be made.
        """
        session = self._at_a_question()
        self.kiosk.answer()
        self.kiosk.listen(self.lab.chance.uniform(*ANSWERED_S))
        seen = self._strike(session)
        self.kiosk.start()
        greeted, page = self.kiosk.greeted()
        asked, question = self.kiosk.asked()
        left, ended_s = self.kiosk.orphans(seen.struck)
        self.slowest_end_s = max(self.slowest_end_s, ended_s)
        told = self._told(session, seen, page, question)
        trial = self._kept(session, seen)
        if session.kills >= KILLS_A_SESSION or last:
            told += self.finish()
        return replace(
            trial,
            verifies=trial.verifies and not told,
            greeted_s=round((greeted - seen.struck) / NS_PER_S, 3),
            recovery_s=round((asked - seen.struck) / NS_PER_S, 3),
            left=len(left),
            note="; ".join([*left, *told, *([trial.note] if trial.note else [])]),
        )

    def finish(self) -> list[str]:
        """End the session as its candidate may; what HQ does not like about it.

        Raises:
            BoothError: it could not be ended, or did not come to HQ.
        """
        session, self._session = self._session, None
        if session is None:
            return []
        name = session.folder.session
        state = self.kiosk.withdraw(name)
        self.kiosk.stop()
        if state != "receipted":
            return [f"HQ says {state}"]
        return [str(problem) for problem in self.kiosk.branch.hq.archive.integrity(name).problems]

    def close(self) -> None:
        """Stop the kiosk and lay the session aside."""
        self.kiosk.stop()
        if self._session is not None:
            self.kiosk.branch.lay_aside(self._session.folder)
        self._session = None

    def _at_a_question(self) -> _Session:
        """The session whose question is shown; opened where there is none."""
        if self._session is not None:
            return self._session
        self._session = _Session(self.kiosk.branch.open_session())
        self.kiosk.start()
        self.kiosk.greeted()
        self.kiosk.asked()
        return self._session

    def _strike(self, session: _Session) -> _Seen:
        store, desk = self.kiosk.branch.store, self.kiosk.desk
        lines = store.lines(session.folder)
        number = desk.question if desk is not None else 0
        recorded_s = desk.recorded_s if desk is not None else 0.0
        struck = self.kiosk.kill(tree=self.tree)
        session.kills += 1
        parts = {path.name for path in part_files(session.folder.media)} - session.looked_at
        session.looked_at |= parts
        return _Seen(lines, number, recorded_s, parts, struck)

    def _told(
        self, session: _Session, seen: _Seen, page: WelcomeBackScreen, question: QuestionScreen
    ) -> list[str]:
        """What is wrong with the journal, or with what the candidate was told of it."""
        after = self.kiosk.branch.store.lines(session.folder)
        entries = read_lines(after)
        if after[: len(seen.lines)] != seen.lines:
            return ["an acknowledged entry is missing"]
        last = max(n for n, entry in enumerate(entries) if isinstance(entry.body, RunBegan))
        ledger = Ledger.folded(entries[:last])
        recorded_s = sum(part.duration_s for part in ledger.parts.values())
        answered_s = ledger.synced_s - ledger.stage_since_s
        began_s = max((part.starts_at_s for part in ledger.parts.values()), default=None)
        wrong = {
            "the answer was not recorded from its start": (
                began_s is None or max(began_s, _heard_s(entries[:last])) > ledger.stage_since_s
            ),
            "the journal was not at the question": ledger.interview.stage is not Stage.ANSWERING,
            "the journal holds less than was shown": recorded_s < seen.recorded_s - 0.001,
            "another question was asked": not page.number == question.number == seen.number,
            "what was saved was not said": page.cut_s < min(answered_s, CUT_SHORT_S) - 0.1,
        }
        return [what for what, so in wrong.items() if so]

    def _kept(self, session: _Session, seen: _Seen) -> Trial:
        open_key = self.kiosk.branch.hq.keys.open_key
        files = [path for path in part_files(session.folder.media) if path.name in seen.parts]
        parts = [play(path, open_key) for path in files]
        if not parts or not parts[-1].numbers:
            return Trial(None, plays=False, verifies=bool(parts), note="nothing remained")
        lost_s = self.lab.camera.behind_s(parts[-1].numbers[-1], seen.struck)
        return Trial(
            round(lost_s, 3),
            plays=all(part.whole for part in parts) and (self.tree or _ended(parts)),
            verifies=True,
            skipped=sum(skipped(part.numbers) for part in parts),
        )


def _heard_s(entries: Sequence[Entry]) -> float:
    """When the microphone was last opened, session time; infinite when it never was."""
    opened = (
        entry.session_s
        for entry in entries
        if isinstance(entry.body, DeviceNoted)
        and (entry.body.device, entry.body.state) == ("microphone", "ok")
    )
    return max(opened, default=float("inf"))


def _ended(parts: Sequence[Part]) -> bool:
    """Whether an orphaned recorder closed every part in order."""
    return all(part.complete for part in parts)


@contextlib.contextmanager
def driven(lab: Lab, models: Path, resources: Path) -> Generator[DrivenKiosk]:
    """A kiosk of a branch of its own; nothing runs in it yet.

    Args:
        lab: the laboratory.
        models: folder of the model files.
        resources: the shipped resources.

    Raises:
        DemoStepError: headquarters or the enrolment did not do what they should.
    """
    folder = lab.trial_folder("kiosk")
    with branch(lab, folder, resources) as at:
        yield DrivenKiosk(lab, at, models)


def kiosk_killed(
    kiosk: DrivenKiosk, kills: int, tell: Callable[[str], None], *, tree: bool
) -> tuple[Trial, ...]:
    """SIGKILL of the kiosk in mid-answer.

    Args:
        kiosk: which.
        kills: how often, at least once.
        tell: is told what each trial gave.
        tree: all its processes at once, not only the main one.
    """
    killer = KioskKiller(kiosk.lab, kiosk, tree)
    made: list[Trial] = []
    try:
        for number in range(1, kills + 1):
            made.append(_tried(killer, last=number == kills))
            tell(f"{number}: {made[-1]}")
    finally:
        killer.close()
    note = f"processes of the killed kiosk gone within {killer.slowest_end_s:.1f} s"
    made[-1] = replace(made[-1], note="; ".join(filter(None, (made[-1].note, note))))
    return tuple(made)


def _tried(killer: KioskKiller, *, last: bool) -> Trial:
    try:
        return killer.trial(last=last)
    except BoothError as error:
        killer.close()
        return Trial(None, plays=False, verifies=False, note=error.what)
