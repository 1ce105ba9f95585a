"""What people do arrives at the kiosk: real presses on real windows."""

from pathlib import Path

import pytest

from app.domain.analysis import Language
from app.domain.ids import AssignmentId
from app.domain.messages import screen as m
from app.kiosk.consent import ConsentForm
from tests.gui.operator_states import operator_states
from tests.gui.stage import Stage, StageMaker
from tests.gui.states import candidate_states
from ui.errors import GestureRefusedError
from ui.gestures import click, type_text
from ui.translation import WindowName


def press(stage: Stage, *names: str, window: WindowName = "candidate") -> list[m.ScreenReport]:
    """Press these in turn; what was reported by it."""
    stage.sent.clear()
    for name in names:
        stage.picture(window)
        click(stage.window(window), name)
        stage.settle()
    return list(stage.sent)


@pytest.mark.parametrize(
    ("state", "button", "report"),
    [
        ("02_language", "continueButton", m.Continue("language")),
        ("02_language", "choose_en", m.ChooseLanguage("en")),
        ("05_card_front_read", "continueButton", m.Continue("card")),
        ("05_card_front_read", "tryAgain", m.TryAgain("card")),
        ("07_face_matched", "continueButton", m.Continue("face")),
        ("07_face_again", "tryAgain", m.TryAgain("face")),
        ("08_liveness_passed", "continueButton", m.Continue("liveness")),
        ("08_liveness_again", "tryAgain", m.TryAgain("liveness")),
        ("09_room_ready", "continueButton", m.Continue("room")),
        ("09_room_trouble", "tryAgain", m.TryAgain("room")),
        ("10_briefing_interview", "continueButton", m.Continue("briefing")),
        ("11_question_preparing", "continueButton", m.Continue("question", "preparing")),
        ("11_question_answering", "continueButton", m.Continue("question", "answering")),
        ("12_saved", "continueButton", m.Continue("saved")),
        ("13_reply", "nothingToAdd", m.SendReply("")),
        ("15_receipt", "continueButton", m.Continue("receipt")),
        ("17_closed_declined", "continueButton", m.Continue("closed")),
        ("03_check_in", "callOperator", m.AskHelp()),
        ("14_sealing_analysing", "language_en", m.ChooseLanguage("en")),
    ],
)
def test_a_button_says_what_was_pressed(
    make_stage: StageMaker, state: str, button: str, report: m.ScreenReport
) -> None:
    stage = make_stage()
    stage.show(candidate_states("zh")[state])
    assert press(stage, button) == [report]


@pytest.mark.parametrize(
    ("state", "button"),
    [("11_question_early", "continueButton"), ("09_room_trouble", "continueButton"),
     ("04_consent", "consentAgree"), ("13_reply", "sendReply")],
)  # fmt: skip
def test_what_may_not_be_pressed_cannot_be(make_stage: StageMaker, state: str, button: str) -> None:
    stage = make_stage()
    stage.show(candidate_states("zh")[state])
    with pytest.raises(GestureRefusedError, match="disabled"):
        press(stage, button)


@pytest.mark.parametrize("state", sorted(candidate_states("zh")))
def test_nobody_is_stuck(make_stage: StageMaker, state: str) -> None:
    stage = make_stage()
    stage.show(candidate_states("zh")[state])
    assert press(stage, "callOperator") == [m.AskHelp()]


def test_consent_is_given_item_by_item_and_survives_a_language_switch(
    make_stage: StageMaker,
) -> None:
    stage = make_stage()
    stage.show(candidate_states("zh")["04_consent"])
    press(stage, "consent_retention", "consent_analysis", "consent_analysis", "consent_recording")
    stage.show(candidate_states("en")["04_consent"])
    assert press(stage, "consent_face", "consentAgree") == [
        m.GiveConsent(("recording", "face", "retention"))
    ]
    stage.show(candidate_states("en")["01_welcome"])
    stage.show(candidate_states("en")["04_consent"])
    with pytest.raises(GestureRefusedError, match="disabled"):
        press(stage, "consentAgree")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_consent_form_as_it_is_can_be_given_without_scrolling(
    make_stage: StageMaker, resources: Path, language: Language
) -> None:
    stage = make_stage(language=language)
    lines = ConsentForm(resources / "consent").lines(language)
    screen = m.ConsentScreen("王小明", "柜员", lines)
    stage.show(m.ShowCandidate(screen, language, recording=False, help_asked=False))
    given = press(stage, *(f"consent_{line.key}" for line in lines), "consentAgree")
    assert given == [m.GiveConsent(tuple(line.key for line in lines))]


def test_another_document_is_chosen_and_can_be_left_again(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(candidate_states("zh")["05_card_choice"])
    assert press(stage, "otherDocument", "otherDocument", "otherDocument") == []
    assert press(stage, "document_passport") == [m.ChooseDocument("passport")]
    stage.show(candidate_states("zh")["05_document_passport"])
    assert press(stage, "otherDocument", "document_resident_card") == [
        m.ChooseDocument("resident_card")
    ]


def test_consent_can_be_declined(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(candidate_states("zh")["04_consent"])
    assert press(stage, "consentDecline") == [m.Decline()]


def test_the_interview_is_stopped_only_after_a_question(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(candidate_states("zh")["11_question_answering"])
    assert press(stage, "stopInterview") == []
    with pytest.raises(GestureRefusedError, match="covered"):
        press(stage, "continueButton")
    assert press(stage, "stopCancel") == []
    assert press(stage, "stopInterview", "stopConfirm") == [m.Decline()]


def test_the_stop_question_goes_away_with_its_screen(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(candidate_states("zh")["12_saved"])
    press(stage, "stopInterview")
    stage.show(candidate_states("zh")["14_sealing_analysing"])
    assert press(stage, "callOperator") == [m.AskHelp()]


def test_a_reply_is_typed_in_both_scripts(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(candidate_states("zh")["13_reply"])
    stage.picture("candidate")
    type_text(stage.window("candidate"), "replyText", "手机是闹钟, alarm 9:30.")
    assert press(stage, "sendReply") == [m.SendReply("手机是闹钟, alarm 9:30.")]


def test_the_operator_unlocks_with_the_pad(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(operator_states("zh")["20_locked"])
    keys = [f"pin_{digit}" for digit in "9044"]
    assert press(stage, *keys, "pinEnter", window="operator") == [m.EnterPin("9044")]
    assert press(stage, *keys, "pinClear", "pin_1", "pinEnter", window="operator") == [
        m.EnterPin("1")
    ]


def test_the_operator_starts_an_assignment(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(operator_states("zh")["21_idle"])
    report = m.StartAssignment(AssignmentId("A-2026-0002"))
    assert press(stage, "start_A-2026-0002", window="operator") == [report]


def test_no_second_interview_while_one_runs(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(operator_states("zh")["22_answering"])
    with pytest.raises(GestureRefusedError, match="disabled"):
        press(stage, "start_A-2026-0002", window="operator")
    with pytest.raises(GestureRefusedError, match="not shown"):
        press(stage, "closeKiosk", window="operator")


def test_a_gesture_that_cannot_be_done_is_said(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(candidate_states("zh")["08_liveness"])
    assert press(stage, "cannotDo") == [m.CannotDo("turn_right")]
    stage.show(candidate_states("zh")["08_liveness_again"])
    with pytest.raises(GestureRefusedError, match="not shown"):
        press(stage, "cannotDo")
    assert press(stage, "tryAgain") == [m.TryAgain("liveness")]


def test_the_code_from_the_phone_is_typed_on_the_pad(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(candidate_states("zh")["03_phone_code_wrong"])
    for digit in "48291":
        assert press(stage, f"code_{digit}") == []
    with pytest.raises(GestureRefusedError, match="disabled"):
        press(stage, "codeEnter")
    press(stage, "codeClear")
    for digit in "4829157":
        press(stage, f"code_{digit}")
    assert press(stage, "codeEnter") == [m.EnterCode("482915")]
    assert press(stage, "codeAsk") == [m.AskCode()]
    assert press(stage, "codeLacking") == [m.LackCode()]
    stage.show(candidate_states("zh")["03_phone_code_waiting"])
    with pytest.raises(GestureRefusedError, match="disabled"):
        press(stage, "code_1")
    with pytest.raises(GestureRefusedError, match="not shown"):
        press(stage, "codeLacking")


def test_a_decision_needs_a_reason_to_accept(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(operator_states("zh")["24_decision_card"])
    with pytest.raises(GestureRefusedError, match="disabled"):
        press(stage, "decisionAccept", window="operator")
    type_text(stage.window("operator"), "decisionReason", "已核对原件")
    assert press(stage, "decisionAccept", window="operator") == [
        m.Decide("card_front", accept=True, reason="已核对原件")
    ]
    type_text(stage.window("operator"), "decisionField_name", "阿依古丽")
    assert press(stage, "decisionAccept", window="operator") == [
        m.Decide(
            "card_front",
            accept=True,
            reason="已核对原件",
            corrected=(("name", "阿依古丽"),),
        )
    ]
    stage.show(operator_states("zh")["25_decision_face_worst"])
    with pytest.raises(GestureRefusedError, match="disabled"):
        press(stage, "decisionAccept", window="operator")
    assert press(stage, "decisionRefuse", window="operator") == [
        m.Decide("face_match", accept=False, reason="")
    ]


def test_the_operator_types_another_document(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(operator_states("zh")["24_document_none_waits"])
    assert press(stage, "typeDocument_passport", window="operator") == [m.TypeDocument("passport")]
    stage.show(operator_states("zh")["24_document_back_none_waits"])
    stage.wait_for("operator", "typeDocument_resident_card")
    assert press(stage, "typeDocument_resident_card", window="operator") == [
        m.TypeDocument("resident_card")
    ], "the second side is not waited for either"
    stage.show(operator_states("zh")["24_decision_card"])
    stage.wait_for("operator", "decisionField_name")
    type_text(stage.window("operator"), "decisionField_name", "Anna")
    stage.show(operator_states("zh")["24_decision_typed"])
    stage.wait_for("operator", "decisionField_number")
    type_text(stage.window("operator"), "decisionField_number", "L898902C3")
    type_text(stage.window("operator"), "decisionReason", "看原件")
    assert press(stage, "decisionAccept", window="operator") == [
        m.Decide("card_front", accept=True, reason="看原件", corrected=(("number", "L898902C3"),))
    ], "what was typed for the card is gone"


def test_a_second_person_confirms_with_a_pin_of_their_own(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(operator_states("zh")["24_decision_second"])
    type_text(stage.window("operator"), "decisionReason", "本人与证件一致")
    with pytest.raises(GestureRefusedError, match="disabled"):
        press(stage, "decisionAccept", window="operator")
    type_text(stage.window("operator"), "secondPin", "1357")
    assert press(stage, "decisionAccept", window="operator") == [
        m.Countersign("1357", accept=True, reason="本人与证件一致")
    ]
    with pytest.raises(GestureRefusedError, match="disabled"):
        press(stage, "decisionAccept", window="operator")


def test_an_alert_is_acknowledged_with_a_note(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.show(operator_states("zh")["22_answering"])
    stage.picture("operator")
    type_text(stage.window("operator"), "note_0", "looked at the clock")
    stage.show(operator_states("zh")["23_paused"])
    assert press(stage, "acknowledge_0", window="operator") == [
        m.NoteAlert(0, "looked at the clock")
    ]


@pytest.mark.parametrize(
    ("state", "button", "report"),
    [
        ("22_answering", "pauseInterview", m.PauseInterview(paused=True)),
        ("23_paused", "pauseInterview", m.PauseInterview(paused=False)),
        ("22_answering", "lockOperator", m.LockOperator()),
        ("25_decision_face_worst", "answerHelp", m.AnswerHelp()),
        ("21_idle", "closeKiosk", m.CloseKiosk()),
        ("21_idle", "sendNow", m.SendNow()),
    ],
)
def test_an_operator_button_says_what_was_pressed(
    make_stage: StageMaker, state: str, button: str, report: m.ScreenReport
) -> None:
    stage = make_stage()
    stage.show(operator_states("zh")[state])
    assert press(stage, button, window="operator") == [report]


def test_closing_a_window_asks_the_kiosk(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.window("candidate").close()
    stage.settle()
    assert stage.sent == [m.CloseKiosk()]
    assert stage.window("candidate").isVisible()


def test_full_screen_on_one_screen_leads_to_the_operator_and_back(make_stage: StageMaker) -> None:
    stage = make_stage(windowed=False)
    stage.window("candidate").close()
    stage.settle()
    assert stage.sent == []
    assert not stage.window("operator").isVisible()
    press(stage, "openStaff")
    assert stage.window("operator").isVisible()
    press(stage, "dismissOperator", window="operator")
    assert not stage.window("operator").isVisible()
