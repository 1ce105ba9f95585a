"""Gestures that people make before a camera on purpose: which of them the liveness step sees.

Run `python -m tests.measurements.real_gestures CLONES`: CLONES/OWNER/NAME are git clones of the
repositories in `real_attacks_sources.csv`; `real_gestures.csv` lists the gestures, labelled by eye
on five pictures a second, blinks on every picture of the eyes. Each gesture is asked for a second
before it begins and has to be seen until half a second after it is over. What came of it is in
docs/measurements-vision.md.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from app.bench.asked import EACH_S
from app.bench.bounds import upper_share
from app.bench.liveness import Noted, look
from app.domain.identity import FACE_CHALLENGES, Challenge
from app.identity.gestures import FaceSample, RestingFace, gesture_for
from app.identity.liveness import LivenessTest
from tests.measurements.real_attacks import listed, presentations
from tests.measurements.vision import catalogue

LABELS = Path(__file__).with_name("real_gestures.csv")
"""repository, path, gesture, from_s, to_s (turns by the person's own side, in the picture)."""

BEFORE_S, AFTER_S = 1.0, 0.5
SLOW_NOD_S = 1.6
"""A head that is down or up for longer is told apart: nobody who is asked to nod was seen to."""
ASKED = 3


@dataclass(frozen=True, slots=True)
class Label:
    """One gesture, by eye.

    Attributes:
        gesture: which.
        from_s: when the face leaves its rest.
        to_s: when it is back.
    """

    gesture: Challenge
    from_s: float
    to_s: float

    @property
    def name(self) -> str:
        """In the table."""
        slow = self.gesture == "nod" and self.to_s - self.from_s > SLOW_NOD_S
        return "head down or up and held" if slow else self.gesture


@dataclass(slots=True)
class Row:
    """Of one gesture.

    Attributes:
        made: how often.
        seen: of those.
        clips: in so many clips.
        others: which other gestures were seen in their stead or beside.
    """

    made: int = 0
    seen: int = 0
    clips: set[str] = field(default_factory=set[str])
    others: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))


def labels() -> Mapping[tuple[str, str], list[Label]]:
    """The gestures of each clip: repository and path."""
    found: defaultdict[tuple[str, str], list[Label]] = defaultdict(list)
    names: dict[str, Challenge] = {name: name for name in get_args(Challenge)}
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            of = found[row["repository"], row["path"]]
            of.append(Label(names[row["gesture"]], float(row["from_s"]), float(row["to_s"])))
    return found


def seen(noted: Noted, label: Label, gesture: Challenge) -> tuple[bool, float]:
    """Whether a gesture is seen while the labelled one is made, and its peak."""
    rest, machine, found = RestingFace(), gesture_for(gesture), False
    for sample in noted.samples:
        if sample.face is None or sample.at_s > label.to_s + AFTER_S:
            continue
        face = FaceSample(sample.at_s, sample.face, sample.mouth)
        resting = rest.step(face)
        if resting is not None and sample.at_s >= label.from_s - BEFORE_S:
            found = machine.step(face, resting) or found
    return found, machine.peak


def whole_step(noted: Noted, asked: tuple[Challenge, ...]) -> str:
    """The step's outcome when it asks for what the person does, in that order."""
    test = LivenessTest(asked, EACH_S)
    for sample in noted.samples:
        test.step(sample)
    result = test.result(None)
    return "passes" if result.passed else ", ".join(one.code for one in result.problems)


def main(clones: Path) -> Iterator[str]:
    """A line for each gesture and clip, then the table."""
    rows: defaultdict[str, Row] = defaultdict(Row)
    known = labels()
    for source in listed():
        made = known.get((source["repository"], source["path"]))
        if made is None:
            continue
        for shown in presentations(clones, source):
            noted = look(catalogue(), shown.name, shown.frames)
            for label in made:
                row = rows[label.name]
                row.made += 1
                row.clips.add(shown.name)
                found, peak = seen(noted, label, label.gesture)
                row.seen += found
                besides = [
                    one
                    for one in FACE_CHALLENGES
                    if one != label.gesture and seen(noted, label, one)[0]
                ]
                for one in besides:
                    row.others[one] += 1
                yield (
                    f"{shown.name} {label.from_s} to {label.to_s}: {label.gesture} "
                    f"{'seen' if found else 'missed'}, peak {peak:.2f}; besides: {besides}"
                )
            asked = tuple(label.gesture for label in made[:ASKED])
            yield f"{shown.name}: {asked}: {whole_step(noted, asked)}"
    yield "\n| gesture | made | clips | seen | missed | at most | others seen meanwhile |"
    yield "| " + " | ".join(["---"] * 7) + " |"
    for name, row in sorted(rows.items()):
        missed = row.made - row.seen
        others = ", ".join(f"{one} {count}" for one, count in sorted(row.others.items()))
        yield (
            f"| {name} | {row.made} | {len(row.clips)} | {row.seen} | {missed} "
            f"| {upper_share(missed, row.made):.2f} | {others} |"
        )


if __name__ == "__main__":
    for line in main(Path(sys.argv[1])):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
