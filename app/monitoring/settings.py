"""When a live rule fires. Every threshold with its unit and source, in one frozen type."""

from dataclasses import dataclass, field

from app.domain.identity import SAME_PERSON


@dataclass(frozen=True, slots=True)
class AlertTimes:
    """How long something has to last.

    Attributes:
        opens_after_s: seconds it has to be seen, less half the seconds it is not, to open an alert.
        closes_after_s: seconds it has to be gone without a break to close it.
        least_looks: looks that have to show it before it opens, however far apart they are.
    """

    opens_after_s: float
    closes_after_s: float
    least_looks: int = 3


NOISY_SHARE = 0.04
"""Noise over mean brightness from which a picture is dark. Source: measured, under 0.02 in the
clips as they are, 0.06 to 0.16 in the dim ones in which phones are missed."""
JAW_MOVES = 0.03
"""See `MonitorSettings.jaw_moves`."""
NOTES = AlertTimes(0.5, 3.0)
"""See `MonitorSettings.notes`."""
READS_ELSEWHERE = AlertTimes(4.0, 4.0, least_looks=8)
"""Of the experimental rule, where the settings turn it on."""


@dataclass(frozen=True, slots=True)
class MonitorSettings:
    """The rules' thresholds.

    The times are ours unless a source is named: an alert shows a person a clip, so a rule may take
    seconds, and must not fire on blinking, on thinking with lowered or wandering eyes, on a hand
    at the chin, or on one wrong look of a detector. Measured: docs/measurements-monitor.md.

    Attributes:
        left_frame: no face in the candidate's picture.
        second_person: two faces in one picture.
        different_person: the face is not the one that matched the card. Measured every 5 s, and
            every second after an unlike look; three unlike ones, since single ones are a hand
            before the face or a blurred frame (docs/measurements-vision.md).
        phone: a phone in one picture.
        notes: papers, a book or a tablet in the candidate's hand; None for never told
            (`[monitor] notes`: a bank that hands out something to read).
        looking_away: head or eyes off the screen. Source for seconds rather than tenths:
            Glenberg et al. 1998, Memory & Cognition 26: averting the gaze while thinking is
            normal, and more so for hard questions.
        face_covered: mouth and nose, or the eyes, of a face that was bare. Longer than a cough, a
            yawn or a drink.
        cover_window_s, cover_odds: covered is a face whose looks of so many seconds come to more
            than these log odds in the mean. Source: docs/measurements-monitor.md, a covered face:
            in 46 films and five of people who yawn the highest mean is -1.6; the least mask of
            those on which it was chosen comes to 1.3.
        bare_looks, bare_odds: a face is bare once the mean was under this for so many looks in a
            row. Own choice: two seconds, and halfway to what a mask comes to.
        camera_blocked: dark, blown out, or covered.
        second_voice: somebody speaks while the candidate's mouth stands still. Longer than a word
            that the candidate says without moving the jaw ("hm").
        reads_elsewhere: eyes that go along lines while the candidate speaks; None for never told.
            Experimental, hardly measured: off unless `[monitor] reads_elsewhere` turns it on.
        reading_window_s, reading_lines, reading_sweep: so many sweeps back within so many seconds,
            each of so much gaze_x from one look to the next. Ours, chosen by no measurement.
        same_person: likeness under which it is another face.
        away_yaw_deg: head turned sideways from its rest beyond this, or head and eyes together. A
            second screen beside the booth's starts there.
        away_gaze: gaze_x from its rest beyond this with open eyes. Source: measured 0.58-0.85
            looking aside, 0.01-0.27 at the screen.
        eye_deg: degrees that the eyes are turned at a gaze_x of 1. Eyes aside in a head that is
            turned the other way look at the screen. Source: measured while looking at the camera,
            a head at -10.5 degrees with eyes at 0.43, one at -4.9 with 0.33.
        down_pitch_deg, down_gaze: head or eyes lower than this: the lap or the table, not the
            lower edge of the screen.
        down_weight: how fast looking down counts, of looking aside (1): it is what people do who
            think.
        turned_yaw_deg, turned_pitch_deg: a face lost while its head was turned or lowered beyond
            this, and not at the picture's edge, is likely still there: the landmarker loses
            profiles (measured: from 45 degrees on). It then counts as looking away.
        turned_weight: how fast it counts as gone all the same, of a face lost otherwise (1).
        edge: width of the picture's left and right edge, as a fraction.
        broad_smile: smile above which the eyes are too narrow for their direction to say anything.
            Source: measured 0.83-0.86 where gaze_x jumped from -0.86 to 0.96 within a fifth of a
            second.
        shut_eyes: blink value above which the eyes' direction says nothing.
        phone_score: the detector's least score. Source: facts of EfficientDet-Lite0, 59 of 60
            phones at 0.3.
        lookalike_score: the least score of what it takes for a remote control. Source: measured on
            photographed phones in hands, white ones and phones at an angle above all: 0.55-0.79
            where the phone's own score was 0.0-0.2; without a phone 0.41 at most, but for a thin
            book that is being opened, 0.66.
        notes_score: the least score of what it takes for a book or a laptop (which no candidate
            has) in a hand. Source: docs/measurements-monitor.md, papers: 0.32 and less in the calm
            clips but for a book that is read.
        papers_score: the least probability of what may be read from and is neither. Source: as
            above; of the calm scenes, each weighed by what was learnt from others, one is over it
            for a second or more, and none for two.
        papers_weight: how fast it counts, of a book in a hand (1): two seconds for half of one.
        second_face_width: least width of the second face as a fraction of the picture; smaller
            ones are pictures on a wall or people passing far behind.
        dark_below, bright_above: mean luma 0..255 outside which nothing can be seen.
        flat_below: structure (see `Observation`) under which a picture shows nothing: a hand or
            tape over the lens, the dark. Source: measured 0.5-1.0 so, 3.1 and more for a bare wall,
            10 and more with a person; the landmarker goes on finding a face in a picture that is
            3 % as bright as it was, and no person can see it.
        noisy_share: see `NOISY_SHARE`.
        flat_dark: as `flat_below`, without the noise's own part, in a dark picture. Source:
            measured dim and noisy, 0.2-0.4 with a hand on the lens, in the dark and blown out, 1.2
            and more for a bare wall.
        small_face_px: a face narrower than this does not tell in a dark picture where it looks.
            Source: measured, a person of 58 px who looks ahead was told as looking away, and none
            of 100 px and more.
        person_score, person_height: the detector's least score, and the least height as a fraction
            of the picture, of a person who is there though no face is found. Source: measured
            0.68-0.98 with a person (from the side 0.89-0.98), 0.00-0.13 without.
        rest_looks: looks ahead at the start whose median is this person's rest: the seat, the
            screen's place and the eyes' shape are in it. Source: measured medians of gaze_x while
            looking at the camera from -0.1 to 0.43.
        rest_yaw_deg, rest_gaze: a rest beyond these is none: who looks away from the start is not
            to be measured against that.
        voice_share: of the time since the last look in which somebody has to be heard.
        jaw_moves: jaw_open has changed by less than this when the mouth stands still. Source:
            measured over 1.2 s at five looks a second: 0.050 and more in ten clips of people who
            speak English and Mandarin, 0.000-0.005 in clips of people who are silent.
        same_voice: likeness under which it is another voice, whatever the mouth does. Source:
            measured on 48 recordings, docs/measurements-monitor.md: 0.76 and more for the same
            voice later in its recording; under 0.65 95 % of the windows of others. In noise that
            began later 0.67 and more in 95 % of the windows.
        voice_holds_s: so long a comparison says something of the looks after it in which
            somebody speaks; the next is made after 0.8 s of speech, so that this matters for
            a quiet voice that is heard in parts only.
        mouth_window_s, mouth_looks: over how long, and over how many looks at least.
        mouth_step, mouth_steps: nor does a jaw speak that went by less than this in more than half
            of so many looks in which somebody was heard, though it moved by more than `jaw_moves`.
            Source: docs/measurements-monitor.md, the mouth: the median step is 0.009 and more in
            402 such runs of six clips of people who speak, and in their variations.
        mouth_turn, mouth_turn_looks, mouth_turns: nor one that turned round by so much less often
            than this in so many such looks. Source: as above, three times and more in 306 such runs
            of the same clips, and in one of 835 with their variations twice.
        mouth_step_s: looks closer than this are not compared: at 30 looks a second a speaking jaw
            hardly moves from one to the next.
        mouth_pause_s: after so long without a voice the looks are counted anew.
        mouth_yaw_deg: head turned beyond this: the mouth cannot be seen well enough.
        longest_gap_s: time between two looks beyond this is not counted for anything.
        step_s: the rules advance in steps of this.
    """

    left_frame: AlertTimes = field(default=AlertTimes(2.0, 1.0))
    second_person: AlertTimes = field(default=AlertTimes(1.0, 2.0))
    different_person: AlertTimes = field(default=AlertTimes(2.0, 4.0))
    phone: AlertTimes = field(default=AlertTimes(0.5, 2.0))
    notes: AlertTimes | None = NOTES
    looking_away: AlertTimes = field(default=AlertTimes(5.0, 1.5, least_looks=5))
    face_covered: AlertTimes = field(default=AlertTimes(5.0, 2.0, least_looks=8))
    camera_blocked: AlertTimes = field(default=AlertTimes(1.0, 1.0))
    second_voice: AlertTimes = field(default=AlertTimes(1.5, 2.0, least_looks=4))
    reads_elsewhere: AlertTimes | None = None
    reading_window_s: float = 8.0
    reading_lines: int = 3
    reading_sweep: float = 0.15
    same_person: float = SAME_PERSON
    away_yaw_deg: float = 30.0
    away_gaze: float = 0.5
    eye_deg: float = 25.0
    down_pitch_deg: float = -25.0
    down_gaze: float = 0.75
    down_weight: float = 0.4
    turned_yaw_deg: float = 25.0
    turned_pitch_deg: float = -15.0
    turned_weight: float = 0.4
    edge: float = 0.03
    broad_smile: float = 0.6
    shut_eyes: float = 0.5
    phone_score: float = 0.3
    lookalike_score: float = 0.5
    notes_score: float = 0.3
    papers_score: float = 0.62
    papers_weight: float = 0.25
    second_face_width: float = 0.04
    dark_below: float = 20.0
    bright_above: float = 245.0
    flat_below: float = 2.0
    noisy_share: float = NOISY_SHARE
    flat_dark: float = 0.8
    small_face_px: float = 75.0
    person_score: float = 0.5
    person_height: float = 0.3
    bare_looks: int = 10
    cover_window_s: float = 2.0
    cover_odds: float = 1.0
    bare_odds: float = -1.0
    rest_looks: int = 20
    rest_yaw_deg: float = 20.0
    rest_gaze: float = 0.5
    voice_share: float = 0.5
    jaw_moves: float = JAW_MOVES
    same_voice: float = 0.65
    voice_holds_s: float = 4.0
    mouth_window_s: float = 1.2
    mouth_looks: int = 3
    mouth_step: float = 0.005
    mouth_steps: int = 8
    mouth_turn: float = 0.012
    mouth_turn_looks: int = 13
    mouth_turns: int = 2
    mouth_step_s: float = 0.15
    mouth_pause_s: float = 1.0
    mouth_yaw_deg: float = 30.0
    longest_gap_s: float = 2.0
    step_s: float = 0.1
