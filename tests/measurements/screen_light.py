"""How strong the screen's light has to be on real faces; docs/measurements-vision.md.

Run `python -m tests.measurements.screen_light`: the colour of the faces in the media's clips, by
chance and with light added.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from app.bench.light import DELAY_S, drawn, lit
from app.bench.liveness import LIVE_CLIPS
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.light_answer import LEAST_LOOKS, LEAST_S, ToneLook, light_answer
from app.identity.loading import load_tracker
from app.perception.face_tone import face_tone
from app.perception.videos import read_video
from tests.measurements.vision import MEDIA, catalogue

HZ, WIDTH = 12.5, 1280
CLIPS = (*LIVE_CLIPS, "video_gesture/*.m*", "video_phone/*.mp4")
WINDOWS_S = (5.4, 6.0, 8.0, 12.0)
STRENGTHS = (0.01, 0.02, 0.03, 0.04, 0.06, 0.08)
CODES = 10


def clips() -> Iterator[tuple[str, list[ToneLook]]]:
    """Name and looks of each clip."""
    for path in sorted(path for pattern in CLIPS for path in MEDIA.glob(pattern)):
        tracker, looks = load_tracker(catalogue()), list[ToneLook]()
        for frame in read_video(path, HZ, WIDTH):
            found = tracker.find(frame.image, MonotonicNs(round(frame.at_s * NS_PER_S)))
            tone = face_tone(frame.image, found[0].points) if found else None
            if tone is not None:
                looks.append(ToneLook(frame.at_s, tone, found[0].seen.yaw_deg))
        tracker.close()
        yield path.name, looks


def windows(looks: Sequence[ToneLook], seconds: float) -> Iterator[list[ToneLook]]:
    """Those that can be judged, overlapping by half, each from 0 s on."""
    begin_s = looks[0].at_s if looks else 0.0
    while looks and begin_s + seconds <= looks[-1].at_s + 0.1:
        part = [look for look in looks if begin_s <= look.at_s < begin_s + seconds]
        if len(part) >= max(LEAST_LOOKS, 8 * seconds) and part[-1].at_s - part[0].at_s >= LEAST_S:
            yield [replace(look, at_s=look.at_s - begin_s) for look in part]
        begin_s += seconds / 2


def share(parts: Sequence[list[ToneLook]], strength: float, codes: int) -> float:
    """Of those, how many answer codes drawn for them, with light of that strength."""
    chance = np.random.default_rng(1)
    answered = 0
    for part in parts:
        for _ in range(codes):
            plan = drawn(chance)
            answer = light_answer(lit(part, plan, strength, chance.uniform(*DELAY_S)), plan)
            answered += answer is not None and answer.answered
    return answered / (codes * len(parts))


def main() -> None:
    """Print the table."""
    found = list(clips())
    strengths = " | ".join(str(one) for one in STRENGTHS)
    lines = [f"| window | windows, clips | by chance | {strengths} |"]
    lines.append("| --- " * (3 + len(STRENGTHS)) + "|")
    for seconds in WINDOWS_S:
        parts = [(name, part) for name, looks in found for part in windows(looks, seconds)]
        looks = [part for _, part in parts]
        by_chance = share(looks, 0.0, 4 * CODES)
        seen = " | ".join(f"{share(looks, one, CODES):.2f}" for one in STRENGTHS)
        names = len({name for name, _ in parts})
        lines.append(f"| {seconds:g} s | {len(parts)}, {names} | {by_chance:.3f} | {seen} |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
