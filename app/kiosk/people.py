"""What the candidate and the operator do about a visit, and what comes of it."""

from dataclasses import replace

from app.domain.messages import screen
from app.flow import events as ev
from app.flow.table import Stage
from app.kiosk.conduct import Conduct
from app.kiosk.languages import chose, chose_spoken, screen_language
from app.kiosk.roomcheck import room_ready
from app.kiosk.stages import SCREEN_OF, phase_of
from app.session import entries as en


def candidate_did(conduct: Conduct, report: object) -> None:
    """The candidate did something at the screen."""
    at = conduct.session_clock.seconds()
    match report:
        case screen.ChooseLanguage():
            chose(conduct, report.language)
        case screen.ChooseSpoken() if conduct.stage is Stage.LANGUAGE:
            chose_spoken(conduct, report.language)
        case (
            screen.EnterCode()
            | screen.AskCode()
            | screen.LackCode()
            | screen.CannotDo()
            | screen.ChooseDocument()
        ):
            _identified(conduct, report)
        case screen.GiveConsent():
            _consent(conduct, report.keys, at)
        case screen.Decline():
            conduct.advance(ev.Withdrawn(at))
        case screen.SendReply() if conduct.stage is Stage.REPLY:
            conduct.visit.note(en.ReplyGiven(report.text[:4000]))
            conduct.advance(ev.ReplySent(at))
        case screen.TryAgain() if conduct.stage is Stage.ROOM_CHECK:
            conduct.enter()
        case screen.TryAgain():
            conduct.identification.again()
        case screen.Continue():
            _go_on(conduct, report, at)
        case _:
            pass


def _identified(
    conduct: Conduct,
    report: screen.EnterCode
    | screen.AskCode
    | screen.LackCode
    | screen.CannotDo
    | screen.ChooseDocument,
) -> None:
    match report:
        case screen.CannotDo():
            conduct.identification.cannot(report.challenge)
        case screen.ChooseDocument():
            conduct.identification.documents.choose(report.document)
        case screen.EnterCode():
            conduct.phone.typed(report.untrusted_code)
        case screen.AskCode():
            conduct.phone.ask_new()
        case screen.LackCode():
            conduct.phone.lacking()


def _consent(conduct: Conduct, keys: tuple[str, ...], at: float) -> None:
    language, form = screen_language(conduct), conduct.settings.consent
    if conduct.stage is not Stage.CONSENT or not form.required(language) <= set(keys):
        return
    conduct.visit.note(en.ConsentRecorded(form.answered(keys, language)))
    conduct.advance(ev.ConsentGiven(at, face="face" in keys, analysis="analysis" in keys))


def _go_on(conduct: Conduct, report: screen.Continue, at: float) -> None:
    stage = conduct.stage
    if report.screen != SCREEN_OF[stage] or report.phase != phase_of(stage):
        return
    if stage is Stage.LANGUAGE:
        conduct.advance(ev.LanguageConfirmed(at))
    elif stage in {Stage.CARD_FRONT, Stage.CARD_BACK}:
        conduct.identification.documents.confirmed()
    elif stage is Stage.ROOM_CHECK:
        if room_ready(conduct.room_lines()):
            conduct.advance(ev.Continued(at))
    elif stage is not Stage.WELCOME_BACK or conduct.situation.devices.captured:
        conduct.advance(ev.Continued(at))


def operator_did(conduct: Conduct, report: object, name: str) -> None:
    """The operator, by name, did something about this visit."""
    at = conduct.session_clock.seconds()
    match report:
        case screen.Decide():
            conduct.deciding.decided(report, name)
        case screen.TypeDocument():
            conduct.identification.documents.type_it(report.document)
        case screen.PauseInterview(paused=True):
            conduct.advance(ev.Faulted(at, "operator"))
        case screen.PauseInterview(paused=False):
            conduct.clear("operator")
        case screen.NoteAlert() if report.index < len(conduct.visit.ledger.alerts):
            alert = replace(conduct.visit.ledger.alerts[report.index], note=report.note)
            conduct.visit.note(en.AlertChanged(report.index, alert))
        case _:
            pass
