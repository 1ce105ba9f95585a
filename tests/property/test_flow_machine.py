"""The machine under random events: nothing is lost, nothing illegal changes anything."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.flow import events as ev
from app.flow.faults import RECHECK_AFTER_S
from app.flow.interview import IllegalStepError, Interview, Plan, QuestionTimes
from app.flow.machine import start, step
from app.flow.table import COUNTED, ENDED, Effect, Stage

PLAN = Plan(QuestionTimes(3, 5), (QuestionTimes(2, 10), QuestionTimes(2, 10)), rest_s=1)

MAKERS = (
    ev.LanguageConfirmed,
    ev.StepPassed,
    lambda t: ev.StepOverridden(t, "seen by me"),
    ev.StepRefused,
    lambda t: ev.ConsentGiven(t, face=True, analysis=True),
    lambda t: ev.ConsentGiven(t, face=False, analysis=False),
    ev.Continued,
    ev.Ticked,
    ev.ReplySent,
    ev.SessionSealed,
    lambda t: ev.Faulted(t, "camera_lost"),
    lambda t: ev.Faulted(t, "recorder_lost", t - 2),
    lambda t: ev.DeviceLost(t, t - 1, "camera_lost"),
    ev.DeviceBack,
    ev.FaultCleared,
    lambda t: ev.Resumed(t, 1.0, "restart"),
    lambda t: ev.Resumed(t, 300.0, "restart"),
    lambda t: ev.Resumed(t, 0.0, "restart", unsure=True),
    ev.PortraitForgotten,
    ev.Withdrawn,
)

moves = st.lists(
    st.tuples(st.sampled_from(MAKERS), st.one_of(st.floats(0, 4), st.floats(100, 140))),
    max_size=120,
)


@settings(max_examples=300, deadline=None)
@given(moves)
def test_any_sequence_keeps_the_promises(sequence: list[tuple[type, float]]) -> None:
    interview, now = start(PLAN), 0.0
    open_take, recording = False, False
    for make, gap in sequence:
        now += gap
        before = interview
        try:
            interview, effects = step(interview, make(now))
        except IllegalStepError:
            assert interview == before
            continue
        for effect in effects:
            if effect is Effect.BEGIN_TAKE:
                assert not open_take
                open_take = True
            elif effect is Effect.END_TAKE:
                assert open_take
                open_take = False
            elif effect is Effect.START_RECORDING:
                recording = True
            elif effect is Effect.STOP_RECORDING:
                recording = False
        if interview.stage is Stage.ANSWERING:
            assert open_take
            assert recording
        if interview.stage in COUNTED:
            assert interview.deadline_s is not None
        if before.stage in ENDED and before.stage is not interview.stage:
            assert interview.stage in ENDED
        assert interview.question < len(PLAN.questions)
        assert interview.credit_s >= before.credit_s
        assert interview.credit_s <= now, "no second is credited twice"


@settings(max_examples=300, deadline=None)
@given(moves)
def test_nobody_comes_back_after_a_long_gap_without_being_identified(
    sequence: list[tuple[type, float]],
) -> None:
    interview, now = to_first_question(), 14.0
    owed = False
    for make, gap in sequence:
        now += gap
        event = make(now)
        before = interview
        try:
            interview, _ = step(interview, event)
        except IllegalStepError:
            continue
        if before.stage is Stage.RECHECK_FACE and isinstance(
            event, ev.StepPassed | ev.StepOverridden
        ):
            owed = False
        match event:
            case ev.FaultCleared():
                owed |= now - before.paused_at_s > RECHECK_AFTER_S
            case ev.Resumed() if before.stage not in ENDED:
                began = before.paused_at_s if before.stage is Stage.PAUSED else now - event.gap_s
                owed |= event.unsure or now - began > RECHECK_AFTER_S
            case _:
                pass
        if owed and interview.stage not in ENDED:
            assert interview.stage in {Stage.PAUSED, Stage.RECHECK_CARD, Stage.RECHECK_FACE}
        if interview.return_to is None:
            assert interview.stage not in {Stage.RECHECK_FACE, Stage.WELCOME_BACK}


hiccups = st.lists(st.tuples(st.floats(0.2, 3), st.floats(0, 1), st.floats(0, 3)), max_size=8)


@settings(max_examples=300, deadline=None)
@given(hiccups)
def test_a_device_that_comes_back_in_time_costs_the_answer_nothing(
    sequence: list[tuple[float, float, float]],
) -> None:
    """The answer's clock runs for its whole time beside what the device was away, and no more."""
    interview, now, away = run(to_first_question(), ev.Ticked(16)), 16.0, 0.0
    for before_s, unnoticed_s, noticed_s in sequence:
        lost_s = now + before_s
        interview = run(interview, ev.Ticked(lost_s))
        if interview.stage is not Stage.ANSWERING:
            break
        left_s = interview.remaining_s
        told_s = lost_s + min(unnoticed_s, left_s / 2)
        now = told_s + noticed_s
        interview = run(interview, ev.DeviceLost(told_s, lost_s, "camera_lost"), ev.Ticked(now))
        assert interview.stage is Stage.ANSWERING, "no time runs out while a device is away"
        assert abs(interview.remaining_s - left_s) < 1e-6
        interview, effects = step(interview, ev.DeviceBack(now))
        assert effects in {(), (Effect.CREDIT_FAULT,)}
        assert abs(interview.remaining_s - left_s) < 1e-6
        away += now - lost_s
    assert abs(interview.credit_s - away) < 1e-6
    if interview.stage is Stage.ANSWERING:
        assert interview.deadline_s is not None
        assert abs(interview.deadline_s - (26 + away)) < 1e-6
        over = run(interview, ev.Ticked(interview.deadline_s + 0.01))
        assert over.stage is Stage.SAVED


def run(interview: Interview, *events: ev.Event) -> Interview:
    for event in events:
        interview, _ = step(interview, event)
    return interview


def to_first_question() -> Interview:
    return run(
        start(PLAN),
        ev.LanguageConfirmed(0),
        ev.StepPassed(1),
        ev.ConsentGiven(2, face=True, analysis=True),
        ev.StepPassed(3),
        ev.StepPassed(4),
        ev.StepPassed(5),
        ev.StepPassed(6),
        ev.Continued(7),
        ev.Continued(8),
        ev.Ticked(11),
        ev.Continued(12),
        ev.Ticked(13),
        ev.Continued(14),
    )


def test_a_fault_in_mid_answer_gives_the_whole_time_again() -> None:
    answering = run(to_first_question(), ev.Ticked(16))
    assert answering.stage is Stage.ANSWERING
    paused, effects = step(answering, ev.Faulted(20, "camera_lost"))
    assert effects == (Effect.END_TAKE,)
    again, effects = step(paused, ev.FaultCleared(25))
    assert effects == (Effect.CREDIT_FAULT,)
    assert (again.stage, again.question, again.take) == (Stage.PREPARING, 0, 2)
    assert again.credit_s == 5
    assert again.remaining_s == 2
    assert again.resumed


def test_a_fault_is_credited_from_when_it_began() -> None:
    answering = run(to_first_question(), ev.Ticked(16))
    paused = run(answering, ev.Faulted(20, "recorder_lost", 18.5))
    again, _ = step(paused, ev.FaultCleared(25))
    assert again.credit_s == 6.5
    preparing = run(to_first_question(), ev.Faulted(15.5, "camera_lost", 14.5), ev.FaultCleared(20))
    assert (preparing.remaining_s, preparing.credit_s) == (1.5, 5.5)


def test_a_device_that_does_not_come_back_is_credited_from_its_loss_and_never_twice() -> None:
    away = run(to_first_question(), ev.Ticked(16), ev.DeviceLost(19, 18, "camera_lost"))
    again = run(away, ev.Faulted(22, "camera_lost"), ev.FaultCleared(30))
    assert (again.stage, again.credit_s, again.away_since_s) == (Stage.PREPARING, 12, None)
    twice = run(again, ev.Faulted(31, "recorder_lost", 25), ev.FaultCleared(33))
    assert twice.credit_s == 12 + 3


def test_nothing_before_the_consent_is_credited() -> None:
    card = run(
        start(PLAN),
        ev.LanguageConfirmed(0),
        ev.StepPassed(1),
        ev.ConsentGiven(50, face=True, analysis=True),
        ev.Faulted(52, "camera_lost", 10),
        ev.FaultCleared(60),
    )
    assert card.credit_s == 10


def test_a_pause_between_questions_keeps_what_was_left() -> None:
    preparing = to_first_question()
    again = run(preparing, ev.Faulted(15, "operator"), ev.FaultCleared(100))
    assert again.stage is Stage.PREPARING
    assert again.remaining_s == preparing.deadline_s - 15


def test_a_restart_in_mid_answer_ends_the_take_and_records_again() -> None:
    answering = run(to_first_question(), ev.Ticked(16))
    again, effects = step(answering, ev.Resumed(40, 20, "restart"))
    assert effects == (Effect.END_TAKE, Effect.START_RECORDING)
    assert again.stage is Stage.WELCOME_BACK
    assert again.deadline_s is None
    again, effects = step(again, ev.Continued(47))
    assert effects == (Effect.CREDIT_FAULT,)
    assert (again.stage, again.question, again.take) == (Stage.PREPARING, 0, 2)
    assert again.credit_s == 27
    assert again.remaining_s == 2
    assert again.resumed


def test_after_two_minutes_the_person_is_identified_again() -> None:
    answering = run(to_first_question(), ev.Ticked(16))
    card, effects = step(answering, ev.Resumed(190, 170, "restart"))
    assert card.stage is Stage.RECHECK_CARD
    assert Effect.CREDIT_FAULT not in effects
    face = run(card, ev.StepPassed(200))
    assert face.stage is Stage.RECHECK_FACE
    lost, _ = step(face, ev.Faulted(205, "camera_lost"))
    face_again = run(lost, ev.FaultCleared(210))
    assert face_again.stage is Stage.RECHECK_FACE
    assert run(face_again, ev.PortraitForgotten(211)).stage is Stage.RECHECK_CARD
    back, effects = step(run(face_again, ev.StepPassed(215)), ev.Continued(220))
    assert (back.stage, back.take, back.credit_s) == (Stage.PREPARING, 2, 200)
    assert effects == (Effect.CREDIT_FAULT,)


def test_a_long_pause_asks_for_the_person_too_and_a_person_may_confirm() -> None:
    preparing = to_first_question()
    plain = run(preparing, ev.Faulted(15, "operator"), ev.FaultCleared(15 + 121))
    assert plain.stage is Stage.RECHECK_CARD
    back = run(
        plain, ev.StepOverridden(140, "no card"), ev.StepOverridden(150, "ok"), ev.Continued(151)
    )
    assert back.stage is Stage.PREPARING
    assert back.remaining_s == preparing.deadline_s - 15
    without = run(
        replace(preparing, face_consented=False),
        ev.Faulted(15, "operator"),
        ev.FaultCleared(136),
    )
    assert without.stage is Stage.RECHECK_FACE


def test_a_portrait_lost_before_the_first_match_is_read_again() -> None:
    at_face = run(
        start(PLAN),
        ev.LanguageConfirmed(0),
        ev.StepPassed(1),
        ev.ConsentGiven(2, face=True, analysis=True),
        ev.StepPassed(3),
        ev.StepPassed(4),
    )
    card = run(at_face, ev.PortraitForgotten(5))
    assert card.stage is Stage.RECHECK_CARD
    face, effects = step(card, ev.StepPassed(9))
    assert (face.stage, face.credit_s, effects) == (Stage.FACE_MATCH, 4, (Effect.CREDIT_FAULT,))


def test_without_face_consent_two_people_confirm_and_liveness_is_left_out() -> None:
    at_face = run(
        start(PLAN),
        ev.LanguageConfirmed(0),
        ev.StepPassed(1),
        ev.ConsentGiven(2, face=False, analysis=True),
        ev.StepPassed(3),
        ev.StepPassed(4),
    )
    second = run(at_face, ev.StepOverridden(5, "looked at the card"))
    assert second.stage is Stage.SECOND_LOOK
    with pytest.raises(IllegalStepError):
        step(second, ev.StepPassed(6))
    assert run(second, ev.StepOverridden(6, "looked too")).stage is Stage.ROOM_CHECK


def test_declining_erases_and_withdrawing_seals() -> None:
    _, effects = step(start(PLAN), ev.Withdrawn(1))
    assert effects == (Effect.ERASE_SESSION,)
    closed, effects = step(to_first_question(), ev.Withdrawn(20))
    assert effects == (Effect.STOP_RECORDING, Effect.SEAL_SESSION)
    assert closed.cause == "withdrawn"
