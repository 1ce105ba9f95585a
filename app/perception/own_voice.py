"""Whether who speaks is who has been speaking: the candidate's own voice, learnt while they answer.

The voice is learnt from the first ten seconds or so in which somebody speaks and the candidate's
jaw moves, and only when all of it is one voice. It is kept in memory, for one visit. What is unlike
it is compared once more with the voice as it would sound in the noise of now: noise that begins
later (dishes, music, a fan) makes the own voice another one to the encoder.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from app.domain.media import Samples
from app.domain.observation import Observation
from app.monitoring.settings import JAW_MOVES
from app.perception.voice import SpeechShare
from app.perception.voice_embedding import WINDOW, Voice, VoiceEmbedder
from app.ports.speech import SPEECH_RATE_HZ

LEARNT_FROM = 6
"""Windows of speech from which a voice is learnt (9.6 s). Source: measured, from three of them a
hundredth of the own windows was under the threshold, from six none of 100."""
ONE_VOICE = 0.62
"""Likeness that each two of them must have. Source: measured, 108 of 109 runs of six windows of one
voice have it, and 0.9 % of 939 runs in which one to three windows are somebody else's."""
HOP = WINDOW // 2
UNLIKE = 0.75
"""Likeness under which the noise of now is taken into account; over it nothing can be told."""
NOISE = round(0.3 * SPEECH_RATE_HZ)
"""Samples of the newest sound without speech that are taken for the noise of now. Source: measured
(docs/measurements-monitor.md, noise), with 0.3 s fewer windows of the own voice are under the limit
in noise than with 0.5 and 1 s."""
LEAST_NOISE = SPEECH_RATE_HZ // 5
IN_NOISE = 3
"""Windows of the own voice that are heard in it, each time. 17 ms of one core each."""
PAUSE_S = 1.0
"""After so long without speech a new window begins: somebody else may speak now."""


class OwnVoice:
    """Learns one voice, then tells how like it the newest speech is. Used by one thread."""

    def __init__(self, embedder: VoiceEmbedder) -> None:
        """Nobody is known yet."""
        self._embedder = embedder
        self._speech: Samples = np.zeros(0, np.int16)
        self._quiet = 0
        self._jaw: list[float] = []
        self._learnt: deque[Voice] = deque(maxlen=LEARNT_FROM)
        self._windows: deque[Samples] = deque(maxlen=LEARNT_FROM)
        self._noise: Samples = np.zeros(0, np.int16)
        self._own: Voice | None = None

    @property
    def known(self) -> bool:
        """Whether the voice has been learnt."""
        return self._own is not None

    def heard(self, share: SpeechShare, seen: Observation) -> Observation:
        """A look of the candidate's camera with how like the voice is, if it is measured now.

        Args:
            share: has just taken the sound up to the look.
            seen: the look.
        """
        jaw_open = seen.faces[0].jaw_open if seen.faces else None
        likeness = self.take(share.speech, share.rest, jaw_open)
        return seen if likeness is None else replace(seen, voice_likeness=likeness)

    def take(self, speech: Samples, rest: Samples, jaw_open: float | None) -> float | None:
        """Take the sound since the last look.

        Args:
            speech: those samples of it in which somebody speaks; int16, mono, 16 kHz.
            rest: those in which nobody does.
            jaw_open: of the candidate in the look; None where no face is seen.

        Returns:
            Cosine similarity of the newest window to the own voice, -1..1; None when no window
            became full with this look, or the voice is not known yet.
        """
        self._noise = np.concatenate([self._noise, rest])[-NOISE:]
        self._quiet = 0 if len(speech) else self._quiet + len(rest)
        if self._quiet >= PAUSE_S * SPEECH_RATE_HZ:
            self.pause()
        if not len(speech):
            return None
        if jaw_open is not None:
            self._jaw.append(jaw_open)
        self._speech = np.concatenate([self._speech, speech])
        if len(self._speech) < WINDOW:
            return None
        window = self._speech[-WINDOW:]
        voice = self._embedder.embed(window)
        moved = bool(self._jaw) and max(self._jaw) - min(self._jaw) >= JAW_MOVES
        self._jaw = []
        if self._own is None:
            self._speech = self._speech[:0]
            if moved:
                self._learn(voice, window)
            return None
        self._speech = self._speech[-(WINDOW - HOP) :]
        likeness = float(self._own @ voice)
        return likeness if likeness >= UNLIKE else max(likeness, self._in_noise(voice))

    def pause(self) -> None:
        """What comes next may be somebody else's."""
        self._speech = self._speech[:0]
        self._jaw = []

    def _in_noise(self, voice: Voice) -> float:
        """The likeness to the own voice in the noise of now; -1 where none was heard."""
        if len(self._noise) < LEAST_NOISE:
            return -1.0
        noise = np.resize(self._noise, WINDOW).astype(np.int32)
        heard = [
            self._embedder.embed(np.clip(window + noise, -32768, 32767).astype(np.int16))
            for window in list(self._windows)[-IN_NOISE:]
        ]
        return float(_mean(heard) @ voice)

    def _learn(self, voice: Voice, window: Samples) -> None:
        self._learnt.append(voice)
        self._windows.append(window)
        learnt = np.stack(self._learnt)
        if len(learnt) == LEARNT_FROM and float((learnt @ learnt.T).min()) >= ONE_VOICE:
            self._own = _mean(self._learnt)


def _mean(voices: Iterable[Voice]) -> Voice:
    mean = np.stack(list(voices)).mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)
