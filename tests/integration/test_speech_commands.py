"""transcribe, analyse, watch and flow, from the command line, with the real models."""

import json
import wave
from pathlib import Path

import numpy as np
import pytest

import main


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, object]:
    """The command's JSON; it has to succeed."""
    assert main.main([*map(str, arguments), "--json"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    data = json.loads(out)
    assert isinstance(data, dict)
    return data


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The code on standard error of a refused command; standard output stays empty."""
    assert main.main([*map(str, arguments)]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()[-1].partition(":")[0]


def write_wav(path: Path, samples: np.ndarray[tuple[int], np.dtype[np.int16]]) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(samples.tobytes())
    return path


@pytest.fixture
def question(tmp_path: Path) -> Path:
    path = tmp_path / "question.toml"
    path.write_text(
        """
[question]
id = "hotel"
competency = "service"
preparation_s = 5
answer_s = 20
text = { zh = "问", en = "Ask" }
keywords = [
  { name = "first", zh = ["测试"], en = ["orientation"] },
  { name = "second", zh = ["团队"], en = ["teamwork"] },
]
""",
        encoding="utf-8",
    )
    return path


def test_transcribe_mandarin(capsys: pytest.CaptureFixture[str], models: Path, media: Path) -> None:
    clip = media / "speech_zh" / "zh_hefei_weather_4s.wav"
    data = run(capsys, "transcribe", clip, "--lang", "zh")
    assert data["text"] == "明天合肥天气怎么样"
    words = data["words"]
    assert isinstance(words, list)
    assert "".join(word["text"] for word in words) == data["text"]
    assert all(0 <= w["start_s"] < w["end_s"] <= 3.9 for w in words)
    assert isinstance(data["confidence"], float)
    assert data["confidence"] > 0.9
    assert data["model"] == {
        "name": "vosk_zh vosk-model-small-cn-0.22",
        "sha256": "3af8b0e7e0f835ae9d414ce5df580237a3cfb08d586c9fbbb0f7ff29ad5b14ba",
    }


def test_transcribe_english_without_the_network(
    capsys: pytest.CaptureFixture[str],
    models: Path,
    media: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_network(*_: object) -> None:
        raise AssertionError("a recogniser looked for the network")

    monkeypatch.setattr("socket.socket.connect", no_network)
    clip = media / "speech_en" / "en_free_answer_5s.wav"
    data = run(capsys, "transcribe", clip, "--lang", "en")
    assert data["text"] == "I really like animals. Let's talk about working dogs."


def test_noise_gives_no_words_and_what_is_no_sound_a_code(
    capsys: pytest.CaptureFixture[str], models: Path, tmp_path: Path
) -> None:
    hiss = np.random.default_rng(0).normal(0, 600, 64000).astype(np.int16)
    data = run(capsys, "transcribe", write_wav(tmp_path / "n.wav", hiss), "--lang", "zh")
    assert (data["text"], data["words"], data["confidence"]) == ("", [], 0.0)
    silent = write_wav(tmp_path / "s.wav", np.zeros(32000, np.int16))
    assert refused(capsys, "transcribe", silent, "--lang", "zh") == "AUDIO-SILENT"
    assert refused(capsys, "transcribe", __file__, "--lang", "en") == "AUDIO-UNREADABLE"
    assert refused(capsys, "transcribe", tmp_path / "x", "--lang", "en") == "FILE-MISSING"


def test_analyse_a_video_with_its_face(
    capsys: pytest.CaptureFixture[str], models: Path, media: Path, question: Path
) -> None:
    clip = media / "video_talking" / "talk_en_headturns_woman.mp4"
    given = ("--question", question, "--position", "teller", "--lang", "en")
    data = run(capsys, "analyse", clip, *given)
    measures = data["measures"]
    assert isinstance(measures, dict)
    assert measures["face_visible_share"]["value"] > 0.9
    assert measures["keyword_coverage"]["value"] == 0.5
    assert measures["speech_rate"]["unit"] == "words/min"
    competencies = data["competencies"]
    assert isinstance(competencies, list)
    (score,) = competencies
    assert 0 < score["score"] <= 2.5
    assert score["evidence"][0]["words"].startswith("orientation")
    assert 3 < score["evidence"][0]["start_s"] < 6
    assert data["not_computed"] == ["expression", "emotion"]
    withheld = data["withheld"]
    assert isinstance(withheld, list)
    assert {"filler_count", "filler_rate"} <= {item["name"] for item in withheld}


def test_analyse_withholds_what_was_not_understood(
    capsys: pytest.CaptureFixture[str], models: Path, media: Path, question: Path
) -> None:
    clip = media / "speech_zh" / "zh_meeting_far_12s.wav"
    data = run(capsys, "analyse", clip, "--question", question, "--position", "teller")
    competencies = data["competencies"]
    assert isinstance(competencies, list)
    assert competencies == [{"name": "service", "score": None, "confidence": 0.0, "evidence": []}]
    measures = data["measures"]
    assert isinstance(measures, dict)
    assert not {"speech_rate", "keyword_coverage"} & measures.keys()
    assert measures["recognition_confidence"]["value"] < 0.85


def test_analyse_refuses_silence_and_an_unknown_question(
    capsys: pytest.CaptureFixture[str], models: Path, resources: Path, tmp_path: Path
) -> None:
    silent = write_wav(tmp_path / "s.wav", np.zeros(32000, np.int16))
    flow = resources / "flows" / "teller.toml"
    given = ("--question", flow, "--position", "teller")
    assert refused(capsys, "analyse", silent, *given) == "QUESTION-MISSING"
    assert refused(capsys, "analyse", silent, *given, "--id", "why-this-bank") == "AUDIO-SILENT"


def test_watch_sees_the_candidate_leave_and_nothing_else(
    capsys: pytest.CaptureFixture[str], models: Path, media: Path
) -> None:
    data = run(capsys, "watch", media / "video_absence" / "face_then_none.mov")
    events = data["events"]
    assert isinstance(events, list)
    (event,) = events
    assert event["kind"] == "left_frame"
    assert event["start_s"] == pytest.approx(2.4, abs=0.5)
    assert event["end_s"] == pytest.approx(6.4, abs=0.5)
    assert data["not_watched"] == []


def test_watch_hears_somebody_else_speak(
    capsys: pytest.CaptureFixture[str], models: Path, media: Path
) -> None:
    silent = media / "video_liveness" / "gaze_center.mp4"
    voice = media / "speech_en" / "en_librispeech_9s.wav"
    heard = run(capsys, "watch", silent, "--audio", voice)
    assert isinstance(heard["events"], list)
    assert [event["kind"] for event in heard["events"]] == ["second_voice"]


def test_watch_sees_a_phone_but_not_in_a_mug(
    capsys: pytest.CaptureFixture[str], models: Path, media: Path
) -> None:
    data = run(capsys, "watch", media / "video_phone" / "phone_vid_2.mp4")
    events = data["events"]
    assert isinstance(events, list)
    assert [event["kind"] for event in events] == ["phone"]
    assert refused(capsys, "watch", media / "speech_zh" / "zh_word_1s.wav") == "VIDEO-UNREADABLE"


def test_flow_check(capsys: pytest.CaptureFixture[str], resources: Path, tmp_path: Path) -> None:
    flow = resources / "flows" / "teller-demo.toml"
    data = run(capsys, "flow", "check", flow)
    assert (data["paths"], data["problems"]) == (3, [])
    assert data["longest_s"] == 261.0
    runs = run(capsys, "flow", "simulate", flow)["runs"]
    assert isinstance(runs, list)
    assert [item["stages"][-1] for item in runs] == ["done"] * 3
    bad = tmp_path / "bad.toml"
    bad.write_text(flow.read_text("utf-8").replace("answer_s = 60", "answer_s = 0"), "utf-8")
    assert main.main(["flow", "check", str(bad), "--json"]) == 3
    data = json.loads(capsys.readouterr().out)
    assert [problem["code"] for problem in data["problems"]] == ["time_zero"] * 3
    assert refused(capsys, "flow", "check", __file__) == "FLOW-UNREADABLE"
