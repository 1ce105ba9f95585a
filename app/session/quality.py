"""The recording's quality as the journal tells it."""

from dataclasses import dataclass, field

from app.domain.quality import (
    QUALITY_FORMAT,
    EncoderChoice,
    Gap,
    QualityCertificate,
    QualityStep,
    RecorderTally,
    SyncMark,
)
from app.session import entries as en

QualityBody = en.EncoderNoted | en.QualityNoted | en.GapNoted | en.StepNoted | en.MarkNoted


@dataclass(slots=True)
class Quality:
    """Folds the entries about quality into a certificate."""

    runs: dict[str, RecorderTally] = field(default_factory=dict[str, RecorderTally])
    gaps: list[Gap] = field(default_factory=list[Gap])
    steps: list[QualityStep] = field(default_factory=list[QualityStep])
    marks: list[SyncMark] = field(default_factory=list[SyncMark])
    encoder: EncoderChoice | None = None
    priority: str = ""

    def take(self, body: QualityBody) -> None:
        """Fold one entry in; the last tally of each run of the recorder counts."""
        match body:
            case en.EncoderNoted():
                self.encoder, self.priority = body.choice, body.priority
            case en.QualityNoted():
                self.runs[body.tally.run] = body.tally
            case en.GapNoted():
                self.gaps.append(body.gap)
            case en.StepNoted():
                self.steps.append(body.step)
            case en.MarkNoted():
                self.marks.append(body.mark)

    def certificate(self) -> QualityCertificate:
        """What it comes to."""
        return QualityCertificate(
            format=QUALITY_FORMAT,
            runs=tuple(self.runs.values()),
            gaps=tuple(self.gaps),
            marks=tuple(self.marks),
            steps=tuple(self.steps),
            encoder=self.encoder,
            priority=self.priority,
        )
