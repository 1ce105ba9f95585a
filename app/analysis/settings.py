"""Every threshold of the analysis, with unit and source, in one place."""

from dataclasses import dataclass

from app.domain.analysis import AnalysisPart


@dataclass(frozen=True, slots=True)
class AnalysisSettings:
    """When a figure is given, and how it is formed.

    Attributes:
        pause_s: a gap between two stretches of speech counts as a pause from here on.
            Source: De Jong and Bosker, "Choosing a threshold for silent pauses", DiSS 2013:
            250 ms.
        min_speech_s: less speech than this gives no rates and no scores. Source: ours; three
            seconds hold about ten characters.
        min_units: nor do fewer recognised characters (Chinese) or words (English).
        min_scored_units: nor does an answer shorter than this give a score.
        min_confidence_zh, min_confidence_en: recognition confidence below which nothing that
            rests on the words is given. Source: docs/measurements-speech.md, "Where recognition
            stops being trusted".
        min_units_per_s_zh, min_units_per_s_en: recognised characters or words a second of speech
            below which most of it was not understood. Source: the same; the slowest clear speech
            measured there has 3.2 characters a second.
        max_missing_share: share 0..1 of an answer's sound that may be missing.
        min_filler_confidence: a hesitation less sure than this is noise. Source: ours.
        filler_pause_s: a filler phrase counts before a gap of this length.
        min_observations: fewer looks at the face give no face measures.
        min_observations_per_s: the same, as a rate.
        facing_yaw_deg, facing_pitch_deg: the head counts as turned to the camera within these.
            Source: facts of the landmarker, docs/measurements-speech.md; a second screen or notes
            beside the booth's screen lie beyond 20 degrees.
        gaze_off: |gaze_x| above which the eyes look aside. Source: measured 0.01-0.27 at the
            centre, 0.58-0.85 to the sides.
        shut_eyes: blink value above which the gaze is not measured.
        expected_share: share of the allowed time that a full answer is expected to use.
        expected_zh_per_min, expected_en_per_min: characters and words a minute of unhurried
            speech, for the same. Source: ours; below the usual 240 characters and 150 words.
        off: parts that a policy of the bank turns off.
    """

    pause_s: float = 0.25
    min_speech_s: float = 3.0
    min_units: int = 8
    min_scored_units: int = 20
    min_confidence_zh: float = 0.85
    min_confidence_en: float = 0.75
    min_units_per_s_zh: float = 2.0
    min_units_per_s_en: float = 0.8
    max_missing_share: float = 0.1
    min_filler_confidence: float = 0.5
    filler_pause_s: float = 0.2
    min_observations: int = 10
    min_observations_per_s: float = 0.5
    facing_yaw_deg: float = 20.0
    facing_pitch_deg: float = 25.0
    gaze_off: float = 0.4
    shut_eyes: float = 0.5
    expected_share: float = 0.5
    expected_zh_per_min: float = 200.0
    expected_en_per_min: float = 130.0
    off: frozenset[AnalysisPart] = frozenset()
