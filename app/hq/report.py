"""A session on paper: one self-contained HTML file, and the same pages as PDF.

Nothing is fetched and nothing plain but the two files is written: stills are taken from the sealed
recording in memory and put into the HTML as data.
"""

import base64
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from app.domain.errors import BoothError
from app.domain.ids import SessionId
from app.hq.dossier import AnswerView, Dossier, make_dossier
from app.hq.errors import PageFaultError
from app.hq.language import PageLanguage, Wording
from app.hq.playback import Playback
from app.hq.rendering import load_template, make_environment
from app.ports.archive import Archive
from app.ports.clock import Clock


@dataclass(frozen=True, slots=True)
class StillView:
    """An answer's picture as a `data:` address, or the code of why there is none."""

    address: str
    problem: str


@dataclass(frozen=True, slots=True)
class Report:
    """One session's report.

    Attributes:
        html: one file that needs no other.
        pdf: the same, A4.
        pages: of the PDF.
    """

    html: str
    pdf: bytes
    pages: int


class ReportMaker:
    """Makes reports. Safe to use from several threads."""

    def __init__(
        self,
        archive: Archive,
        playback: Playback,
        wordings: dict[PageLanguage, Wording],
        clock: Clock,
        resources: Path,
    ) -> None:
        """Read the templates of `resources/report`.

        Raises:
            PageFaultError: they are missing.
        """
        self._archive = archive
        self._playback = playback
        self._clock = clock
        folder = resources / "report"
        try:
            self._style = (folder / "report.css").read_text(encoding="utf-8")
        except OSError as error:
            raise PageFaultError("The report's style is missing") from error
        self._templates = {
            language: load_template(make_environment(folder, wording), wording, "report.html")
            for language, wording in wordings.items()
        }

    def make(self, session: SessionId, language: PageLanguage, maker: str) -> Report:
        """The report of one session.

        Args:
            session: which.
            language: of everything but what was said and shown in the booth.
            maker: who asked for it; stands on the last page.

        Raises:
            SessionUnknownError: there is no such session.
        """
        html = self.html(session, language, maker)
        fetcher = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
        document = HTML(string=html, url_fetcher=fetcher).render()
        return Report(html, document.write_pdf(), len(document.pages))

    def html(self, session: SessionId, language: PageLanguage, maker: str) -> str:
        """The HTML alone; see `make`."""
        record = self._archive.record(session)
        footage = self._playback.footage(record)
        dossier = make_dossier(record, self._archive.integrity(session), footage)
        return self._templates[language].render(
            d=dossier,
            r=record,
            stills=[self._still(dossier, answer) for answer in dossier.answers],
            style=Markup(self._style),  # noqa: S704 (our own file; nothing of a record is in it)
            made=self._clock.now(),
            maker=maker,
        )

    def _still(self, dossier: Dossier, answer: AnswerView) -> StillView:
        if answer.still is None:
            return StillView("", "NOT-RECORDED")
        entry = dossier.record.media[answer.still.part].entry
        try:
            picture = self._playback.still(dossier.record.session, entry, answer.still.at_s)
        except BoothError as error:
            return StillView("", error.code)
        encoded = base64.b64encode(picture).decode("ascii")
        return StillView(f"data:image/jpeg;base64,{encoded}", "")


def write_report(report: Report, out: Path, name: str) -> tuple[Path, Path]:
    """Write `<name>.html` and `<name>.pdf` into `out`, readable by this account only.

    Returns:
        The paths of the HTML and of the PDF.
    """
    out.mkdir(parents=True, exist_ok=True)
    html, pdf = out / f"{name}.html", out / f"{name}.pdf"
    for path, data in ((html, report.html.encode()), (pdf, report.pdf)):
        path.touch(mode=0o600)
        path.write_bytes(data)
    return html, pdf
