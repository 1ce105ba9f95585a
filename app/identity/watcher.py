"""The watcher: does what the kiosk asks, one step at a time, within its share of the machine."""

from typing import assert_never

from app.domain.errors import BoothError
from app.domain.identity import Problem
from app.domain.messages import watcher as w
from app.domain.timing import NS_PER_S
from app.identity.card_step import Read, ReadSide
from app.identity.digit_ear import DigitEar
from app.identity.light_answer import WATCH_S
from app.identity.liveness import LivenessTest
from app.identity.liveness_watch import LivenessWatch
from app.identity.steps import (
    IDLE_S,
    Gestures,
    Match,
    Memory,
    Observe,
    ReadCodes,
    Senses,
    Step,
)
from app.perception.embedding import FaceEmbedder
from app.perception.likeness import LikenessMeter
from app.perception.own_voice import OwnVoice
from app.perception.voice_embedding import VoiceEmbedder
from app.processes.channel import Channel

VERIFY_EVERY_S = 5.0
"""How often the face is compared again while the candidate is watched: 30 ms of one core each time.
Source: the issue's "every few seconds"; nobody changes places in less without leaving the frame."""

MAX_SHARE = 0.6
"""Share of one core that the watcher's own thread may use: the recorder lives beside it."""


class Watcher:
    """Runs one step at a time; a new command ends the one before it."""

    def __init__(
        self,
        senses: Senses,
        embedder: FaceEmbedder,
        voices: VoiceEmbedder | None,
        read_card: Read,
        ear: DigitEar,
        channel: Channel[w.WatcherReport, w.WatcherCommand],
    ) -> None:
        """Use these.

        Args:
            senses: cameras and models.
            embedder: measures likeness during the liveness step.
            voices: turns speech into voices; None to learn none.
            read_card: reads a picture in a thread of its own.
            ear: hears digits read aloud.
            channel: commands come and reports go here.
        """
        self._senses = senses
        self._embedder = embedder
        self._voices = voices
        self._read_card = read_card
        self._ear = ear
        self._channel = channel
        self._memory = Memory()
        self._step: Step | None = None

    def serve(self) -> None:
        """Work until the kiosk has gone."""
        wait_s = 0.0
        while not self._channel.closed:
            command = self._channel.receive(wait_s)
            while command is not None:
                self._begin(command)
                command = self._channel.receive(0)
            wait_s = self._tick()

    def _begin(self, command: w.WatcherCommand) -> None:
        senses, report = self._senses, self._channel.send
        if not isinstance(command, w.TestLiveness):
            self._ear.rest()
        match command:
            case w.WatchFor():
                voice = self._own_voice()
                self._step = Observe(senses, report, self._meter(), voice, objects=command.objects)
            case w.ReadCode():
                self._step = ReadCodes(senses, report)
            case w.ReadCard():
                self._step = ReadSide(senses, report, self._memory, self._read_card, command)
            case w.MatchFace():
                self._step = Match(senses, report, self._memory)
            case w.TestLiveness():
                self._step = self._gestures(command)
            case w.Rest():
                self._step = None
                self._memory = Memory()
            case _:
                assert_never(command)

    def _meter(self) -> LikenessMeter | None:
        person = self._memory.person
        if person is None:
            return None
        return LikenessMeter(self._embedder, person, VERIFY_EVERY_S)

    def _own_voice(self) -> OwnVoice | None:
        """As far as it was learnt in this visit; only of whom the face matched."""
        if self._memory.person is None or self._voices is None:
            return None
        if self._memory.voice is None:
            self._memory.voice = OwnVoice(self._voices)
        self._memory.voice.pause()
        return self._memory.voice

    def _gestures(self, command: w.TestLiveness) -> Step:
        least_s = 0.0 if command.light is None else WATCH_S
        test = LivenessTest(
            command.challenges, command.each_s, least_s, command.pauses, command.others_allowed
        )
        person = self._memory.person
        senses = self._senses
        watch = LivenessWatch(
            senses.tracker, self._embedder, senses.devices, test, person, command.light
        )
        ear = self._ear if "say_digits" in command.challenges else None
        if ear is not None:
            ear.prepare(command.language)
        return Gestures(self._senses, self._channel.send, watch, command, ear)

    def _tick(self) -> float:
        """One look of the step; seconds to wait, so that the share is kept."""
        if self._step is None:
            return IDLE_S
        clock = self._senses.clock
        started = clock.monotonic_ns()
        try:
            period_s = self._step.tick()
        except BoothError as error:
            self._channel.send(w.WatcherProblem(Problem(error.code, error.what)))
            self._step = None
            return IDLE_S
        if self._step.done:
            self._step = None
        busy_s = (clock.monotonic_ns() - started) / NS_PER_S
        return max(0.0, period_s - busy_s, busy_s * (1 / MAX_SHARE - 1))
