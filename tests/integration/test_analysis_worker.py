"""The analyst process's loop: over pipes, with the ring of sound, and with the real models."""

import contextlib
import os
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.analysis import worker
from app.domain.assignment import Keyword, Question
from app.domain.ids import QuestionId, TakeId
from app.domain.media import AudioBlock, Samples
from app.domain.messages import analyst as a
from app.domain.messages.analyst import AnalystConfig
from app.domain.timing import NS_PER_S, MonotonicNs
from app.perception.speech_sound import load_sound
from app.processes.channel import Channel, WorkerLink
from app.processes.shared import AudioRing
from devices.clock import SystemClock

RATE = 48_000
ORIGIN = 1_000 * NS_PER_S
QUESTION = Question(
    QuestionId("q"),
    (("zh", "问"),),
    "market",
    5,
    60,
    (Keyword("交易", ("交易",)), Keyword("测试", ("测试",))),
)


class PipeLink(WorkerLink):
    """A worker's link over a pair of pipes instead of the process's own."""

    def __init__(self, reader: int, writer: int, config: AnalystConfig) -> None:
        self._reader = os.fdopen(reader, "rb")
        self._writer = os.fdopen(writer, "wb")
        self._config = config

    def config(self, of: type[Any]) -> Any:
        assert of is AnalystConfig
        return self._config

    def hang_up(self) -> None:
        self._reader.close()
        self._writer.close()


def played(ring: AudioRing, samples: Samples, at_s: float) -> tuple[MonotonicNs, MonotonicNs]:
    """Publish sound into the ring in blocks of 20 ms; its first and last time."""
    start = MonotonicNs(ORIGIN + round(at_s * NS_PER_S))
    for number, first in enumerate(range(0, len(samples), 960)):
        at = MonotonicNs(start + first * NS_PER_S // RATE)
        ring.publish(AudioBlock(samples[first : first + 960], RATE, at, number))
    return start, MonotonicNs(start + len(samples) * NS_PER_S // RATE)


Kiosk = Channel[a.AnalystCommand, a.AnalystReport]


@contextlib.contextmanager
def running(config: AnalystConfig) -> Iterator[Kiosk]:
    """The kiosk's end of an analyst that runs in a thread."""
    down, up = os.pipe(), os.pipe()
    link = PipeLink(down[0], up[1], config)
    reader, writer = os.fdopen(up[0], "rb"), os.fdopen(down[1], "wb")
    devices: Any = None
    thread = threading.Thread(target=worker.run, args=(link, devices, SystemClock()))
    thread.start()
    channel: Kiosk = Channel(reader, writer, a.AnalystCommand, a.AnalystReport)
    yield channel
    channel.close()
    thread.join(20)
    assert not thread.is_alive()
    link.hang_up()
    assert channel.receive(5) is None
    reader.close()


def asked(take: str, times: tuple[MonotonicNs, MonotonicNs]) -> a.AnalyseAnswer:
    return a.AnalyseAnswer(TakeId(take), QUESTION, "teller", "zh", *times, ())


def analysed(channel: Kiosk) -> a.AnswerAnalysed:
    report = channel.receive(60)
    assert isinstance(report, a.AnswerAnalysed)
    return report


def at_48_khz(path: Path) -> Samples:
    samples = load_sound(path)
    return np.repeat(samples, 3)


@pytest.fixture
def ring() -> Iterator[AudioRing]:
    made = AudioRing.create(f"bt-{secrets.token_hex(4)}", RATE)
    yield made
    made.close()


def test_answers_out_of_the_ring(
    ring: AudioRing, models: Path, resources: Path, media: Path
) -> None:
    with running(AnalystConfig(ring.name, str(models), str(resources))) as channel:
        channel.send(a.Prepare("zh"))
        ready = channel.receive(60)
        assert isinstance(ready, a.AnalystReady)
        assert ready.language == "zh"

        times = played(ring, at_48_khz(media / "speech_zh" / "zh_aishell_finance_4s.wav"), 5.0)
        channel.send(asked("q.1", times))
        report = analysed(channel)
        assert report.take == "q.1"
        assert report.analysis.transcript is not None
        assert "交易几乎停滞" in report.analysis.transcript.text
        figures = {measure.name: measure.value for measure in report.analysis.measures}
        assert figures["keyword_coverage"] == 0.5
        assert report.cpu_s > 0

        later = MonotonicNs(times[1] + 60 * NS_PER_S)
        channel.send(asked("q.2", (later, MonotonicNs(later + 10 * NS_PER_S))))
        lost = analysed(channel)
        assert lost.analysis.transcript is None
        assert {w.reason for w in lost.analysis.withheld if w.name == "competency: market"} == {
            "no sound was recorded for this answer"
        }


def test_a_ring_that_never_comes_and_models_that_are_not_there(
    tmp_path: Path, resources: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with running(AnalystConfig("no-such-ring", str(tmp_path), str(resources))) as channel:
        channel.send(a.Prepare("zh"))
        channel.send(asked("q.1", (MonotonicNs(0), MonotonicNs(9 * NS_PER_S))))
        report = analysed(channel)
        reasons = {item.name: item.reason for item in report.analysis.withheld}
        assert reasons["speech_rate"] == "the recorded sound could not be reached"
    assert "MODEL" in caplog.text
    caplog.clear()
