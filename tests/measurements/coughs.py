"""Coughs before the live rules; docs/measurements-monitor.md, coughs.

Run `python -m tests.measurements.coughs FOLDER`: FOLDER holds the files of `clinical/segmented`
and `clinical/original` of virufy/virufy-data at e42d7e189831e91859424cbd11b84dfa85485c34 in one
place. It prints Markdown tables. The recordings are no part of Booth.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from app.bench.monitor_voices import OWN_VOICES, mixed
from app.domain.media import Samples
from app.domain.observation import Alert, Observation, SeenFace
from app.domain.timing import MonotonicNs
from app.monitoring.measuring import belongs
from app.monitoring.rules import Monitor
from app.perception.speech_sound import load_sound
from app.perception.voice import SpeechShare
from app.perception.voice_embedding import VoiceEmbedder
from app.ports.speech import SPEECH_RATE_HZ
from tests.measurements.vision import MEDIA, catalogue
from tests.measurements.voices import EVENT, LOOK, alerts_of

PIECE = re.compile(r"(.*-[mf]-\d+)-\d+\.mp3$")
"""A single cough, cut out of a recording; what is named without the last number is a whole one."""
CUT, TIGHT_S = "as cut, one in 1.6 s", (0.3, 0.1)
LEAST_S = 12.0
QUIET = 0.01
"""Power under which a cough has not begun or is over, of its peak."""


def quiet(seconds: float) -> Samples:
    """Nothing."""
    return np.zeros(round(seconds * SPEECH_RATE_HZ), np.int16)


def over_a_still_mouth(sound: Samples) -> tuple[list[Alert], list[float]]:
    """What is told of a sound while a mouth stands still, and how much of each look is speech."""
    share, monitor = SpeechShare(), Monitor()
    changed: list[Alert] = []
    looks: list[float] = []
    face = SeenFace((0.4, 0.3, 0.3, 0.3), 0, 0, 0.1, 0.02, 0, 0.1, 0.2)
    for number in range(1, len(sound) // LOOK + 1):
        spoken = share.take(sound[(number - 1) * LOOK : number * LOOK])
        looks.append(spoken or 0.0)
        seen = Observation(
            MonotonicNs(0), "candidate", (face,), None, 120.0, 200.0, 25.0, None, spoken
        )
        changed += monitor.step(seen, number / 5)
    changed += monitor.finish(len(sound) / SPEECH_RATE_HZ)
    return [alert for alert in changed if alert.end_s is not None], looks


def trimmed(cough: Samples) -> Samples:
    """Without what is quiet before and after it."""
    power = np.convolve(cough.astype(np.float64) ** 2, np.ones(480) / 480, "same")
    loud = np.flatnonzero(power > power.max() * QUIET)
    return cough[loud[0] : loud[-1] + 1]


def fits(folder: Path) -> Iterator[tuple[str, list[Samples]]]:
    """For each way, the single coughs of each person one after the other, `LEAST_S` and more."""
    pieces: dict[str, list[Samples]] = {}
    for path in sorted(folder.glob("*.mp3")):
        piece = PIECE.match(path.name)
        if piece is not None:
            pieces.setdefault(piece.group(1), []).append(load_sound(path))
    yield CUT, [_long(np.concatenate(each)) for each in pieces.values()]
    for pause_s in TIGHT_S:
        close = [
            np.concatenate([part for cough in each for part in (trimmed(cough), quiet(pause_s))])
            for each in pieces.values()
        ]
        yield f"{pause_s:g} s between two", [_long(each) for each in close]


def _long(sound: Samples) -> Samples:
    return np.tile(sound, max(1, round(np.ceil(LEAST_S * SPEECH_RATE_HZ / len(sound)))))


def main(folder: Path) -> Iterator[str]:
    """The tables."""
    embedder = VoiceEmbedder(catalogue().path("voice_encoder"))
    yield "| coughs | people | minutes | looks | half and more of it speech | told, mouth still |"
    yield "| --- | --- | --- | --- | --- | --- |"
    ways = dict(fits(folder))
    whole = sorted(path for path in folder.glob("*.mp3") if not PIECE.match(path.name))
    for way, sounds in (*ways.items(), ("whole recordings", [load_sound(path) for path in whole])):
        judged = [over_a_still_mouth(np.concatenate([sound, quiet(3.0)])) for sound in sounds]
        looks = [share for _, shares in judged for share in shares]
        told = sum(bool(alerts) for alerts, _ in judged)
        minutes = sum(len(sound) for sound in sounds) / SPEECH_RATE_HZ / 60
        spoken = sum(share >= 0.5 for share in looks)
        yield (
            f"| {way} | {len(sounds)} | {minutes:.1f} | {len(looks)} | {spoken} "
            f"| {told} of {len(sounds)} |"
        )
    yield "\n| 5 s of coughs between answers | scenes | told | told elsewhere |"
    yield "| --- | --- | --- | --- |"
    for way, sounds in ways.items():
        hit = elsewhere = 0
        for sound in sounds:
            for own in OWN_VOICES:
                part = sound[: 5 * SPEECH_RATE_HZ]
                answer = mixed(part, load_sound(MEDIA / own), EVENT.start_s, 27.0)
                alerts = alerts_of(answer, embedder)
                hit += any(belongs(alert, EVENT) for alert in alerts)
                elsewhere += sum(not belongs(alert, EVENT) for alert in alerts)
        yield f"| {way} | {len(sounds) * len(OWN_VOICES)} | {hit} | {elsewhere} |"


if __name__ == "__main__":
    for line in main(Path(sys.argv[1])):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
