"""From the visit's state to the candidate's screen; no decision is taken here."""

import functools
from collections.abc import Callable
from typing import Literal, cast

import segno

from app.domain.assignment import text_in
from app.domain.identity import OTHER_GESTURES
from app.domain.messages import screen as sc
from app.flow.table import Stage
from app.kiosk.conduct import Conduct
from app.kiosk.consent import ConsentForm
from app.kiosk.languages import offered, screen_language, translation
from app.kiosk.roomcheck import room_ready
from app.kiosk.stages import phase_of

PRACTICE = {Stage.PRACTICE_PREPARING, Stage.PRACTICE_ANSWERING, Stage.PRACTICE_SAVED}


def candidate_screen(conduct: Conduct, form: ConsentForm) -> sc.CandidateScreen:
    """The screen for the stage the visit is in."""
    if conduct.stage is Stage.CONSENT:
        assignment = conduct.visit.ledger.assignment
        title = assignment.flow.title
        shown = translation(conduct, title) or text_in(title, conduct.visit.ledger.language)
        lines = form.lines(screen_language(conduct))
        return sc.ConsentScreen(assignment.candidate_name, shown or assignment.position, lines)
    return _MAKERS[conduct.stage](conduct)


def _language(conduct: Conduct) -> sc.CandidateScreen:
    ledger = conduct.visit.ledger
    return sc.LanguageScreen(offered(conduct), ledger.assignment.languages, ledger.language)


def _check_in(conduct: Conduct) -> sc.CandidateScreen:
    problems = conduct.situation.identity.problems
    return sc.CheckInScreen(problems[0] if problems else None)


def _phone_code(conduct: Conduct) -> sc.CandidateScreen:
    return conduct.phone.screen()


def _card(conduct: Conduct) -> sc.CandidateScreen:
    now = conduct.situation.identity
    side: Literal["front", "back"] = "back" if conduct.stage is Stage.CARD_BACK else "front"
    again = conduct.stage is Stage.RECHECK_CARD
    waiting = now.decision is not None
    may_choose = conduct.stage is Stage.CARD_FRONT and not now.fields
    document = conduct.visit.ledger.card.document
    return sc.CardScreen(
        side,
        now.hint,
        now.fields,
        now.problems,
        waiting,
        again,
        document,
        may_choose,
        now.outline,
        now.outline_good,
    )


def _face(conduct: Conduct) -> sc.CandidateScreen:
    now = conduct.situation.identity
    state = cast(
        "Literal['looking', 'matched', 'not_matched']",
        now.state if now.state in {"matched", "not_matched"} else "looking",
    )
    again = conduct.stage is Stage.RECHECK_FACE
    person: Literal[0, 1, 2] = 0
    if not conduct.visit.interview.face_consented:
        person = 2 if conduct.stage is Stage.SECOND_LOOK else 1
    return sc.FaceScreen(state, now.tries_left, now.waiting, again, person)


def _liveness(conduct: Conduct) -> sc.CandidateScreen:
    now = conduct.situation.identity
    state = cast(
        "Literal['asking', 'passed', 'not_passed']",
        now.state if now.state in {"passed", "not_passed"} else "asking",
    )
    waiting = now.waiting
    cannot = now.challenge is not None and state == "asking"
    digits = now.digits if now.challenge == "say_digits" else ""
    light = now.light if now.state == "asking" else None
    others = OTHER_GESTURES in {problem.code for problem in now.problems}
    return sc.LivenessScreen(
        now.challenge, now.done, now.total, state, waiting, cannot, digits, light, others
    )


def _room(conduct: Conduct) -> sc.CandidateScreen:
    lines = conduct.room_lines()
    pulse = conduct.situation.devices.pulse
    return sc.RoomScreen(lines, pulse.level_db if pulse else -120.0, room_ready(lines))


def _briefing(conduct: Conduct) -> sc.CandidateScreen:
    practice = conduct.stage is Stage.PRACTICE_BRIEFING
    questions = len(conduct.visit.ledger.assignment.flow.questions)
    return sc.BriefingScreen("practice" if practice else "interview", questions)


def _place(conduct: Conduct, *, practice: bool) -> tuple[int, int]:
    if practice:
        return 0, 0
    total = len(conduct.visit.ledger.assignment.flow.questions)
    return conduct.visit.interview.question + 1, total


def _question(conduct: Conduct) -> sc.CandidateScreen:
    stage, interview = conduct.stage, conduct.visit.interview
    practice = stage in {Stage.PRACTICE_PREPARING, Stage.PRACTICE_ANSWERING}
    answering = phase_of(stage) == "answering"
    number, total = _place(conduct, practice=practice)
    return sc.QuestionScreen(
        practice=practice,
        number=number,
        total=total,
        text=text_in(conduct.question.text, conduct.visit.ledger.language),
        phase="answering" if answering else "preparing",
        remaining_s=interview.remaining_s,
        phase_s=interview.stage_s,
        may_finish=answering or conduct.situation.devices.captured,
        resumed=interview.resumed,
        credit_s=interview.credit_s,
        translation=translation(conduct, conduct.question.text),
    )


def _saved(conduct: Conduct) -> sc.CandidateScreen:
    practice = conduct.stage is Stage.PRACTICE_SAVED
    number, total = _place(conduct, practice=practice)
    return sc.SavedScreen(practice, number, total, conduct.visit.interview.remaining_s)


def _reply(conduct: Conduct) -> sc.CandidateScreen:
    ledger = conduct.visit.ledger
    return sc.ReplyScreen(tuple(ledger.alerts), tuple(ledger.faults))


def _sealing(conduct: Conduct) -> sc.CandidateScreen:
    answers = [a for a in conduct.visit.ledger.answers if a.outcome != "interrupted"]
    due = conduct.answers.due
    return sc.SealingScreen("analysing" if due else "sealing", len(answers) - due, len(answers))


def _receipt(conduct: Conduct) -> sc.CandidateScreen:
    situation = conduct.situation
    svg = _receipt_qr(situation.receipt_text) if situation.receipt_text else ""
    return sc.ReceiptScreen(situation.receipt_code, situation.at_hq, situation.receipt_digest, svg)


@functools.lru_cache(maxsize=2)
def _receipt_qr(text: str) -> str:
    """The receipt as a QR code; the screen is shown five times a second, the code drawn once."""
    return segno.make(text, error="l", boost_error=False).svg_inline(scale=6, border=2)


def _paused(conduct: Conduct) -> sc.CandidateScreen:
    interview = conduct.visit.interview
    return sc.PausedScreen(interview.cause, interview.credit_s)


def _welcome_back(conduct: Conduct) -> sc.CandidateScreen:
    interview, answers = conduct.visit.interview, conduct.visit.ledger.answers
    saved = [answer for answer in answers if answer.outcome != "interrupted"]
    total = len(interview.plan.questions)
    goal = interview.return_to
    cut_s, number = 0.0, interview.question + 1
    if goal in PRACTICE:
        number = total = 0
    elif goal in {Stage.SAVED, Stage.REPLY}:
        number = 0 if len(saved) >= total else number + 1
    elif answers and answers[-1].outcome == "interrupted":
        cut_s = answers[-1].ends_at_s - answers[-1].starts_at_s
    away_s = interview.now_s - interview.return_since_s
    opening = not conduct.situation.devices.captured
    return sc.WelcomeBackScreen(interview.cause, away_s, len(saved), cut_s, number, total, opening)


def _closed(conduct: Conduct) -> sc.CandidateScreen:
    cause = conduct.visit.interview.cause
    known = cause if cause in {"declined", "withdrawn"} else "refused"
    return sc.ClosedScreen(cast("Literal['declined', 'withdrawn', 'refused']", known))


def _welcome(conduct: Conduct) -> sc.CandidateScreen:
    return sc.WelcomeScreen(conduct.visit.ledger.assignment.branch)


_MAKERS: dict[Stage, Callable[[Conduct], sc.CandidateScreen]] = {
    Stage.LANGUAGE: _language,
    Stage.CHECK_IN: _check_in,
    Stage.PHONE_CODE: _phone_code,
    Stage.CARD_FRONT: _card,
    Stage.CARD_BACK: _card,
    Stage.FACE_MATCH: _face,
    Stage.LIVENESS: _liveness,
    Stage.SECOND_LOOK: _face,
    Stage.ROOM_CHECK: _room,
    Stage.PRACTICE_BRIEFING: _briefing,
    Stage.PRACTICE_PREPARING: _question,
    Stage.PRACTICE_ANSWERING: _question,
    Stage.PRACTICE_SAVED: _saved,
    Stage.BRIEFING: _briefing,
    Stage.PREPARING: _question,
    Stage.ANSWERING: _question,
    Stage.SAVED: _saved,
    Stage.REPLY: _reply,
    Stage.SEALING: _sealing,
    Stage.RECEIPT: _receipt,
    Stage.PAUSED: _paused,
    Stage.RECHECK_CARD: _card,
    Stage.RECHECK_FACE: _face,
    Stage.WELCOME_BACK: _welcome_back,
    Stage.CLOSED: _closed,
    Stage.DONE: _welcome,
}
