"""Chinese and English for people at HQ: catalogue, numbers, times, and which of the two.

English is written in the code and the templates; `resources/console/locale/zh.po` holds the
Chinese. A sentence that another room wrote into a record in English is found again by its pattern
(`app.hq.sentences`), so that it reads as Chinese too; one that is not known stays as it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal

from app.domain.observation import Alert
from app.domain.timing import WallTime
from app.hq.errors import PageFaultError
from app.hq.labels import LABELS, LASTED, SCREENS_IN
from app.hq.sentences import SENTENCES

PageLanguage = Literal["zh", "en"]
PAGE_LANGUAGES: tuple[PageLanguage, ...] = ("zh", "en")
_LOCALES: dict[PageLanguage, str] = {"zh": "zh_Hans_CN", "en": "en_GB"}
_HOLE_LABELS = {"challenge": "challenge", "field": "card", "competency": "competency"}
"""Holes of `SENTENCES` that hold a code which has a label."""
_HOLE = re.compile(r"%\((\w+)\)s")
_QUALITY = re.compile(r"^\s*([A-Za-z*]{1,8})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d+)?))?\s*$")


def as_page_language(untrusted_language: str) -> PageLanguage | None:
    """The language of that tag (`zh-CN` is `zh`); None where there are no pages in it."""
    primary = untrusted_language.split("-", maxsplit=1)[0].lower()
    return next((known for known in PAGE_LANGUAGES if known == primary), None)


def negotiate(untrusted_accept: str) -> PageLanguage:
    """The page language an `Accept-Language` header asks for; English where it asks for neither.

    Source: RFC 9110, 12.5.4.
    """
    wishes: list[tuple[float, int, PageLanguage]] = []
    for place, item in enumerate(untrusted_accept.split(",")[:16]):
        if (found := _QUALITY.match(item)) and (known := as_page_language(found[1])):
            wishes.append((-float(found[2] or 1), place, known))
    wishes = [wish for wish in wishes if wish[0] < 0]
    return min(wishes)[2] if wishes else "en"


def _pattern(msgid: str) -> re.Pattern[str]:
    pieces = _HOLE.split(msgid)
    text = "".join(
        f"(?P<{piece}>.+?)" if index % 2 else re.escape(piece) for index, piece in enumerate(pieces)
    )
    return re.compile(text, re.DOTALL)


@dataclass(frozen=True)
class Wording:
    """Everything that depends on the reader's language.

    Attributes:
        language: which.
        zone: the time zone times are shown in.
        catalogue: English -> the language's; empty for English.
    """

    language: PageLanguage
    zone: ZoneInfo
    catalogue: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def locale(self) -> Locale:
        """Babel's data of the language."""
        return Locale.parse(_LOCALES[self.language])

    @property
    def tag(self) -> str:
        """For `<html lang>`."""
        return "zh-CN" if self.language == "zh" else "en"

    def gettext(self, message: str) -> str:
        """The message in this language."""
        return self.catalogue.get(message) or message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """One of two messages by number; Chinese has one form only."""
        if self.language == "zh":
            return self.gettext(many)
        return one if count == 1 else many

    def label(self, group: str, code: str) -> str:
        """What people call a code of a record (`alert`, `left_frame`)."""
        known = LABELS[group].get(code)
        return self.gettext(known) if known else code.replace("_", " ")

    def languages(self, spoken: str, screens: str) -> str:
        """In which language an interview was held, and the screens' where that was another."""
        held = self.label("language", spoken)
        if not screens:
            return held
        try:
            name = Locale.parse(screens, sep="-").get_display_name(self.locale) or screens
        except (UnknownLocaleError, ValueError):
            name = screens
        return self.gettext(SCREENS_IN) % {"spoken": held, "screens": name}

    def noticed(self, alert: Alert, started: WallTime) -> str:
        """An alert as a line: when by the wall, what, for how long.

        Args:
            alert: of a session.
            started: when that began.
        """
        at = started + timedelta(seconds=alert.start_s)
        when = format_datetime(at, "HH:mm:ss", self.zone, self.locale)
        what = self.label("alert", alert.kind)
        what = f"{what} ({alert.detail})" if alert.detail else what
        what = f"{what} \u00d7{alert.times}" if alert.times > 1 else what
        if alert.end_s is None:
            return f"{when} {what}"
        seconds = self.number(max(1, round(alert.end_s - alert.start_s)), 0)
        return self.gettext(LASTED) % {"when": when, "what": what, "seconds": seconds}

    def sentence(self, text: str) -> str:
        """A sentence from a record in this language, or as it is where it is not known."""
        for message, pattern in _SENTENCE_PATTERNS:
            if found := pattern.fullmatch(text):
                return self.gettext(message) % {
                    hole: self._part(hole, said) for hole, said in found.groupdict().items()
                }
        return text

    def _part(self, hole: str, said: str) -> str:
        if hole == "problem":
            return self.sentence(said)
        group = _HOLE_LABELS.get(hole)
        return self.label(group, said) if group else said

    def measure(self, name: str) -> str:
        """What people call a figure; `competency: x` is the suggestion for it."""
        return self.sentence(name) if ":" in name else self.label("measure", name)

    def unit(self, unit: str) -> str:
        """A measure's unit."""
        known = LABELS["unit"].get(unit)
        return unit if known is None else self.gettext(known) if known else ""

    def number(self, value: float, digits: int = 2) -> str:
        """With at most so many digits after the point."""
        pattern = "#,##0." + "#" * digits if digits else "#,##0"
        return format_decimal(value, pattern, locale=self.locale)

    def percent(self, share: float) -> str:
        """0..1 as per cent."""
        return f"{share * 100:.0f}%"

    def moment(self, at: WallTime) -> str:
        """Date and time with seconds."""
        return format_datetime(at, "yyyy-MM-dd HH:mm:ss", self.zone, self.locale)

    def minute(self, at: WallTime) -> str:
        """Date and time without seconds."""
        return format_datetime(at, "yyyy-MM-dd HH:mm", self.zone, self.locale)

    def day(self, at: WallTime) -> str:
        """The date, written out."""
        return format_date(at.astimezone(self.zone), "long", self.locale)


def clock(seconds: float, digits: int = 1) -> str:
    """Seconds as `m:ss.d`, or `h:mm:ss.d` from an hour."""
    scale = 10**digits
    ticks = max(0, round(seconds * scale))
    whole, part = divmod(ticks, scale)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    head = f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
    return f"{head}.{part:0{digits}d}" if digits else head


def load_wordings(resources: Path, zone: str = "Asia/Shanghai") -> dict[PageLanguage, Wording]:
    """Every language of the console and the report.

    Args:
        resources: folder of the shipped resources.
        zone: IANA name of the time zone times are shown in.

    Raises:
        PageFaultError: the catalogue is missing or not whole.
    """
    path = resources / "console" / "locale" / "zh.po"
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale="zh", abort_invalid=True)
    except (OSError, PoFileError, UnicodeDecodeError) as error:
        raise PageFaultError(f"The catalogue {path.name} cannot be read") from error
    chinese = {
        str(message.id): str(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }
    where = ZoneInfo(zone)
    return {"zh": Wording("zh", where, chinese), "en": Wording("en", where)}


def _compiled(messages: Iterable[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((message, _pattern(message)) for message in messages)


_SENTENCE_PATTERNS = _compiled(SENTENCES)
