"""The analyst process: recognises and measures the answers in the shared ring of sound."""

import logging
import time
from pathlib import Path
from typing import assert_never

from app.analysis.analyst import Analyst, AnswerSound, NoSound, Sight
from app.analysis.lexicon import load_fillers
from app.analysis.settings import AnalysisSettings
from app.domain.errors import BoothError
from app.domain.messages.analyst import (
    AnalyseAnswer,
    AnalystCommand,
    AnalystConfig,
    AnalystReady,
    AnalystReport,
    AnswerAnalysed,
    Prepare,
    UseRules,
)
from app.domain.timing import seconds_between
from app.perception.catalogue import ModelCatalogue
from app.perception.speech import open_recognizer
from app.perception.speech_sound import resample
from app.perception.voice import SileroVoiceDetector
from app.ports.clock import Clock
from app.ports.devices import Devices
from app.processes.channel import Channel, WorkerLink
from app.processes.errors import MessageRefusedError
from app.processes.shared import AudioRing, OthersAudioRing

_LOG = logging.getLogger(__name__)

ATTACH_TRIES = 15
ATTACH_EVERY_S = 0.2
"""The ring is made by the kiosk before the workers; it is waited for 3 s all the same."""


class _RingReader:
    """The shared ring of sound, attached when first needed."""

    def __init__(self, name: str, clock: Clock) -> None:
        self._clock = clock
        self._ring = OthersAudioRing(name)

    def sound(self, command: AnalyseAnswer) -> AnswerSound | NoSound:
        """The answer's sound at 16 kHz, or why there is none."""
        length_s = max(0.0, seconds_between(command.start_ns, command.end_ns))
        ring = self._attached()
        if ring is None:
            return NoSound("the recorded sound could not be reached", length_s)
        sound = ring.between(command.start_ns, command.end_ns)
        if not len(sound.samples) or sound.missing_s >= length_s:
            return NoSound("no sound was recorded for this answer", length_s)
        return AnswerSound(resample(sound.samples, sound.rate_hz), sound.missing_s)

    def close(self) -> None:
        """Let go of the ring."""
        self._ring.close()

    def _attached(self) -> AudioRing | None:
        for _ in range(ATTACH_TRIES):
            ring = self._ring.found()
            if ring is not None:
                return ring
            self._clock.sleep(ATTACH_EVERY_S)
        return None


def run(link: WorkerLink, devices: Devices, clock: Clock) -> None:
    """Serve until the other end has gone."""
    del devices
    config = link.config(AnalystConfig)
    listed = Path(config.models_list) if config.models_list else None
    catalogue = ModelCatalogue(Path(config.models), Path(config.resources), listed=listed)
    lexicon = Path(config.lexicon) if config.lexicon else None
    analyst = Analyst(
        SileroVoiceDetector,
        lambda language: open_recognizer(language, catalogue),
        load_fillers(Path(config.resources), lexicon),
        AnalysisSettings(off=frozenset(config.off)),
    )
    serve(link.channel(AnalystReport, AnalystCommand), analyst, config.ring, clock)


def serve(
    channel: Channel[AnalystReport, AnalystCommand], analyst: Analyst, ring: str, clock: Clock
) -> None:
    """Answer commands until the other end has gone.

    Args:
        channel: to the kiosk.
        analyst: does the work.
        ring: name of the `AudioRing`.
        clock: for waiting.
    """
    reader = _RingReader(ring, clock)
    while True:
        try:
            command = channel.receive()
        except MessageRefusedError as error:
            _LOG.warning("A command was refused: %s", error.what)
            continue
        if command is None:
            break
        _carry_out(command, channel, analyst, reader, clock)
    reader.close()


def _carry_out(
    command: AnalystCommand,
    channel: Channel[AnalystReport, AnalystCommand],
    analyst: Analyst,
    reader: _RingReader,
    clock: Clock,
) -> None:
    started, started_ns = time.process_time(), clock.monotonic_ns()
    match command:
        case Prepare():
            try:
                analyst.prepare(command.language)
            except BoothError as error:
                # No report: each answer tells the reason among its withheld figures.
                _LOG.warning("Not ready for %s: %s", command.language, error)
                return
            load_s = seconds_between(started_ns, clock.monotonic_ns())
            channel.send(AnalystReady(command.language, load_s))
        case UseRules():
            lexicon = Path(command.lexicon) if command.lexicon else None
            try:
                fillers = load_fillers(Path(command.resources), lexicon)
            except BoothError as error:
                _LOG.warning("The rules stay as they were: %s", error)
                return
            analyst.use(fillers, frozenset(command.off))
        case AnalyseAnswer():
            sound = reader.sound(command)
            sight = Sight(command.observations)
            analysis = analyst.analyse(command.question, command.language, sound, sight)
            channel.send(AnswerAnalysed(command.take, analysis, time.process_time() - started))
        case _:
            assert_never(command)
