"""In which language the screens are written, and in which the interview is held."""

from app.domain.analysis import Language
from app.domain.assignment import LocalText
from app.domain.screen_language import ScreenLanguage
from app.kiosk.conduct import Conduct
from app.session import entries as en


def offered(conduct: Conduct) -> tuple[ScreenLanguage, ...]:
    """Languages for the screens: the interview's, then those of language packs.

    A pack's counts when it has the consent form and the screens have letters for it.
    """
    written = conduct.situation.devices.written
    further = (tag for tag in conduct.settings.consent.further if tag in written)
    return (*conduct.visit.ledger.assignment.languages, *further)


def screen_language(conduct: Conduct) -> ScreenLanguage:
    """The screens' now: the one chosen, or the interview's where that is not there any more."""
    ledger = conduct.visit.ledger
    chosen = ledger.screen_language
    return chosen if chosen in offered(conduct) else ledger.language


def chose(conduct: Conduct, language: ScreenLanguage) -> None:
    """The candidate chose the screens' language; the interview is held in it if it can be."""
    ledger = conduct.visit.ledger
    if language == screen_language(conduct) or language not in offered(conduct):
        return
    for spoken in ledger.assignment.languages:
        if spoken == language:
            conduct.visit.note(en.LanguageSet(spoken))
            return
    conduct.visit.note(en.LanguageSet(ledger.language, language))


def chose_spoken(conduct: Conduct, language: Language) -> None:
    """The candidate chose in which language to answer."""
    ledger = conduct.visit.ledger
    if language in ledger.assignment.languages and language != ledger.language:
        conduct.visit.note(en.LanguageSet(language, ledger.screen_language))


def translation(conduct: Conduct, text: LocalText) -> str:
    """A flow's text in the screens' language; empty where that is the interview's, or lacking."""
    language = screen_language(conduct)
    if language == conduct.visit.ledger.language:
        return ""
    return dict(text).get(language, "")
