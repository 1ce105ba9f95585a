"""Measures the recognisers on the test media; docs/measurements-speech.md holds its tables.

python -m tests.measurements.speech zh|en|noise|confidence-zh|confidence-en [-v]
"""

import csv
import os
import re
import sys
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import platformdirs

from app.domain.analysis import ModelRef
from app.perception.catalogue import ModelCatalogue
from app.perception.speech_gate import recognise
from app.perception.speech_sound import load_sound
from app.perception.speech_vosk import VoskRecognizer
from app.perception.speech_whisper import WhisperRecognizer
from app.perception.voice import SileroVoiceDetector
from app.ports.speech import SPEECH_RATE_HZ, Recognizer, VoiceSegment

ROOT = Path(__file__).resolve().parents[2]
MEDIA = Path(os.environ.get("BOOTH_TEST_MEDIA", str(ROOT.parent / "shared" / "media")))
MODELS = Path(
    os.environ.get("BOOTH_MODELS", str(platformdirs.user_cache_path("interview-booth") / "models"))
)
DIGITS = "零一二三四五六七八九"


def say(line: str, detail: str = "") -> None:
    """One line of a table."""
    sys.stdout.write(f"{line}{detail}\n")


def chinese_number(number: int) -> str:
    """0..99 as it is read."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def zh_units(text: str) -> list[str]:
    """Characters, numbers as read, no punctuation."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"\([^)]*(whisper|uncertain|about right)[^)]*\)", "", text)
    text = re.sub(r"(\d+)%", lambda m: "百分之" + chinese_number(int(m[1])), text)
    text = re.sub(r"\d{1,2}", lambda m: chinese_number(int(m[0])), text)
    return [c for c in text if c.isalnum()]


def en_units(text: str) -> list[str]:
    """Words, lower case, no punctuation."""
    text = re.sub(r"\(.*?\)", "", unicodedata.normalize("NFKC", text).lower())
    text = text.replace("-", " ").replace("/", " ").replace("mr.", "mister")
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text)


def edits(reference: Sequence[str], heard: Sequence[str]) -> int:
    """Levenshtein distance."""
    row = list(range(len(heard) + 1))
    for i, one in enumerate(reference, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            best = min(row[j] + 1, row[j - 1] + 1, before + (one != other))
            before, row[j] = row[j], best
    return row[-1]


def clips(kind: str) -> list[tuple[Path, str]]:
    """Path and reference of every clip of a kind."""
    with (MEDIA / "INDEX.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(MEDIA / row["path"], row["ground_truth"]) for row in rows if row["kind"] == kind]


def measure(kind: str, recognizer: Recognizer) -> None:
    """Print one line a clip, and the totals."""
    detector = SileroVoiceDetector()
    units = zh_units if recognizer.language == "zh" else en_units
    total = {"ref": 0, "plain": 0, "gated": 0}
    cpu = {"vad": 0.0, "plain": 0.0, "gated": 0.0}
    seconds = 0.0
    say("| clip | s | speech s | error plain | error gated | confidence plain | gated |")
    say("|---|---|---|---|---|---|---|")
    for path, truth in clips(kind):
        samples = load_sound(path)
        whole = (VoiceSegment(0.0, len(samples) / SPEECH_RATE_HZ),)
        started = time.process_time()
        segments = detector.segments(samples)
        cpu["vad"] += (now := time.process_time()) - started
        plain = recognise(recognizer, samples, whole)
        cpu["plain"] += (then := time.process_time()) - now
        gated = recognise(recognizer, samples, segments)
        cpu["gated"] += time.process_time() - then
        seconds += len(samples) / SPEECH_RATE_HZ
        speech = sum(s.end_s - s.start_s for s in segments)
        known = "not known" not in truth
        errors = ["-", "-"]
        if known:
            reference = units(truth)
            counts = [edits(reference, units(t.text)) for t in (plain, gated)]
            total["ref"] += len(reference)
            total["plain"] += counts[0]
            total["gated"] += counts[1]
            errors = [f"{count / len(reference):.1%}" for count in counts]
        say(
            f"| {path.stem} | {len(samples) / SPEECH_RATE_HZ:.1f} | {speech:.1f} | {errors[0]} |"
            f" {errors[1]} | {plain.confidence:.2f} | {gated.confidence:.2f} |"
        )
        if "-v" in sys.argv:
            say("   ", gated.text)
    say(
        f"| all | {seconds:.0f} | | {total['plain'] / total['ref']:.1%} |"
        f" {total['gated'] / total['ref']:.1%} | | |"
    )
    costs = ", ".join(f"{name} {value / seconds:.3f}" for name, value in cpu.items())
    say(f"\nCPU-seconds per audio second: {costs}")


def measure_noise(recognizer: Recognizer) -> None:
    """What is heard in recordings without speech."""
    detector = SileroVoiceDetector()
    rng = np.random.default_rng(1)
    white = (rng.standard_normal(SPEECH_RATE_HZ * 20) * 500).astype(np.int16)
    sounds = [("white noise, -36 dBFS", white)]
    sounds += [(p.stem, load_sound(p)) for p in sorted((MEDIA / "noise").glob("*.wav"))]
    say("| sound | s | speech s | characters plain | characters gated |")
    say("|---|---|---|---|---|")
    for name, samples in sounds:
        whole = (VoiceSegment(0.0, len(samples) / SPEECH_RATE_HZ),)
        segments = detector.segments(samples)
        plain, gated = (recognise(recognizer, samples, part) for part in (whole, segments))
        speech = sum(s.end_s - s.start_s for s in segments)
        say(
            f"| {name} | {len(samples) / SPEECH_RATE_HZ:.0f} | {speech:.1f} |"
            f" {len(plain.text)} | {len(gated.text)} |"
        )


CALIBRATION = {
    "zh": ("speech_zh", "zh_read_tech_44s", "zh_news_24s", "zh_newyear_books_8s", "zh_iat_5s"),
    "en": ("speech_en", "en_oral_translation_22s", "en_librispeech_9s"),
}


def measure_confidence(recognizer: Recognizer) -> None:
    """Confidence and error when noise is mixed in: where to stop trusting."""
    detector = SileroVoiceDetector()
    rng = np.random.default_rng(1)
    units_of = zh_units if recognizer.language == "zh" else en_units
    dishes = load_sound(MEDIA / "noise" / "noise_dishes_95s.wav").astype(np.float64)
    say("| clip | noise | SNR dB | error | confidence | units/s of speech |")
    say("|---|---|---|---|---|---|")
    kind, *names = CALIBRATION[recognizer.language]
    for path, truth in [clip for clip in clips(kind) if clip[0].stem in names]:
        clean = load_sound(path).astype(np.float64)
        power = np.mean(np.square(clean[np.abs(clean) > 300]))
        for noise in ("white", "dishes"):
            hum = rng.standard_normal(len(clean)) if noise == "white" else dishes[: len(clean)]
            for snr in (20, 10, 5, 0, -5):
                gain = np.sqrt(power / 10 ** (snr / 10) / np.mean(np.square(hum)))
                mixed = np.clip(clean + hum * gain, -32768, 32767).astype(np.int16)
                segments = detector.segments(mixed)
                heard = recognise(recognizer, mixed, segments)
                speech = sum(s.end_s - s.start_s for s in segments)
                reference, units = units_of(truth), units_of(heard.text)
                error = edits(reference, units) / len(reference)
                say(
                    f"| {path.stem} | {noise} | {snr} | {error:.0%}"
                    f" | {heard.confidence:.2f} | {len(units) / max(speech, 0.1):.1f} |"
                )


def main() -> None:
    """Run what the first argument names."""
    catalogue = ModelCatalogue(MODELS, ROOT / "resources")
    zh, en = catalogue.path("vosk_zh"), catalogue.path("whisper_base")
    vosk = ModelRef("", "")
    match sys.argv[1]:
        case "en":
            measure("speech_en", WhisperRecognizer(en, vosk))
        case "confidence-zh":
            measure_confidence(VoskRecognizer(zh, vosk))
        case "confidence-en":
            measure_confidence(WhisperRecognizer(en, vosk))
        case "noise":
            measure_noise(VoskRecognizer(zh, vosk))
        case _:
            measure("speech_zh", VoskRecognizer(zh, vosk))


if __name__ == "__main__":
    main()
