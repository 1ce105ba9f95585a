"""A realistic session in memory, with real Matroska behind it, for tests of console and report."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
from argon2 import PasswordHasher

from app.domain.analysis import (
    AnswerAnalysis,
    CompetencyScore,
    Evidence,
    Language,
    Measure,
    ModelRef,
    Transcript,
    Withheld,
    Word,
)
from app.domain.identity import (
    ChallengeResult,
    FaceMatch,
    FieldSource,
    IdCard,
    IdentityCheck,
    IdentityRecord,
    Liveness,
    Problem,
)
from app.domain.ids import AssignmentId, Digest, KioskId, QuestionId, SessionId, TakeId
from app.domain.observation import Alert
from app.domain.record import (
    AnswerRecord,
    ConsentItem,
    FaultCredit,
    MediaPart,
    SessionRecord,
)
from app.domain.screen_light import LightAnswer
from app.domain.timing import WallTime
from app.hq.errors import SessionUnknownError
from app.ports.archive import (
    EntryDigest,
    Integrity,
    ReceiptProof,
    SessionsPage,
    SessionState,
    SessionSummary,
)

RESOURCES = Path(__file__).parents[2] / "resources"
SESSION = SessionId("01JD2Q8Z3M5T7V9X1B3D5F7H9K")
FILLED_SESSION = SessionId("01JD2Q8Z3M5T7V9X1B3D5F7FIL")
ENGLISH_SESSION = SessionId("01JD2Q8Z3M5T7V9X1B3D5F7HEN")
HOSTILE = "<script>alert('x')</script>"
STARTED = WallTime(datetime(2026, 11, 20, 1, 30, tzinfo=UTC))
PART_S = 24
RATE = 15
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "correct horse battery"

_ZH_TEXT = (
    "我|从小|就|喜欢|和|人|打|交道|大学|学|的|是|金融|专业|去年|在|支行|网点|实习|过|三个|月|每天|帮助|"
    "客户|办理|业务|我|觉得|服务|好|每|一位|客户|需要|耐心|和|责任|心"
)
_EN_TEXT = (
    "I|studied|finance|and|last|year|I|worked|three|months|as|a|"
    "trainee|in|a|branch|where|I|served|customers|every|day|and|I|"
    "think|patience|and|care|are|what|they|need|most"
)
ZH_WORDS, EN_WORDS = _ZH_TEXT.split("|"), _EN_TEXT.split("|")


@cache
def matroska(
    seconds: int = PART_S, starts_at_s: float = 0.0, bar: tuple[int, int, int] = (60, 120, 200)
) -> bytes:
    """H.264 and AAC in Matroska with short clusters, as the recorder writes it."""
    held = io.BytesIO()
    options = {"cluster_time_limit": "200", "flush_packets": "1"}
    with av.open(held, "w", format="matroska", options=options) as target:
        video = target.add_stream("libx264", RATE, {"preset": "ultrafast", "tune": "zerolatency"})
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
        video.codec_context.gop_size = RATE
        audio = target.add_stream("aac", 48_000)
        audio.codec_context.layout = "mono"
        wave = (np.sin(np.arange(3200) / 3200 * 2 * np.pi * 30) * 8000).astype(np.int16)
        for number in range(seconds * RATE):
            picture = np.full((180, 320, 3), 40, np.uint8)
            picture[:, : 1 + number * 320 // (seconds * RATE)] = bar
            frame = av.VideoFrame.from_ndarray(picture, "rgb24")
            frame.pts, frame.time_base = number + round(starts_at_s * RATE), Fraction(1, RATE)
            sound = av.AudioFrame.from_ndarray(wave.reshape(1, -1), "s16", "mono")
            sound.sample_rate, sound.pts = 48_000, number * 3200 + round(starts_at_s * 48_000)
            for packet in (*video.encode(frame), *audio.encode(sound)):
                target.mux(packet)
        for packet in (*video.encode(None), *audio.encode(None)):
            target.mux(packet)
    return held.getvalue()


def _words(texts: list[str], length_s: float) -> tuple[Word, ...]:
    step = (length_s - 1.0) / len(texts)
    return tuple(
        Word(text, 0.5 + i * step, 0.5 + i * step + step * 0.85, 0.45 if i % 7 == 3 else 0.93)
        for i, text in enumerate(texts)
    )


def analysis(language: Language, length_s: float) -> AnswerAnalysis:
    """What the analysis says of an answer."""
    texts = ZH_WORDS if language == "zh" else EN_WORDS
    words = _words(texts, length_s)
    unit = "characters/min" if language == "zh" else "words/min"
    hit = words[12 if language == "zh" else 2]
    keyword = "银行与金融 banking and finance"
    return AnswerAnalysis(
        transcript=Transcript(
            language,
            ("" if language == "zh" else " ").join(texts),
            words,
            0.86,
            ModelRef("vosk-model-small-cn-0.22", "3a" * 32),
        ),
        measures=(
            Measure("recognition_confidence", 0.86, "1", "mean of the words', by duration; vosk"),
            Measure("time_to_first_word", 0.5, "s", "start of the first speech"),
            Measure("speech_rate", 196.4, unit, "the same without pauses of 0.25 s and more; "
                    "Goldman-Eisler 1968"),
            Measure("pause_count", 3, "count", "gaps of at least 0.25 s between stretches of "
                    "speech (Silero VAD); De Jong and Bosker 2013"),
            Measure("speech_level", -23.4, "dBFS", "mean power where somebody speaks"),
            Measure("face_visible_share", 0.987, "1", "looks with a face / all 75 looks"),
        ),
        competencies=(
            CompetencyScore(
                "motivation",
                3.4,
                0.86,
                (
                    Evidence(hit.start_s, hit.end_s, hit.text, f'keyword {keyword}: "金融" said'),
                    Evidence(0.5, length_s, "".join(texts),
                             "amount: 78 characters, 120 expected of a full answer; coverage-1"),
                ),
            ),
        ),
        withheld=(
            Withheld("filler_count", "the recogniser for this language leaves fillers out"),
            Withheld("filler_rate", "the recogniser for this language leaves fillers out"),
            Withheld("gaze_off_share", "the eyes were seen open in only 4 looks"),
        ),
        not_computed=("expression", "emotion"),
    )  # fmt: skip


def _silent() -> AnswerAnalysis:
    reason = "too little speech: 0.4 s, 2 characters or words recognised"
    return AnswerAnalysis(
        None,
        (),
        (CompetencyScore("service", None, 0.0, ()),),
        tuple(Withheld(n, reason) for n in ("speech_rate", "competency: service")),
        ("expression", "emotion"),
    )


def _answer(number: int, question: str, start_s: float, end_s: float) -> AnswerRecord:
    return AnswerRecord(
        question=QuestionId(question),
        text="您为什么选择应聘我们银行的柜员岗位？",
        competency="motivation",
        take=TakeId(f"{question}.{number}"),
        prepared_s=7.5,
        starts_at_s=start_s,
        ends_at_s=end_s,
        outcome="finished",
        analysis=analysis("zh", end_s - start_s),
    )


def identity() -> IdentityRecord:
    """A card read, a face matched, and liveness that a person decided."""
    card = IdCard(
        name="王小雨",
        sex="女",
        ethnicity="满",
        birth="1999-12-31",
        address="北京市东城区某某胡同八号",
        number="110101199912310026",
        authority="北京市公安局东城分局",
        valid_from="2019-05-01",
        valid_to="2039-05-01",
        confidence=(("name", 0.99), ("number", 0.98)),
        sources=(
            FieldSource("name", "confirmed", "李操作员"),
            FieldSource("number", "read", "ocr_rec PP-OCRv6_small"),
        ),
    )
    match = FaceMatch(0.612, 0.43, match=True, quality=(("a.face_px", 180.0),), problems=(),
                      model="mobilefacenet 1.0.24")  # fmt: skip
    missed = Problem("LIVENESS-NOT-SEEN", "The gesture turn_left was not seen")
    live = Liveness(
        passed=False,
        challenges=(
            ChallengeResult("blink", passed=True, at_s=2.4, peak=0.62),
            ChallengeResult("turn_left", passed=False, at_s=None, peak=8.0),
        ),
        spoof_score=None,
        problems=(missed,),
        light=LightAnswer(0.081, 0.002, 74, 5.6),
    )
    return IdentityRecord(
        card,
        match,
        live,
        (
            IdentityCheck("card_front", "passed",
                          "read from the camera and confirmed by the candidate",
                          "PP-OCRv6_small"),
            IdentityCheck("card_back", "passed",
                          "read from the camera and confirmed by the candidate",
                          "PP-OCRv6_small"),
            IdentityCheck("face_match", "passed", "cosine similarity 0.612, threshold 0.430",
                          "mobilefacenet 1.0.24"),
            IdentityCheck("liveness", "overridden", "LIVENESS-NOT-SEEN", "", "李操作员",
                          "应聘者颈部受伤，无法转头，已核对本人"),
        ),
    )  # fmt: skip


MEDIA = (
    MediaPart("media/candidate-1.sealed", "candidate", 2.0, 24.0, 360, 0, complete=True),
    MediaPart("media/candidate-2.sealed", "candidate", 31.0, 0.0, 250, 3, complete=False),
    MediaPart("media/room-1.sealed", "room", 2.1, 24.0, 360, 1, complete=True),
)


def record(session: SessionId = SESSION, name: str = "王小雨") -> SessionRecord:
    """One candidate's visit."""
    answers = (
        _answer(1, "why-this-bank", 5.0, 20.0),
        replace(_answer(1, "angry-customer", 22.0, 25.5), outcome="interrupted", analysis=None,
                competency="service",
                text="一位客户等了很久，情绪非常激动。请说说您会怎样处理。"),
        replace(_answer(2, "angry-customer", 33.0, 44.0), outcome="timed_out",
                analysis=_silent(), competency="service",
                text="一位客户等了很久，情绪非常激动。请说说您会怎样处理。"),
    )  # fmt: skip
    return SessionRecord(
        format=1,
        session=session,
        assignment=AssignmentId("A-2026-0117"),
        kiosk=KioskId("kiosk-hangzhou-1"),
        candidate_name=name,
        position="teller",
        branch="杭州西湖支行",
        language="zh",
        started=STARTED,
        ended=WallTime(STARTED + timedelta(seconds=48)),
        flow_id="teller-demo",
        flow_version=1,
        flow_digest=Digest("f1" * 32),
        consent=(
            ConsentItem("recording", given=True, text_digest=Digest("c1" * 32)),
            ConsentItem("face", given=True, text_digest=Digest("c2" * 32)),
            ConsentItem("analysis", given=True, text_digest=Digest("c3" * 32)),
            ConsentItem("retention", given=False, text_digest=Digest("c4" * 32)),
        ),
        identity=identity(),
        answers=answers,
        alerts=(
            Alert("looking_away", 9.2, 12.6, 0.71),
            Alert("second_person", 14.0, 16.2, 0.88, "room", "清洁人员误入，已离开"),
            Alert("phone", 38.0, None, 0.64),
        ),
        faults=(FaultCredit(26.0, 7.0, "restart"),),
        media=MEDIA,
        reply="谢谢！第二题因为机器重启，我重新回答了一次。",
        withdrawn=False,
        journal_head="ab" * 32,
    )


COPY = MediaPart(
    "media/candidate-safety.sealed", "candidate", 1.8, 46.0, 460, 0, complete=True, track="safety"
)
RED = (200, 40, 40)


def filled_record() -> SessionRecord:
    """The recording has a hole from 26 to 31 s; the copy on the second disk, in red, has not."""
    spanning = replace(_answer(1, "angry-customer", 22.0, 40.0), competency="service")
    known = record(FILLED_SESSION, "欧阳海")
    return replace(known, answers=(known.answers[0], spanning), media=(*MEDIA, COPY))


def english_record() -> SessionRecord:
    """A session in English with one answer and no trouble."""
    one = replace(
        _answer(1, "why-this-bank", 5.0, 20.0),
        text="Why have you chosen to apply for the teller position at our bank?",
        analysis=analysis("en", 15.0),
    )
    return replace(
        record(ENGLISH_SESSION, "Alexandra Featherstonehaugh-Wolfeschlegelsteinhausen"),
        language="en",
        branch="London Canary Wharf branch",
        answers=(one,),
        alerts=(),
        faults=(),
        media=MEDIA[:1],
        reply="",
    )


@dataclass
class FakeArchive:
    """An `Archive` in memory.

    Attributes:
        parts: entry -> plain Matroska.
    """

    records: dict[SessionId, SessionRecord] = field(default_factory=dict[SessionId, SessionRecord])
    parts: dict[str, bytes] = field(default_factory=dict[str, bytes])
    opened: int = 0
    unopened: tuple[SessionId, ...] = ()

    def count(self) -> int:
        return len(self.records)

    def page(
        self, wanted: Callable[[SessionSummary], bool], after: str = "", most: int = 50
    ) -> SessionsPage:
        every = [self._summary(each) for each in self.records.values()]
        names = [one.session for one in every]
        start = names.index(SessionId(after)) + 1 if after in names else 0
        found = [one for one in every[start:] if wanted(one)]
        return SessionsPage(
            tuple(found[:most]),
            self.unopened,
            found[most - 1].session if len(found) > most else "",
        )

    def _summary(self, each: SessionRecord) -> SessionSummary:
        whole = all(part.complete for part in each.media)
        state: SessionState = "complete" if whole else "incomplete"
        return SessionSummary(
            each.session,
            each.assignment,
            each.kiosk,
            each.candidate_name,
            each.position,
            each.branch,
            each.language,
            each.started,
            each.ended,
            WallTime(each.ended + timedelta(hours=1)),
            state,
        )

    def record(self, session: SessionId) -> SessionRecord:
        if session not in self.records:
            raise SessionUnknownError("There is no such session in the archive")
        return self.records[session]

    def held(self, session: SessionId) -> dict[str, bool]:
        media = self.record(session).media
        return {part.entry: part.complete for part in media if part.entry in self.parts}

    def media(self, session: SessionId, entry: str) -> Iterator[bytes]:
        self.record(session)
        self.opened += 1
        data = self.parts[entry]
        return (data[at : at + 50_000] for at in range(0, len(data), 50_000))

    def integrity(self, session: SessionId) -> Integrity:
        known = self.record(session)
        return Integrity(
            bundle_digest=Digest("d0" * 32),
            entries=(
                EntryDigest("session.json", 18_234, Digest("e0" * 32)),
                EntryDigest("journal.jsonl", 40_112, Digest("e1" * 32)),
                *(EntryDigest(e, 8_412_555, Digest("e2" * 32)) for e in self.held(session)),
            ),
            signature_valid=True,
            journal_verified=True,
            journal_events=112,
            receipt=ReceiptProof(
                WallTime(known.ended + timedelta(hours=1)), "hq-sign-1", "9a" * 64
            ),
            problems=(),
        )


def make_archive(*records: SessionRecord) -> FakeArchive:
    """An archive with these sessions (the Chinese one by default)."""
    whole = matroska()
    held = {each.session: each for each in records or (record(),)}
    parts = {part.entry: whole for part in MEDIA}
    parts["media/candidate-2.sealed"] = whole[: len(whole) * 2 // 3]
    if any(COPY in each.media for each in held.values()):
        parts[COPY.entry] = matroska(46, bar=RED)
    return FakeArchive(held, parts)
