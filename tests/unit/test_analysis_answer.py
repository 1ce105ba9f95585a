"""Measures, keywords, scores and what is withheld, on words given by hand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.analysis.analyst import Analyst, AnswerSound, NoSound, Sight
from app.analysis.answer import measure_answer
from app.analysis.errors import LexiconUnreadableError
from app.analysis.fluency import find_fillers
from app.analysis.keywords import find_keywords
from app.analysis.lexicon import Fillers, load_fillers
from app.analysis.material import AnswerMaterial, Heard, units_of
from app.analysis.settings import AnalysisSettings
from app.domain.analysis import AnswerAnalysis, Language, ModelRef, Transcript, Word
from app.domain.assignment import Keyword, Question
from app.domain.ids import QuestionId
from app.domain.media import Samples
from app.domain.observation import Observation, SeenFace
from app.domain.timing import MonotonicNs
from app.perception.errors import SpeechModelError
from app.perception.speech_words import transcript_of
from app.ports.speech import Recognizer, VoiceDetector, VoiceSegment

MODEL = ModelRef("test 1", "00")
SETTINGS = AnalysisSettings()
SIGHT = ("face_visible_share", "facing_camera_share", "gaze_off_share")


@pytest.fixture(scope="module")
def fillers(resources: Path) -> Fillers:
    return load_fillers(resources)


def said(
    text: str, language: Language = "zh", *, sure: float = 0.95, gap: float = 0.0
) -> Transcript:
    """Words (split at spaces), a fifth of a second for each character, `gap` between words."""
    words: list[Word] = []
    now = 1.0
    for part in text.split():
        length = 0.2 * len(part)
        words.append(Word(part, now, now + length, sure))
        now += length + gap
    return transcript_of(words, language, MODEL)


def question(*keywords: Keyword, answer_s: int = 60) -> Question:
    return Question(QuestionId("q"), (("zh", "问"),), "service", 5, answer_s, keywords)


def noise(seconds: float, level: float = 900.0) -> Samples:
    return np.random.default_rng(0).normal(0, level, round(seconds * 16000)).astype(np.int16)


def heard(transcript: Transcript, seconds: float = 30.0) -> Heard:
    """Speech where the words are, as one stretch, in silence with a little noise."""
    words = transcript.words
    segments = (VoiceSegment(words[0].start_s, words[-1].end_s),) if words else ()
    samples = noise(seconds, 20)
    for segment in segments:
        first, last = round(segment.start_s * 16000), round(segment.end_s * 16000)
        samples[first:last] = noise(seconds)[first:last]
    return Heard(samples, 0.0, segments, transcript, fillers_kept=True)


def analysed(
    sound: Heard | None,
    asked: Question,
    fillers: Fillers,
    observations: tuple[Observation, ...] = (),
    problem: str = "",
) -> AnswerAnalysis:
    language: Language = sound.transcript.language if sound and sound.transcript else "zh"
    material = AnswerMaterial(asked, language, sound, problem, 30.0, observations)
    return measure_answer(material, fillers, SETTINGS)


def figures(analysis: AnswerAnalysis) -> dict[str, float]:
    return {measure.name: measure.value for measure in analysis.measures}


def reasons(analysis: AnswerAnalysis) -> dict[str, str]:
    return {item.name: item.reason for item in analysis.withheld}


LONG = "我 想 应聘 柜员 因为 我 喜欢 服务 客户 而且 做事 细心 有 耐心 也 懂得 防范 风险"
KEYWORDS = (
    Keyword("服务", ("服务", "service")),
    Keyword("风险", ("风险", "risk")),
    Keyword("团队", ("团队", "team")),
    Keyword("耐心", ("耐心",)),
)


def test_a_good_answer_gets_every_figure_and_a_score_with_evidence(fillers: Fillers) -> None:
    analysis = analysed(heard(said(LONG)), question(*KEYWORDS), fillers)
    found = figures(analysis)
    characters = len(LONG.replace(" ", ""))
    assert found["time_to_first_word"] == 1.0
    assert found["speech_rate"] == pytest.approx(300.0, abs=0.2)
    assert found["keyword_coverage"] == 0.75
    assert found["recognition_confidence"] == pytest.approx(0.95)
    assert found["signal_to_noise"] == pytest.approx(33, abs=1.5)
    (score,) = analysis.competencies
    amount = characters / 100
    assert score.score == pytest.approx(5 * 0.75 * (0.5 + 0.5 * amount), abs=0.05)
    assert score.confidence == pytest.approx(0.95)
    first = score.evidence[0]
    assert (first.words, first.rule) == ("服务", 'keyword 服务: "服务" said')
    assert first.start_s == pytest.approx(1.0 + 0.2 * LONG.replace(" ", "").index("服务"))
    assert "amount" in score.evidence[-1].rule
    assert analysis.not_computed == ("expression", "emotion")
    assert "face_visible_share" in reasons(analysis)
    assert not {"smile", "expression", "emotion"} & found.keys()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda h: replace(h, transcript=said(LONG, sure=0.6)), "low recognition confidence"),
        (lambda h: replace(h, segments=(VoiceSegment(0.0, 29.0),)), "not understood"),
        (lambda h: replace(h, missing_s=10.0), "are missing"),
        (lambda h: replace(h, transcript=said("我 想")), "too little speech"),
        (lambda h: replace(h, segments=()), "nobody speaks"),
        (lambda h: replace(h, transcript=None, segments=(), problem="the model broke"), "broke"),
    ],
)
def test_words_that_cannot_be_trusted_give_no_figure(
    fillers: Fillers, change: object, reason: str
) -> None:
    assert callable(change)
    analysis = analysed(change(heard(said(LONG))), question(*KEYWORDS), fillers)
    left_out = reasons(analysis)
    for name in ("speech_rate", "filler_count", "keyword_coverage", "competency: service"):
        assert reason in left_out[name], name
        assert name not in figures(analysis)
    (score,) = analysis.competencies
    assert (score.score, score.confidence, score.evidence) == (None, 0.0, ())


def test_no_sound_at_all_withholds_everything_with_the_reason(fillers: Fillers) -> None:
    analysis = analysed(None, question(*KEYWORDS), fillers, problem="the microphone was lost")
    assert analysis.transcript is None
    assert analysis.measures == ()
    assert {r for n, r in reasons(analysis).items() if n not in SIGHT} == {
        "the microphone was lost"
    }


def test_a_question_without_keywords_and_a_very_short_answer_get_no_score(
    fillers: Fillers,
) -> None:
    without = analysed(heard(said(LONG)), question(), fillers)
    assert reasons(without)["competency: service"] == "the question has no keywords"
    short = said("我 喜欢 服务 客户 非常 喜欢 这样 吧", gap=0.1)
    brief = analysed(heard(short), question(*KEYWORDS), fillers)
    assert figures(brief)["keyword_coverage"] == 0.25
    assert "too little was said" in reasons(brief)["competency: service"]


def test_pauses_are_the_gaps_of_a_quarter_second_and_more(fillers: Fillers) -> None:
    transcript = said(LONG)
    segments = (VoiceSegment(2.0, 4.0), VoiceSegment(4.2, 7.0), VoiceSegment(8.5, 12.0))
    analysis = analysed(replace(heard(transcript), segments=segments), question(*KEYWORDS), fillers)
    found = figures(analysis)
    assert (found["pause_count"], found["pause_total"], found["pause_longest"]) == (1, 1.5, 1.5)
    assert found["pause_share"] == pytest.approx(0.15)
    assert found["speaking_share"] == pytest.approx(8.3 / 30, abs=0.001)
    said_units = units_of(transcript.text, "zh")
    assert found["speech_rate"] == pytest.approx(said_units / 10 * 60)
    assert found["articulation_rate"] == pytest.approx(said_units / 8.5 * 60, abs=0.1)


def test_fillers_are_hesitations_and_phrases_before_a_pause_or_repeated(
    fillers: Fillers,
) -> None:
    words = [
        Word("嗯", 0.0, 0.3, 0.9),
        Word("那个", 0.3, 0.6, 0.9),
        Word("问题", 0.6, 1.0, 0.9),
        Word("然后", 1.0, 1.4, 0.9),
        Word("我", 2.0, 2.2, 0.9),
        Word("就是", 2.2, 2.5, 0.9),
        Word("就是", 2.5, 2.8, 0.9),
        Word("想", 2.8, 3.0, 0.9),
        Word("呃", 3.0, 3.1, 0.3),
    ]
    found = find_fillers(words, "zh", fillers, SETTINGS)
    assert [(word.text, word.start_s) for word in found] == [
        ("嗯", 0.0),
        ("然后", 1.0),
        ("就是", 2.2),
    ]
    english = [Word("Um,", 0, 0.2, 0.9), Word("I", 0.3, 0.4, 0.9)]
    assert len(find_fillers(english, "en", fillers, SETTINGS)) == 1


def test_fillers_are_withheld_where_the_recogniser_drops_them(fillers: Fillers) -> None:
    sound = replace(heard(said(LONG)), fillers_kept=False)
    assert (
        "leaves fillers out"
        in reasons(analysed(sound, question(*KEYWORDS), fillers))["filler_count"]
    )


def hits(text: str, *spellings: str, language: Language = "zh") -> list[tuple[str, bool]]:
    found = find_keywords(said(text, language), (Keyword("k", spellings),))
    return [(hit.words, hit.by_sound) for hit in found]


@pytest.mark.parametrize(
    ("text", "spellings", "expected"),
    [
        ("识别 风险 很 重要 风险", ("风险",), [("风险", False), ("风险", False)]),
        ("不良 贷款", ("不良贷款",), [("不良贷款", False)]),
        ("高风险 客户", ("风险",), [("高风险", False)]),
        ("我 负责 任何 事情", ("责任",), []),
        ("识别 封线 很 重要", ("风险",), []),
        ("识别 丰县 很 重要", ("封县",), [("丰县", True)]),
        ("办理 李财产品 业务", ("理财产品",), [("李财产品", True)]),
        ("反 席 钱", ("洗钱",), []),
        ("使用 ＡＰＰ 转账", ("app",), [("ＡＰＰ", False)]),
        ("人 很 好", ("人",), [("人", False)]),
        ("工人 很 好", ("人",), []),
    ],
)
def test_chinese_keywords(
    text: str, spellings: tuple[str, ...], expected: list[tuple[str, bool]]
) -> None:
    assert hits(text, *spellings) == expected


@pytest.mark.parametrize(
    ("text", "spelling", "found"),
    [
        ("I verified the identity.", "verify", True),
        ("We apologized twice", "apologize", True),
        ("checking their purposes", "purpose", True),
        ("the customer's money", "customer", True),
        ("to follow things up", "follow up", False),
        ("I always follow up.", "follow up", True),
        ("a task", "ask", False),
        ("a friskier risky thing", "risk", False),
        ("RISK!", "risk", True),
    ],
)
def test_english_keywords(text: str, spelling: str, *, found: bool) -> None:
    assert bool(hits(text, spelling, language="en")) is found


def test_a_keyword_found_by_sound_only_lowers_the_confidence(fillers: Fillers) -> None:
    asked = question(Keyword("产品", ("理财产品",)))
    exact = analysed(heard(said(f"{LONG} 理财产品")), asked, fillers).competencies[0]
    sounded = analysed(heard(said(f"{LONG} 李财产品")), asked, fillers).competencies[0]
    assert exact.score == sounded.score
    assert sounded.confidence == pytest.approx(exact.confidence / 2)
    assert "sounds like" in sounded.evidence[0].rule


def looks(
    count: int, *, yaw: float = 0.0, gaze: float = 0.1, blink: float = 0.1
) -> list[Observation]:
    face = SeenFace((0.4, 0.3, 0.2, 0.3), yaw, 0.0, blink, 0.1, 0.9, gaze, 0.2)
    return [Observation(MonotonicNs(n), "candidate", (face,), None, 120, 200) for n in range(count)]


def test_face_measures_are_shares_of_the_looks(fillers: Fillers) -> None:
    nobody = [Observation(MonotonicNs(0), "candidate", (), None, 120, 200)] * 20
    room = [Observation(MonotonicNs(0), "room", (), None, 120, 200)] * 50
    seen = [*looks(40), *looks(20, yaw=40), *looks(20, gaze=-0.8), *nobody, *room]
    found = figures(analysed(heard(said(LONG)), question(), fillers, tuple(seen)))
    assert found["face_visible_share"] == 0.8
    assert found["facing_camera_share"] == 0.75
    assert found["gaze_off_share"] == 0.25


def test_too_few_looks_or_faces_or_open_eyes_are_withheld(fillers: Fillers) -> None:
    few = reasons(analysed(heard(said(LONG)), question(), fillers, tuple(looks(9))))
    assert "only 9 looks" in few["face_visible_share"]
    nobody = [Observation(MonotonicNs(0), "candidate", (), None, 120, 200)] * 40
    away = analysed(heard(said(LONG)), question(), fillers, (*looks(5), *nobody))
    assert figures(away)["face_visible_share"] == pytest.approx(0.111, abs=0.001)
    assert "only 5 looks" in reasons(away)["facing_camera_share"]
    shut = analysed(heard(said(LONG)), question(), fillers, tuple(looks(40, blink=0.9)))
    assert "open in only 0" in reasons(shut)["gaze_off_share"]


def test_units_are_characters_or_words() -> None:
    assert units_of("我用APP，转账2次。", "zh") == 7
    assert units_of("I don't know, really.", "en") == 4


class OneStretch:
    def segments(self, samples: Samples) -> tuple[VoiceSegment, ...]:
        return (VoiceSegment(0.5, len(samples) / 16000 - 0.5),)


class Speaks:
    language: Language = "zh"
    model = MODEL
    keeps_fillers = True
    longest_s = 600.0

    def transcribe(self, samples: Samples) -> Transcript:
        return said(LONG)


class Breaks(Speaks):
    def transcribe(self, samples: Samples) -> Transcript:
        raise RuntimeError("out of memory")


def missing(language: Language) -> Recognizer:
    raise SpeechModelError("the folder holds no model")


@pytest.mark.parametrize(
    ("opens", "reason"),
    [(lambda _: Breaks(), "RuntimeError"), (missing, "SPEECH-MODEL")],
)
def test_a_failing_model_costs_its_figures_and_nothing_else(
    fillers: Fillers, opens: object, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert callable(opens)
    analyst = Analyst(OneStretch, opens, fillers)
    sight = Sight(tuple(looks(40)))
    analysis = analyst.analyse(question(*KEYWORDS), "zh", AnswerSound(noise(9.0)), sight)
    assert reason in reasons(analysis)["competency: service"]
    assert figures(analysis)["face_visible_share"] == 1.0
    assert caplog.records
    caplog.clear()


def test_what_a_policy_turns_off_is_not_computed_and_named_so(fillers: Fillers) -> None:
    settings = AnalysisSettings(off=frozenset({"face", "scores"}))
    analyst = Analyst(OneStretch, lambda _: Speaks(), fillers, settings)
    sight = Sight(tuple(looks(40)))
    for sound in (AnswerSound(noise(9.0)), NoSound("no microphone", 20.0)):
        analysis = analyst.analyse(question(*KEYWORDS), "zh", sound, sight)
        named = {*figures(analysis), *reasons(analysis)}
        assert not named & {*SIGHT, "keyword_coverage", "competency: service"}
        assert [one.score for one in analysis.competencies] == [None]
        assert analysis.not_computed == ("expression", "emotion", "face", "scores")
    analyst.use(fillers, frozenset({"scores"}))  # another policy, before the next interview
    analysis = analyst.analyse(question(*KEYWORDS), "zh", AnswerSound(noise(9.0)), sight)
    assert analysis.not_computed == ("expression", "emotion", "scores")


def test_silence_and_no_sound_do_not_load_a_model(fillers: Fillers) -> None:
    def never(language: Language) -> Recognizer:
        raise AssertionError(language)

    def nor_this() -> VoiceDetector:
        raise AssertionError

    analyst = Analyst(nor_this, never, fillers)
    silent = analyst.analyse(
        question(*KEYWORDS), "zh", AnswerSound(np.zeros(80000, np.int16)), Sight()
    )
    assert reasons(silent)["competency: service"] == "the sound is silent"
    none = analyst.analyse(question(), "zh", NoSound("no microphone", 20.0), Sight(problem="dark"))
    assert reasons(none)["competency: service"] == "no microphone"
    assert reasons(none)["face_visible_share"] == "dark"


def test_an_analyst_loads_each_model_once(fillers: Fillers) -> None:
    loads: list[str] = []

    def opened(language: Language) -> Recognizer:
        loads.append(language)
        return Speaks()

    analyst = Analyst(OneStretch, opened, fillers)
    for _ in range(2):
        analyst.analyse(question(), "zh", AnswerSound(noise(9.0)), Sight())
    assert loads == ["zh"]


def test_a_damaged_lexicon_is_refused_with_the_place(tmp_path: Path) -> None:
    with pytest.raises(LexiconUnreadableError):
        load_fillers(tmp_path)
    (tmp_path / "lexicons").mkdir()
    file = tmp_path / "lexicons" / "fillers.toml"
    file.write_text("format = 1\n[zh]\nhesitations = 3\nphrases = []\n[en]\n", encoding="utf-8")
    with pytest.raises(LexiconUnreadableError, match=r"zh\.hesitations"):
        load_fillers(tmp_path)
