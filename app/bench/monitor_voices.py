"""Scenes with a second voice in them, for the benchmark of the live monitor.

Who is seen is not who is heard: there is no footage of a candidate and somebody else in one room's
sound. What is heard are recordings, one after the other.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from app.bench.monitor_scenes import EVENT_S, WHOLE_S, Scene, is_held_back, looped
from app.domain.media import Samples
from app.monitoring.measuring import Expected
from app.perception.speech_sound import load_sound
from app.ports.speech import SPEECH_RATE_HZ

_SILENT = (
    "video_liveness/gaze_center.mp4",
    "video_liveness/gaze_center_left_center.mp4",
    "video_liveness/webcam_man_expressions_53s.mp4",
    "video_expression/calm_clutter_woman.mp4",
    "video_expression/expr_d9.mp4",
    "video_expression/expr_d19.mp4",
    "video_expression/expr_d14.mp4",
)
"""People who say nothing; the third and the last three pull faces."""
_VOICES = (
    ("speech_zh/zh_read_tech_39s.wav", 3.0),
    ("speech_en/en_librispeech_9s.wav", 2.0),
    ("speech_zh/zh_meeting_far_12s.wav", 2.0),
)
"""Somebody who speaks, and from where in the recording: near, near, and from far in a room."""
_SPEAKING = (
    "video_talking/talk_en_map_man.mp4",
    "video_talking/talk_en_glasses_woman.mp4",
    "video_talking/talk_en_flag_woman_8s.mp4",
)
"""People who speak all the time."""
OWN_VOICES = (
    "speech_en/en_read_sdk_52s.wav",
    "speech_en/en_read_tech_35s.wav",
    "speech_en/en_oral_translation_22s.wav",
    "speech_zh/zh_read_tech_39s.wav",
    "speech_zh/zh_read_tech_44s.wav",
    "speech_zh/zh_dialect_30s.wav",
    "speech_zh/zh_news_24s.wav",
)
"""Recordings of one voice, long enough to be learnt and to go on after the other one."""
_OTHERS = (
    ("speech_en/en_librispeech_9s.wav", 2.0),
    ("speech_zh/zh_meeting_far_12s.wav", 2.0),
    ("speech_en/en_disfluent_7s.flac", 0.5),
    ("speech_zh/zh_news_foxconn_8s.wav", 1.0),
    ("speech_en/en_jfk_11s.flac", 2.0),
)
"""Whom none of the own ones is, and from where in the recording."""
_FAR_AGAIN = ("speech_zh/zh_meeting_far_12s.wav", 7.0)
"""Another part of the recording from far, on which nothing was chosen."""
_ANSWER_S, _ANSWER_WHOLE_S = (17.0, 22.0), 27.0
"""When the other is heard, and how long it all takes."""


def voice_scenes(media: Path) -> Iterator[Scene]:
    """Somebody else speaks for five seconds while the person seen says nothing."""
    for name in _SILENT:
        for voice, from_s in _VOICES:
            yield Scene(
                f"{name}, {voice} is heard",
                looped(media / name, 0.0, 6.0, WHOLE_S),
                (Expected("second_voice", *EVENT_S),),
                made=True,
                held_back=is_held_back(name),
                sound=_heard(media / voice, from_s, None, EVENT_S, WHOLE_S),
            )


def answer_scenes(media: Path) -> Iterator[Scene]:
    """The candidate answers, somebody else says something for five seconds, the answer goes on."""
    for index, own in enumerate(OWN_VOICES):
        name = _SPEAKING[index % len(_SPEAKING)]
        others = [_OTHERS[(index + turn) % len(_OTHERS)] for turn in range(3)]
        for voice, from_s in (*others, _FAR_AGAIN):
            part = f" from {from_s:g} s" if (voice, from_s) == _FAR_AGAIN else ""
            yield Scene(
                f"{name} answers as {own}, {voice}{part} is heard",
                looped(media / name, 0.0, 6.0, _ANSWER_WHOLE_S),
                (Expected("second_voice", *_ANSWER_S),),
                made=True,
                held_back=(voice, from_s) == _FAR_AGAIN,
                sound=_heard(media / voice, from_s, media / own, _ANSWER_S, _ANSWER_WHOLE_S),
            )


def _heard(
    other: Path, from_s: float, own: Path | None, event_s: tuple[float, float], whole_s: float
) -> Callable[[], Samples]:
    def sound() -> Samples:
        first = round(from_s * SPEECH_RATE_HZ)
        length = round((event_s[1] - event_s[0]) * SPEECH_RATE_HZ)
        part = load_sound(other)[first : first + length]
        return mixed(part, None if own is None else load_sound(own), event_s[0], whole_s)

    return sound


def mixed(part: Samples, own: Samples | None, start_s: float, whole_s: float) -> Samples:
    """The own voice, or silence, with another one in it.

    Args:
        part: the other one.
        own: goes on after it where it was; None for silence.
        start_s: when the other one begins.
        whole_s: how long it all is.
    """
    whole: Samples = np.zeros(round(whole_s * SPEECH_RATE_HZ), np.int16)
    start = round(start_s * SPEECH_RATE_HZ)
    if own is not None:
        answer = own[: len(whole) - len(part)]
        whole[:start] = answer[:start]
        rest = answer[start:]
        whole[start + len(part) : start + len(part) + len(rest)] = rest
    whole[start : start + len(part)] = part
    return whole
