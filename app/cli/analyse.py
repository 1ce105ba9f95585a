"""`booth analyse MEDIA --question FILE --position NAME`: one answer's measures and scores."""

import argparse
from dataclasses import asdict
from pathlib import Path

from app.analysis.analyst import Analyst, AnswerSound, Sight
from app.analysis.footage import has_pictures, observe_video
from app.analysis.lexicon import load_fillers
from app.cli.command import Command, Context, Outcome
from app.domain.analysis import AnswerAnalysis, Transcript
from app.flow.files import load_question
from app.perception.catalogue import ModelCatalogue
from app.perception.speech import open_recognizer
from app.perception.speech_sound import load_sound, require_sound
from app.perception.voice import SileroVoiceDetector

LOOKS_PER_S = 4.0
"""Looks at the face a second of video; shares of an answer need no more."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("media", type=Path, metavar="MEDIA", help="any sound or video file")
    parser.add_argument(
        "--question", type=Path, required=True, metavar="FILE", help="question or flow file (TOML)"
    )
    parser.add_argument("--id", metavar="ID", help="which question of a flow file")
    parser.add_argument("--position", required=True, metavar="NAME", help="position applied for")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language spoken")


def _run(arguments: argparse.Namespace, context: Context) -> Outcome:
    media: Path = arguments.media
    question = load_question(arguments.question, arguments.id)
    samples = load_sound(media)
    require_sound(samples, media.name)
    catalogue = ModelCatalogue(context.models, context.resources)
    analyst = Analyst(
        SileroVoiceDetector,
        lambda language: open_recognizer(language, catalogue),
        load_fillers(context.resources),
    )
    analyst.prepare(arguments.lang)
    sight = _sight(media, catalogue)
    analysis = analyst.analyse(question, arguments.lang, AnswerSound(samples), sight)
    data: dict[str, object] = {"question": question.id, "position": arguments.position}
    return Outcome(data | as_json(analysis), _text(analysis))


def _sight(media: Path, catalogue: ModelCatalogue) -> Sight:
    if not has_pictures(media):
        return Sight(problem="the recording has no picture track")
    return Sight(tuple(observe_video(media, catalogue, LOOKS_PER_S, objects=False)))


def as_json(analysis: AnswerAnalysis) -> dict[str, object]:
    """The analysis; measures by name."""
    return {
        "transcript": _transcript(analysis.transcript),
        "measures": {
            measure.name: {
                "value": measure.value,
                "unit": measure.unit,
                "source": measure.source,
            }
            for measure in analysis.measures
        },
        "competencies": [asdict(score) for score in analysis.competencies],
        "withheld": [asdict(item) for item in analysis.withheld],
        "not_computed": list(analysis.not_computed),
    }


def _transcript(transcript: Transcript | None) -> dict[str, object] | None:
    return None if transcript is None else asdict(transcript)


def _text(analysis: AnswerAnalysis) -> str:
    lines = [analysis.transcript.text if analysis.transcript else "(no transcript)", ""]
    lines += [f"{m.name}: {m.value:g} {m.unit}" for m in analysis.measures]
    for score in analysis.competencies:
        given = "withheld" if score.score is None else f"{score.score:.1f} of 5 (a suggestion)"
        lines.append(f"competency {score.name}: {given}")
        lines += [f"  {e.start_s:.1f}-{e.end_s:.1f} s: {e.rule}" for e in score.evidence]
    lines += [f"withheld {item.name}: {item.reason}" for item in analysis.withheld]
    lines.append(f"not computed: {', '.join(analysis.not_computed)}")
    return "\n".join(lines)


COMMAND = Command(_add_arguments, _run)
