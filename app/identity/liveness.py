"""Active liveness: asked gestures, in order, in time, by one face that never changes.

`LivenessTest` knows no model and no clock: it is stepped with samples that carry their own time.
The passive score is handed in, or None where no trusted model computed one.

Source: ISO/IEC 30107-1 (active presentation attack detection by challenge and response).
"""

from collections.abc import Sequence

from app.domain.identity import (
    OTHER_GESTURES,
    Challenge,
    ChallengeResult,
    Liveness,
    Problem,
)
from app.domain.observation import SeenFace
from app.identity.continuity import Continuity, LivenessSample
from app.identity.flatness import Flatness
from app.identity.gestures import FaceSample, Gesture, RestingFace, gesture_for
from app.identity.other_gestures import OtherGestures
from app.identity.screen_signs import ScreenSigns

_FLAT = Problem("LIVENESS-FLAT", "The face changes as a flat picture does, not as a head")
_OTHER = Problem(OTHER_GESTURES, "Gestures were seen that nobody had asked for")
_NOT_COMPARED = Problem("LIVENESS-NOT-COMPARED", "The face was never seen well enough to compare")


class LivenessTest:
    """The whole step. Show what it `asks`; step it with samples until `finished`.

    Attributes:
        ready: the face at rest is known, so that a gesture can be told from it.
    """

    def __init__(
        self,
        challenges: Sequence[Challenge],
        each_s: float,
        least_s: float = 0.0,
        pauses: Sequence[float] = (),
        others_allowed: int | None = None,
    ) -> None:
        """Begin.

        Args:
            challenges: in the order to ask; at least one.
            each_s: time allowed for each, counted from when it is asked; for the first, from when
                the face's resting values are known, or from the first sample while they are not.
            least_s: the face is watched for so long at least, after the last gesture as well.
            pauses: seconds before each is asked; empty for none.
            others_allowed: gestures that may be made without being asked for; None for all, as in a
                recording of somebody whom nobody asked.
        """
        self._challenges = tuple(challenges)
        self._each_s = each_s
        self._pauses = tuple(pauses) if pauses else (0.0,) * len(self._challenges)
        self._others = None if others_allowed is None else OtherGestures(others_allowed)
        self._least_s = least_s
        self._now_s = 0.0
        self._results: list[ChallengeResult] = []
        self._rest = RestingFace()
        self._gesture: Gesture = gesture_for(self._challenges[0])
        self._continuity = Continuity()
        self._flatness = Flatness()
        self._screen = ScreenSigns()
        self._started_s: float | None = None
        self._asked_s = 0.0
        self._seen = False
        self.ready = False

    @property
    def finished(self) -> bool:
        """Whether every challenge was seen or ran out of time, or something else ended it."""
        if self._broken is not None:
            return True
        missed = not all(result.passed for result in self._results)
        return self._all_asked and (missed or self._watched_s >= self._least_s)

    @property
    def _watched_s(self) -> float:
        return self._now_s - (self._started_s or 0.0)

    @property
    def _all_asked(self) -> bool:
        return len(self._results) == len(self._challenges)

    @property
    def flatness(self) -> float:
        """See `app.identity.flatness.Flatness.worst`."""
        return self._flatness.worst

    @property
    def _broken(self) -> Problem | None:
        """Continuity broke, it is a picture of a face, or it does not do as asked."""
        if self._continuity.broken is not None or self._flatness.found:
            return self._continuity.broken or _FLAT
        if self._others is not None and self._others.too_many:
            return _OTHER
        return self._screen.found

    @property
    def current(self) -> int:
        """Index of the challenge now waited for; the number of challenges when all are over."""
        return len(self._results)

    @property
    def asks(self) -> Challenge | None:
        """What is to be done now; None before the first, in a pause and after the last."""
        if self.finished or self._all_asked or not self.ready or self._now_s < self._asked_s:
            return None
        return self._challenges[self.current]

    @property
    def asks_digits(self) -> bool:
        """Whether digits are now to be read aloud."""
        return self.asks == "say_digits"

    @property
    def wants_likeness(self) -> bool:
        """Whether the next sample should carry a likeness."""
        return self._continuity.wants_likeness

    def step(self, sample: LivenessSample) -> None:
        """Take one sample in; nothing happens once it is finished."""
        if self.finished:
            return
        if self._started_s is None:
            self._started_s = self._asked_s = sample.at_s
        self._now_s = sample.at_s
        self._continuity.step(sample)
        complete = sample.face is not None and self._look(sample, sample.face)
        late = sample.at_s - self._asked_s >= self._each_s
        if self._broken is None and not self._all_asked and (complete or late):
            self._settle(sample.at_s, passed=complete)

    def _look(self, sample: LivenessSample, face: SeenFace) -> bool:
        """Look at the face; whether what is asked was done with this."""
        self._seen = True
        self._screen.step(sample.grid, sample.edges, sample.device)
        self._flatness.step(sample.at_s, face, sample.proportion)
        face_sample = FaceSample(sample.at_s, face, sample.mouth, sample.said)
        rest = self._rest.step(face_sample)
        if rest is None:
            return False
        self._begin(sample.at_s)
        asked = self.asks
        if self._others is not None:
            before = self._challenges[self.current - 1 : self.current]
            self._others.step(face_sample, rest, (*before, *((asked,) if asked else ())))
        return asked is not None and self._gesture.step(face_sample, rest)

    def _begin(self, at_s: float) -> None:
        """The first gesture is asked once it can be told from the face at rest."""
        if not self.ready:
            self.ready = True
            if not self._results:
                self._asked_s = at_s + self._pauses[0]

    def result(self, spoof_score: float | None, problems: Sequence[Problem] = ()) -> Liveness:
        """The outcome so far; challenges not reached count as not seen.

        Args:
            spoof_score: by a trusted passive model, None when there is none.
            problems: what else is to be reported (why there is no passive score, for example).
        """
        rest = self._challenges[len(self._results) :]
        peak = self._gesture.peak
        open_results = [
            ChallengeResult(challenge, passed=False, at_s=None, peak=peak if index == 0 else 0.0)
            for index, challenge in enumerate(rest)
        ]
        results = (*self._results, *open_results)
        missed = tuple(
            Problem("LIVENESS-NOT-SEEN", f"The gesture {item.challenge} was not seen")
            for item in results
            if not item.passed
        )
        broken = self._broken
        if broken is None and not missed and not self._continuity.compared:
            broken = _NOT_COMPARED  # every gesture was made, by a face that may be anybody's
        nobody = () if self._seen else (Problem("FACE-NONE", "No face was found"),)
        return Liveness(
            passed=broken is None and not missed,
            challenges=results,
            spoof_score=spoof_score,
            problems=(*nobody, *((broken,) if broken else ()), *missed, *problems),
        )

    def _settle(self, at_s: float, *, passed: bool) -> None:
        challenge = self._challenges[len(self._results)]
        when = round(at_s - (self._started_s or 0.0), 3) if passed else None
        self._results.append(ChallengeResult(challenge, passed, when, round(self._gesture.peak, 3)))
        self._asked_s = at_s
        if not self._all_asked:
            self._asked_s += self._pauses[self.current]
            self._gesture = gesture_for(self._challenges[self.current])
