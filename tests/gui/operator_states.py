"""What the operator's window is shown in: the desk in realistic states, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

from app.domain.analysis import Language
from app.domain.identity import Problem
from app.domain.ids import AssignmentId, SessionId
from app.domain.messages import screen as m
from app.domain.messages.courier import OutboxItem, OutboxState
from app.domain.observation import Alert, Unwatched
from app.domain.timing import WallTime
from tests.gui.states import ALERTS, BRANCH, DIGEST, FAULTS, FRONT, NAME, PASSPORT, POSITION


def _assignments(language: Language) -> tuple[m.AssignmentLine, ...]:
    states: list[Literal["done", "running", "interrupted", "due"]] = [
        "done", "running", "interrupted", "due", "due", "due", "due", "due",
    ]  # fmt: skip
    return tuple(
        m.AssignmentLine(
            AssignmentId(f"A-2026-{number:04d}"), f"{9 + number // 2:02d}:{30 * (number % 2):02d}",
            NAME[language] if number == 1 else ("王丽华", "Li Wei")[language == "en"],
            POSITION[language], state,
        )
        for number, state in enumerate(states)
    )  # fmt: skip


def _outbox() -> tuple[OutboxItem, ...]:
    states: list[OutboxState] = ["uploading", "refused", "uploaded", "waiting", "receipted"]
    return tuple(
        OutboxItem(
            SessionId(f"01JD9Z6Q3F8N2X7K5W4V0T{n}AB"), DIGEST, 48_000_000 * n + 900_000, state,
            21_000_000, "",
        )
        for n, state in enumerate(states)
    )  # fmt: skip


def operator_states(language: Language) -> dict[str, m.ShowOperator]:
    """File name -> what is shown."""
    workers = ("recorder", "watcher", "analyst", "courier", "screens")
    busy = m.ShowOperator(
        locked=False, pin_wrong=False, branch=BRANCH[language], kiosk="SH-PD-0147-02",
        assignments=_assignments(language), stage="answering", question=2, questions=3,
        candidate_name=NAME[language], recording=True, recorded_s=754.2, unsynced_s=0.8,
        camera="ok", room_camera="dark", microphone="ok", level_db=-23.0, peak_db=-9.5, fps=29.8,
        disk_free_gb=212.4, online=True, outbox=_outbox(), alerts=ALERTS, decision=None,
        help_asked=False,
        processes=tuple(m.ProcessLine(name, "running", 0) for name in workers), problems=(),
        faults=FAULTS, started=WallTime(datetime(2026, 9, 12, 2, 0, tzinfo=UTC)),
    )  # fmt: skip
    decision = m.DecisionAsked(
        "card_front",
        (Problem("CARD-OTHER-NAME", ""), Problem("CARD-FIELD-UNREAD", "")),
        FRONT,
    )
    typed = m.DecisionAsked(
        "card_front",
        (Problem("DOCUMENT-TYPED", ""),),
        tuple((name, "") for name, _ in PASSPORT),
        document="passport",
    )
    match = m.DecisionAsked(
        "face_match",
        (Problem("FACE-NOT-MATCHED", ""),),
        (("score", "0.312"), ("threshold", "0.420")),
    )
    unsure = m.DecisionAsked(
        "face_match",
        (Problem("FACE-UNSURE", ""),),
        (("score", "0.492"), ("threshold", "0.420"), ("sure", "0.570")),
    )
    second = m.DecisionAsked(
        "second_look",
        (Problem("FACE-NOT-CONSENTED", ""), Problem("SECOND-SAME-PERSON", "")),
        FRONT,
        first={"zh": "李操作员", "en": "Li Operator"}[language],
    )
    worst = replace(
        busy, stage="face_match", decision=match, help_asked=True, camera="lost", online=False,
        microphone="silent", peak_db=-120.0, level_db=-120.0, fps=0.0, disk_free_gb=1.2,
        unsynced_s=9.4,
        processes=(
            m.ProcessLine("recorder", "restarting", 3), m.ProcessLine("watcher", "given_up", 6),
            m.ProcessLine("analyst", "starting", 0), m.ProcessLine("courier", "running", 1),
            m.ProcessLine("screens", "running", 0),
        ),
        problems=(Problem("CAMERA-LOST", ""), Problem("DISK-FULL", "")),
        alerts=(*ALERTS, Alert("usb_device", 310.0, None, 1.0, "pc", detail="Cruzer Blade")),
        unwatched=(
            Unwatched(120.0, 131.5, "candidate", "watcher_ended"),
            Unwatched(305.0, None, "room", "camera_lost"),
            Unwatched(311.0, None, "candidate", "face_not_comparable"),
        ),
    )  # fmt: skip
    return {
        "20_locked": replace(busy, locked=True),
        "20_locked_wrong": replace(busy, locked=True, pin_wrong=True, help_asked=True),
        "21_idle": replace(
            busy, stage="idle", candidate_name="", question=0, questions=0, recording=False,
            alerts=(), outbox=_outbox()[3:4], sends_from="20:00", may_send_now=True,
        ),
        "21_empty": replace(
            busy, stage="idle", candidate_name="", question=0, questions=0, recording=False,
            alerts=(), outbox=(), assignments=(), camera="missing", room_camera="missing",
            microphone="missing", peak_db=-120.0, level_db=-120.0, processes=(),
        ),
        "22_answering": busy,
        "22_alert_pictures": busy,
        "23_paused": replace(busy, stage="paused"),
        "24_decision_card": replace(busy, stage="card_front", decision=decision, question=0),
        "24_decision_typed": replace(busy, stage="card_front", decision=typed, question=0),
        "24_document_none_waits": replace(busy, stage="card_front", question=0),
        "24_document_back_none_waits": replace(busy, stage="card_back", question=0),
        "24_decision_second": replace(busy, stage="second_look", decision=second, question=0),
        "24_decision_face_unsure": replace(busy, stage="face_match", decision=unsure, question=0),
        "25_decision_face_worst": worst,
    }  # fmt: skip
