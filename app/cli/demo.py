"""`booth demo`: a whole interview on this machine, and its summary."""

import argparse
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from app.cli.command import Command, Context, Outcome
from app.demo.conductor import Conductor, DemoResult, DemoWishes
from app.demo.programs import end_by_signal
from app.demo.world import DemoGround
from app.domain.ids import SessionId
from app.domain.record import AnswerRecord, SessionRecord
from app.hq.setup import open_headquarters


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--headless", action="store_true", help="draw the windows into memory only")
    parser.add_argument("--media", type=Path, metavar="DIR", help="recordings to use")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for all that it leaves")
    parser.add_argument("--pictures", action="store_true", help="save a picture of every screen")


def _has_display() -> bool:
    return sys.platform == "win32" or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _answer(answer: AnswerRecord, said: str) -> dict[str, object]:
    analysis = answer.analysis
    transcript = analysis.transcript if analysis is not None else None
    return {
        "question": answer.question,
        "text": answer.text,
        "outcome": answer.outcome,
        "starts_at_s": round(answer.starts_at_s, 2),
        "ends_at_s": round(answer.ends_at_s, 2),
        "said": said or None,
        "transcript": transcript.text if transcript is not None else None,
        "confidence": transcript.confidence if transcript is not None else None,
        "model": asdict(transcript.model) if transcript is not None else None,
        "measures": {m.name: m.value for m in analysis.measures} if analysis is not None else {},
        "competencies": [asdict(c) for c in analysis.competencies] if analysis is not None else [],
        "withheld": [asdict(w) for w in analysis.withheld] if analysis is not None else [],
        "not_computed": list(analysis.not_computed) if analysis is not None else [],
    }


def _answers(record: SessionRecord, result: DemoResult) -> list[dict[str, object]]:
    order = list(dict.fromkeys(answer.question for answer in record.answers))
    speeches = result.media.speeches
    said = {q: speeches[min(i + 1, len(speeches) - 1)].text for i, q in enumerate(order)}
    return [_answer(answer, said[answer.question]) for answer in record.answers]


def _summary(record: SessionRecord, result: DemoResult) -> dict[str, object]:
    identity = record.identity
    card = asdict(identity.card)
    card["confidence"] = dict(identity.card.confidence)
    match, liveness = identity.match, identity.liveness
    return {
        "session": record.session,
        "identity": {
            "card": card,
            "match": None if match is None else asdict(match) | {"quality": dict(match.quality)},
            "liveness": None if liveness is None else asdict(liveness),
            "checks": [asdict(check) for check in identity.checks],
            "by_a_person": list(result.overrides),
        },
        "answers": _answers(record, result),
        "alerts": [asdict(alert) for alert in record.alerts],
        "unwatched": [asdict(span) for span in record.unwatched],
        "faults": [asdict(fault) for fault in record.faults],
        "media": {
            "generated": result.media.generated,
            "language": result.media.language,
            "notes": list(result.media.notes),
            "parts": [asdict(part) for part in record.media],
        },
        "bundle": result.digest,
        "receipt": result.receipt,
        "report": dict(result.report),
        "kiosk_starts": result.kiosk_starts,
        "timings": dict(result.timings),
    }


def _run(args: argparse.Namespace, context: Context) -> Outcome:
    end_by_signal()
    out: Path = args.out or Path(tempfile.gettempdir()) / "booth-demo"
    headless = args.headless or not _has_display()
    work = context.models.parent / "demo"
    wishes = DemoWishes(out, args.media, headless=headless, pictures=args.pictures)
    ground = DemoGround(context.program, context.models, context.resources, work, context.clock)
    result = Conductor(wishes, ground).run()
    hq = open_headquarters(result.home, result.passphrase, context.clock)
    try:
        record = hq.archive.record(SessionId(str(result.report["session"])))
    finally:
        hq.close()
    data = _summary(record, result)
    shown = f"Session {record.session}, receipt {result.receipt}, report {result.report['pdf']}"
    return Outcome(data, shown)


COMMAND = Command(_add_arguments, _run)
