"""The figures of docs/measurements-monitor.md about mouths and voices.

Run `python -m tests.measurements.voices [far|noise|mouth]`, all without a name; it prints Markdown
tables. Needs the models and the real media (see tests/conftest.py).
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.bench.monitor_voices import OWN_VOICES, mixed
from app.domain.media import Samples
from app.domain.observation import Alert, Observation, SeenFace
from app.domain.timing import NS_PER_S, MonotonicNs
from app.monitoring.measuring import Expected, belongs
from app.monitoring.mouth import turns
from app.monitoring.rules import Monitor
from app.monitoring.settings import MonitorSettings
from app.perception.faces import FaceTracker
from app.perception.own_voice import OwnVoice
from app.perception.speech_sound import load_sound
from app.perception.videos import read_video
from app.perception.voice import SpeechShare
from app.perception.voice_embedding import VoiceEmbedder
from app.ports.speech import SPEECH_RATE_HZ
from tests.measurements.vision import MEDIA, catalogue

LOOK = SPEECH_RATE_HZ // 5
EVENT = Expected("second_voice", 17.0, 22.0)
FAR: tuple[tuple[str, float, tuple[float, float] | None], ...] = (
    ("speech_zh/zh_meeting_far_12s.wav", 2.0, None),
    ("speech_zh/zh_news_foxconn_8s.wav", 1.0, (0.5, -3.0)),
    ("speech_en/en_librispeech_9s.wav", 2.0, (0.5, -3.0)),
    ("speech_en/en_jfk_11s.flac", 2.0, (0.8, -6.0)),
    ("speech_zh/zh_meeting_far_12s.wav", 7.0, None),
    ("speech_en/en_disfluent_7s.flac", 0.5, (0.8, -6.0)),
    ("speech_en/en_librivox_0870.wav", 0.5, (0.6, -4.0)),
    ("speech_zh/zh_newyear_books_8s.wav", 0.5, (0.4, -2.0)),
    ("speech_en/en_free_answer_5s.wav", 0.0, (0.5, -3.0)),
    ("speech_en/en_librivox_0920.wav", 0.5, (0.5, -3.0)),
)
"""Others, from where in the recording, and the room made around them: seconds until its echo is
60 dB down, and dB of the direct sound over the echo. On the first four the numbers were chosen."""
NOISES = (
    ("pink", 20.0),
    ("hum", 15.0),
    ("noise_dishes_95s.wav", 10.0),
    ("event_3_music.wav", 15.0),
    ("event_10_running.wav", 15.0),
)
"""Noise from second 14 on, and the dB of the voice over it."""
FOLDERS = ("video_talking", "video_expression", "video_liveness", "video_phone")
LEVELS_DBFS = (-30.0, -45.0, -55.0, -65.0)


def alerts_of(sound: Samples, embedder: VoiceEmbedder) -> list[Alert]:
    """What is told of a sound while a jaw moves all the time."""
    share, own, monitor = SpeechShare(), OwnVoice(embedder), Monitor()
    changed: list[Alert] = []
    for number in range(1, len(sound) // LOOK + 1):
        at_s = number / 5
        spoken = share.take(sound[(number - 1) * LOOK : number * LOOK])
        face = SeenFace((0.4, 0.3, 0.3, 0.3), 0, 0, 0.1, 0.02 + 0.1 * (number % 2), 0, 0.1, 0.2)
        seen = Observation(
            MonotonicNs(0), "candidate", (face,), None, 120.0, 200.0, 25.0, None, spoken
        )
        changed += monitor.step(own.heard(share, seen), at_s)
    changed += monitor.finish(len(sound) / SPEECH_RATE_HZ)
    return [alert for alert in changed if alert.end_s is not None]


def in_a_room(sound: Samples, echo_s: float, direct_db: float, seed: int) -> Samples:
    """A voice from far: a decaying echo, at -40 dBFS, over pink noise at -62 dBFS."""
    random = np.random.default_rng(seed)
    length = round(echo_s * SPEECH_RATE_HZ)
    echo = random.normal(size=length) * 10.0 ** (-3.0 * np.arange(length) / length)
    echo[:40] = 0.0
    echo *= np.sqrt(10.0 ** (-direct_db / 10.0) / np.sum(echo**2))
    echo[0] = 1.0
    heard: NDArray[np.float64] = np.asarray(
        np.convolve(sound.astype(np.float64), np.asarray(echo, np.float64)), np.float64
    )[: len(sound)]
    heard *= 10.0 ** (-40.0 / 20.0) * 32768 / np.sqrt(np.mean(heard**2))
    return _clipped(heard + pink(len(heard), random) * 10.0 ** (-62.0 / 20.0) * 32768)


def pink(count: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Noise of equal power in each octave, of standard deviation 1."""
    spectrum = np.fft.rfft(random.normal(size=count))
    noise = np.fft.irfft(spectrum / np.sqrt(np.maximum(1, np.arange(len(spectrum)))), count)
    return np.asarray(noise / noise.std(), np.float64)


def noise_of(kind: str, count: int) -> NDArray[np.float64]:
    """Pink noise, a mains hum with its overtones, or a recording; of standard deviation 1."""
    random = np.random.default_rng(1)
    if kind == "pink":
        return pink(count, random)
    if kind == "hum":
        at = np.arange(count) / SPEECH_RATE_HZ
        tones = [np.sin(2 * np.pi * 50 * over * at + over) / over for over in range(1, 12)]
        noise = np.sum(tones, axis=0) + 0.05 * random.normal(size=count)
    else:
        once = load_sound(MEDIA / "noise" / kind).astype(np.float64)
        noise = np.tile(once, count // len(once) + 1)[:count]
    return np.asarray(noise / noise.std(), np.float64)


def _clipped(sound: NDArray[np.float64]) -> Samples:
    return np.clip(sound, -32767, 32767).astype(np.int16)


def far() -> Iterator[str]:
    """Others from far in a room, while each of the own voices answers."""
    embedder = VoiceEmbedder(catalogue().path("voice_encoder"))
    yield "| voice | from | echo, direct | told | told wrongly |\n| --- | --- | --- | --- | --- |"
    for name, from_s, room in FAR:
        told = wrong = 0
        for number, own in enumerate(OWN_VOICES):
            other = load_sound(MEDIA / name)[round(from_s * SPEECH_RATE_HZ) :][: 5 * SPEECH_RATE_HZ]
            if room is not None:
                other = in_a_room(other, *room, number)
            sound = mixed(other, load_sound(MEDIA / own), EVENT.start_s, 27.0)
            alerts = alerts_of(sound, embedder)
            told += any(belongs(alert, EVENT) for alert in alerts)
            wrong += sum(not belongs(alert, EVENT) for alert in alerts)
        made = "as recorded" if room is None else f"{room[0]:g} s, {room[1]:g} dB"
        yield f"| `{name}` | {from_s:g} s | {made} | {told} of {len(OWN_VOICES)} | {wrong} |"


def noise() -> Iterator[str]:
    """One voice with noise in it, and noise alone."""
    embedder = VoiceEmbedder(catalogue().path("voice_encoder"))
    yield "| noise | voice over it | minutes | told wrongly |\n| --- | --- | --- | --- |"
    for kind, over_db in (("none", 0.0), *NOISES):
        wrong, seconds = 0, 0.0
        for own in OWN_VOICES:
            sound = load_sound(MEDIA / own).astype(np.float64)
            loud = float(np.sqrt(np.mean(sound**2)))
            first = 14 * SPEECH_RATE_HZ
            if kind != "none":
                sound[first:] += noise_of(kind, len(sound) - first) * loud / 10 ** (over_db / 20)
            wrong += len(alerts_of(_clipped(sound), embedder))
            seconds += len(sound) / SPEECH_RATE_HZ
        yield f"| {kind} | {over_db:g} dB | {seconds / 60:.1f} | {wrong} |"
    yield "\n| noise alone | looks | half and more of it speech |\n| --- | --- | --- |"
    for kind in (
        "pink",
        "hum",
        "event_2_whistling.wav",
        "event_8_siren.wav",
        *(n for n, _ in NOISES[2:]),
    ):
        heard: list[float] = []
        for level in LEVELS_DBFS:
            sound = _clipped(noise_of(kind, 30 * SPEECH_RATE_HZ) * 10 ** (level / 20) * 32768)
            share = SpeechShare()
            heard += [share.take(sound[at : at + LOOK]) or 0.0 for at in range(0, len(sound), LOOK)]
        yield f"| {kind} | {len(heard)} | {sum(one >= 0.5 for one in heard)} |"


def mouth() -> Iterator[str]:
    """The jaw of people who speak, while they do, and of people who say nothing."""
    limits = MonitorSettings()
    yield "| clip | runs | lowest median step | under the limit | fewest turns | under the limit |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for clip in sorted(path for name in FOLDERS for path in (MEDIA / name).glob("*.m[pok]*")):
        speaks = clip.parent.name == "video_talking" and "silent" not in clip.name
        steps: list[float] = []
        turned: list[int] = []
        for jaw in jaws(clip, heard_only=speaks):
            steps += [
                float(np.median(np.abs(np.diff(run)))) for run in _runs(jaw, limits.mouth_steps + 1)
            ]
            turned += [turns(run, limits.mouth_turn) for run in _runs(jaw, limits.mouth_turn_looks)]
        if steps and turned:
            still = sum(one < limits.mouth_step for one in steps) / len(steps)
            few = sum(one < limits.mouth_turns for one in turned) / len(turned)
            who = "speaks" if speaks else "says nothing"
            yield (
                f"| {who}, `{clip.name}` | {len(steps)}, {len(turned)} "
                f"| {min(steps):.4f} | {still:.2f} | {min(turned)} | {few:.2f} |"
            )


def jaws(clip: Path, *, heard_only: bool) -> Iterator[list[float]]:
    """How open the jaw is, five times a second, from four beginnings; in unbroken stretches."""
    trackers = [FaceTracker(catalogue().path("face_landmarker")) for _ in range(4)]
    runs: list[list[list[float]]] = [[[]] for _ in trackers]
    share = SpeechShare()
    sound = load_sound(clip) if heard_only else np.zeros(0, np.int16)
    spoken = [
        share.take(sound[at : at + LOOK // 4]) or 0.0 for at in range(0, len(sound), LOOK // 4)
    ]
    for number, frame in enumerate(read_video(clip, 20.0, 1280)):
        found = trackers[number % 4].find(frame.image, MonotonicNs(round(frame.at_s * NS_PER_S)))
        now = round(frame.at_s * 20)
        heard = not heard_only or float(np.mean(spoken[max(0, now - 4) : max(1, now)])) >= 0.5
        mine = runs[number % 4]
        if found and heard and abs(found[0].seen.yaw_deg) <= MonitorSettings().mouth_yaw_deg:
            mine[-1].append(found[0].seen.jaw_open)
        elif not found or heard:
            mine.append([])
    for tracker in trackers:
        tracker.close()
    for each in runs:
        yield from each


def _runs(jaw: list[float], length: int) -> Iterator[list[float]]:
    for first in range(len(jaw) - length + 1):
        yield jaw[first : first + length]


TABLES: dict[str, Callable[[], Iterator[str]]] = {"far": far, "noise": noise, "mouth": mouth}

if __name__ == "__main__":
    for name in sys.argv[1:] or TABLES:
        for line in TABLES[name]():
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
