"""The list of sessions, the dossier, its video and pictures, and the proof."""

import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app.domain.ids import SessionId
from app.domain.record import SessionRecord
from app.hq.access import Visitor, name_key
from app.hq.access_audit import Action
from app.hq.console.desk import Desk, language_of
from app.hq.console.ranges import range_response
from app.hq.dossier import answers_of, make_dossier
from app.hq.errors import PartUnknownError
from app.hq.playback import Playback
from app.hq.report import ReportMaker
from app.ports.archive import Archive, SessionSummary

if TYPE_CHECKING:
    from app.domain.timing import WallTime

ONE_LOOK = timedelta(minutes=15)
"""A player asks for many ranges: those of one visit within this time are one look."""
_RECENT = 4096
_PRIVATE = {"cache-control": "private, no-store"}
_STATES = ("complete", "incomplete", "withdrawn")


@dataclass(frozen=True, slots=True)
class Search:
    """What the list is narrowed to.

    Attributes:
        words: part of a name, position, branch or session id; empty for all.
        state: one state; empty for all.
    """

    words: str
    state: str

    def finds(self, summary: SessionSummary, *, names: bool) -> bool:
        """Whether a session is on the list; names count only for those who may see them."""
        fields = [summary.session, summary.branch, summary.position, summary.kiosk]
        fields += [summary.candidate_name] if names else []
        wanted = name_key(self.words)
        return (not self.state or self.state == summary.state) and any(
            wanted in name_key(text) for text in fields
        )


class Sessions:
    """Pages about sessions."""

    def __init__(
        self, desk: Desk, archive: Archive, playback: Playback, reports: ReportMaker
    ) -> None:
        """Use these."""
        self._desk = desk
        self._archive = archive
        self._playback = playback
        self._reports = reports
        self._turn = threading.Lock()
        self._looked: dict[tuple[str, str, str], WallTime] = {}

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        guarded = self._desk.guarded
        one = "/sessions/{session:str}"
        return [
            Route("/sessions", guarded("sessions", self.list)),
            Route(one, guarded("dossier", self.dossier)),
            Route(f"{one}/media/{{part:int}}.mp4", guarded("dossier", self.video)),
            Route(f"{one}/stills/{{answer:int}}.jpg", guarded("dossier", self.still)),
            Route(f"{one}/report.pdf", guarded("dossier", self.report)),
            Route(f"{one}/proof", guarded("proof", self.proof)),
        ]

    def list(self, request: Request, visitor: Visitor) -> Response:
        """The sessions within the visitor's sight, narrowed by a search, a part at a time."""
        state = request.query_params.get("state", "")
        search = Search(
            request.query_params.get("q", "")[:100].strip(), state if state in _STATES else ""
        )
        names = visitor.may("dossier")

        def wanted(line: SessionSummary) -> bool:
            seen = not names or visitor.may_see(line.branch)
            return seen and search.finds(line, names=names)

        after = request.query_params.get("after", "")[:64]
        page = self._archive.page(wanted, after)
        # how many there are in other branches is no manager's to know
        everywhere = visitor.role != "manager"
        self._desk.note(request, visitor, "list")
        return self._desk.page(
            request,
            "sessions.html",
            visitor,
            page=page,
            held=self._archive.count() if everywhere else None,
            unopened=page.unopened if everywhere else (),
            after=after,
            search=search,
            names=names,
            states=_STATES,
        )

    def _record(self, request: Request, visitor: Visitor) -> SessionRecord | Response:
        session = SessionId(request.path_params["session"])
        record = self._archive.record(session)
        if not visitor.may_see(record.branch):
            return self._desk.refusal(request, visitor, session)
        return record

    def dossier(self, request: Request, visitor: Visitor) -> Response:
        """Everything about one session."""
        record = self._record(request, visitor)
        if isinstance(record, Response):
            return record
        self._desk.note(request, visitor, "dossier", record.session)
        footage = self._playback.footage(record)
        dossier = make_dossier(record, self._archive.integrity(record.session), footage)
        return self._desk.page(request, "dossier.html", visitor, d=dossier, r=record)

    def video(self, request: Request, visitor: Visitor) -> Response:
        """One media part as MP4, in ranges."""
        record = self._record(request, visitor)
        if isinstance(record, Response):
            return record
        index = int(request.path_params["part"])
        if index >= len(record.media):
            raise PartUnknownError("The session has no such part")
        entry = record.media[index].entry
        self._note_once(request, visitor, "video", record.session, entry)
        clip = self._playback.clip(record.session, entry)
        response = range_response(clip.data, "video/mp4", request.headers.get("range"))
        response.headers.update(_PRIVATE)
        return response

    def still(self, request: Request, visitor: Visitor) -> Response:
        """The picture of one answer."""
        record = self._record(request, visitor)
        if isinstance(record, Response):
            return record
        number = int(request.path_params["answer"])
        if not 1 <= number <= len(record.answers):
            raise PartUnknownError("The session has no such answer")
        spot = answers_of(record, self._playback.footage(record))[number - 1].still
        if spot is None:
            raise PartUnknownError("Nothing was recorded of this answer")
        entry = record.media[spot.part].entry
        self._note_once(request, visitor, "still", record.session, entry)
        picture = self._playback.still(record.session, entry, spot.at_s)
        return Response(picture, media_type="image/jpeg", headers=_PRIVATE)

    def report(self, request: Request, visitor: Visitor) -> Response:
        """The report as PDF, in the language of the page."""
        record = self._record(request, visitor)
        if isinstance(record, Response):
            return record
        language = language_of(request)
        self._desk.note(request, visitor, "report", record.session, language)
        report = self._reports.make(record.session, language, visitor.name)
        name = f'inline; filename="booth-{record.session}-{language}.pdf"'
        headers = {**_PRIVATE, "content-disposition": name}
        return Response(report.pdf, media_type="application/pdf", headers=headers)

    def proof(self, request: Request, visitor: Visitor) -> Response:
        """Digests, receipt and journal, without the candidate."""
        session = SessionId(request.path_params["session"])
        record = self._archive.record(session)
        if visitor.may("dossier") and not visitor.may_see(record.branch):
            return self._desk.refusal(request, visitor, session)
        self._desk.note(request, visitor, "proof", session)
        integrity = self._archive.integrity(session)
        return self._desk.page(
            request, "proof.html", visitor, session=session, i=integrity, r=record
        )

    def _note_once(
        self, request: Request, visitor: Visitor, action: Action, session: str, entry: str
    ) -> None:
        key = (visitor.csrf, action, f"{session}/{entry}")
        now = self._desk.clock.now()
        with self._turn:
            last = self._looked.get(key)
            if last is not None and now - last < ONE_LOOK:
                return
            self._desk.note(request, visitor, action, session, entry)
            while len(self._looked) >= _RECENT:
                self._looked.pop(next(iter(self._looked)))
            self._looked[key] = now
