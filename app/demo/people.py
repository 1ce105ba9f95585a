"""The people of the demo: what a candidate and an operator do at each screen.

Nothing here knows the kiosk's insides: it sees what is shown, presses what a person would press,
holds things before the camera and speaks into the microphone.
"""

from dataclasses import dataclass, field
from typing import Protocol

from app.domain.analysis import Language
from app.domain.messages import screen as sc

OVERRIDE_REASON = {
    "zh": "演示：工作人员已当面核对本人和证件",
    "en": "Demo: a member of staff checked the person and the card by eye",
}
REPLY = {"zh": "没有补充，谢谢。", "en": "Nothing to add, thank you."}


LOOKS_BEFORE_PIN_AGAIN = 15
"""A PIN takes a moment to be checked; it is entered again only when nothing came of it."""


class Hands(Protocol):
    """Presses things in the real windows."""

    def click(self, item: str, window: str = "candidate") -> bool:
        """Press an item; False when it is not to be pressed now."""
        ...

    def type(self, item: str, text: str, window: str = "candidate") -> bool:
        """Type into a field; False when it does not take text now."""
        ...


class World(Protocol):
    """What the camera and the microphone are given."""

    def show(self, scene: str) -> None:
        """Show a scene to the candidate's camera."""
        ...

    def speak(self, number: int) -> None:
        """Say answer `number` (0 is the practice answer) into the microphone."""
        ...

    @property
    def speaking(self) -> bool:
        """Whether something is still being said."""
        ...


@dataclass(slots=True)
class Candidate:
    """Acts on what the candidate's window shows, once for each state of it."""

    hands: Hands
    world: World
    language: Language
    scenes: frozenset[str]
    phone_code: str = ""
    _done: set[tuple[object, ...]] = field(default_factory=set[tuple[object, ...]])
    _spoken: tuple[object, ...] = ()

    def act(self, shown: sc.ShowCandidate) -> None:
        """Do what a person would do now."""
        screen = shown.screen
        match screen:
            case sc.LanguageScreen():
                self._once(("language",), f"choose_{self.language}")
                self._press("continueButton")
            case sc.ConsentScreen():
                for line in screen.items:
                    self._once(("consent", line.key), f"consent_{line.key}")
                self._press("consentAgree")
            case sc.CardScreen():
                self._card(screen)
            case sc.FaceScreen():
                self._scene("idle")
            case sc.LivenessScreen(challenge=None, done=done) if done:
                pass  # watched a little longer: the head goes back by itself, not by a cut
            case sc.LivenessScreen():
                gesture = screen.challenge or "idle"
                self._scene(gesture if gesture in self.scenes else "idle")
            case sc.RoomScreen():
                self._room(screen)
            case sc.QuestionScreen():
                self._question(screen)
            case _:
                self._others(screen)

    def _type_code(self, screen: sc.PhoneCodeScreen) -> None:
        key = ("phone_code", screen.tries_left)
        if key in self._done or screen.waiting_for_operator:
            return
        if self.hands.click("codeClear"):
            self._done.add(key)
            for digit in self.phone_code:
                self.hands.click(f"code_{digit}")
            self.hands.click("codeEnter")

    def _others(self, screen: sc.CandidateScreen) -> None:
        match screen:
            case sc.CheckInScreen():
                self._scene("qr")
            case sc.PhoneCodeScreen():
                self._type_code(screen)
            case sc.WelcomeBackScreen(opening=True):
                self._scene("idle")
            case sc.BriefingScreen() | sc.SavedScreen() | sc.WelcomeBackScreen():
                self._scene("idle")
                self._press("continueButton")
            case sc.ReplyScreen():
                if ("reply",) not in self._done and self.hands.type(
                    "replyText", REPLY[self.language]
                ):
                    self._done.add(("reply",))
                self._press("sendReply")
            case sc.ReceiptScreen() if screen.at_hq:
                self._press("continueButton")
            case _:
                self._scene("idle")

    def _card(self, screen: sc.CardScreen) -> None:
        self._scene(f"card_{screen.side}")
        if screen.fields and not screen.waiting_for_operator and not screen.again:
            self._press("continueButton")

    def _room(self, screen: sc.RoomScreen) -> None:
        self._scene("idle")
        if not self.world.speaking and not screen.ready:
            self.world.speak(0)
        if screen.ready and not self.world.speaking:
            self._press("continueButton")

    def _question(self, screen: sc.QuestionScreen) -> None:
        number = 0 if screen.practice else screen.number
        if screen.phase == "preparing":
            self._spoken = ()
            self._scene("idle")
            return
        self._scene("talking")
        if self._spoken != (number,):
            self._spoken = (number,)
            self.world.speak(number)
        elif not self.world.speaking:
            self._press("continueButton")

    def _scene(self, scene: str) -> None:
        self.world.show(scene)

    def _press(self, item: str) -> None:
        self.hands.click(item)

    def _once(self, key: tuple[object, ...], item: str) -> None:
        if key not in self._done and self.hands.click(item):
            self._done.add(key)


@dataclass(slots=True)
class Operator:
    """Acts on what the operator's window shows."""

    hands: Hands
    pin: str
    language: Language
    overrides: list[str] = field(default_factory=list[str])
    _waits: int = 0

    def act(self, shown: sc.ShowOperator) -> None:
        """Unlock, start what is due, decide what waits for a person."""
        if shown.locked:
            if self._waits > 0:
                self._waits -= 1
                return
            self._waits = LOOKS_BEFORE_PIN_AGAIN
            for digit in self.pin:
                self.hands.click(f"pin_{digit}", "operator")
            self.hands.click("pinEnter", "operator")
            return
        if shown.stage == "idle":
            for line in shown.assignments:
                if line.state == "due":
                    self.hands.click(f"start_{line.assignment}", "operator")
                    return
        if shown.decision is not None:
            self._decide(shown.decision)

    def _decide(self, asked: sc.DecisionAsked) -> None:
        reason = OVERRIDE_REASON[self.language]
        if not self.hands.type("decisionReason", reason, "operator"):
            return
        if self.hands.click("decisionAccept", "operator"):
            codes = ", ".join(problem.code for problem in asked.problems)
            decided = f"{asked.step}: {codes}"
            if decided not in self.overrides:
                self.overrides.append(decided)
