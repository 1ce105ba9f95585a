"""The live rules as timed sequences."""

from dataclasses import replace

import pytest

from app.domain.media import CameraRole
from app.domain.observation import Alert, Observation, SeenFace, SeenObject
from app.domain.timing import MonotonicNs
from app.monitoring.rules import Monitor
from app.monitoring.settings import AlertTimes, MonitorSettings

PHONE = SeenObject("cell phone", 0.6, (0.4, 0.4, 0.12, 0.12))


def face(
    *,
    yaw: float = 0.0,
    pitch: float = 0.0,
    gaze: float = 0.1,
    down: float = 0.2,
    blink: float = 0.1,
    width: float = 0.3,
) -> SeenFace:
    return SeenFace((0.4, 0.3, width, 0.3), yaw, pitch, blink, 0.1, 0.0, gaze, down)


def look(
    *faces: SeenFace,
    objects: tuple[SeenObject, ...] | None = (),
    brightness: float = 120.0,
    structure: float = 25.0,
    camera: CameraRole = "candidate",
) -> Observation:
    return Observation(MonotonicNs(0), camera, faces, objects, brightness, 200.0, structure)


def play(
    *scenes: tuple[float, Observation], rate: float = 5.0, settings: MonitorSettings | None = None
) -> list[Alert]:
    """Show each scene for its seconds; all changes."""
    monitor = Monitor(settings)
    changes: list[Alert] = []
    number = 0
    until = 0.0
    for seconds, observation in scenes:
        until += seconds
        while number / rate < until - 1e-9:
            changes += monitor.step(observation, number / rate)
            number += 1
    return changes


def opened(changes: list[Alert]) -> list[str]:
    return [alert.kind for alert in changes if alert.end_s is None]


PRESENT = look(face())
ABSENT = look()


def test_a_calm_candidate_raises_nothing() -> None:
    assert play((60.0, PRESENT)) == []


@pytest.mark.parametrize("rate", [2.0, 4.0, 5.0, 10.0, 30.0])
def test_leaving_opens_once_backdated_and_closes_on_return(rate: float) -> None:
    changes = play((5.0, PRESENT), (6.0, ABSENT), (5.0, PRESENT), rate=rate)
    assert [(a.kind, a.end_s is None) for a in changes] == [
        ("left_frame", True),
        ("left_frame", False),
    ]
    assert changes[0].start_s == pytest.approx(5.0, abs=1 / rate)
    assert changes[1].start_s == changes[0].start_s
    assert changes[1].end_s == pytest.approx(11.0, abs=1.01 / rate)
    assert changes[1].confidence == pytest.approx(1.0)


def test_a_lost_second_raises_nothing() -> None:
    assert play((5.0, PRESENT), (1.2, ABSENT), (5.0, PRESENT), (1.2, ABSENT), (5.0, PRESENT)) == []


def test_a_short_return_keeps_the_alert_open() -> None:
    changes = play((3.0, PRESENT), (4.0, ABSENT), (0.6, PRESENT), (4.0, ABSENT), (4.0, PRESENT))
    assert opened(changes) == ["left_frame"]
    assert changes[-1].end_s == pytest.approx(11.4, abs=0.21)


def test_blinking_and_a_long_blink_raise_nothing() -> None:
    shut = look(face(blink=0.9, gaze=0.9, down=0.9))
    scenes = [(2.0, PRESENT), (0.4, shut)] * 10
    assert play(*scenes, (3.0, shut), (2.0, PRESENT), rate=10) == []


def test_looking_down_to_think_for_a_few_seconds_raises_nothing() -> None:
    down = look(face(pitch=-32.0, down=0.9))
    assert play((5.0, PRESENT), (6.0, down), (5.0, PRESENT), (6.0, down), (5.0, PRESENT)) == []


def test_reading_from_the_lap_is_seen() -> None:
    down = look(face(pitch=-32.0, down=0.9))
    assert opened(play((5.0, PRESENT), (16.0, down))) == ["looking_away"]


def test_glances_aside_raise_nothing_but_staying_there_does() -> None:
    aside = look(face(yaw=42.0))
    glances = [(3.0, PRESENT), (1.5, aside)] * 8
    assert play(*glances, (3.0, PRESENT)) == []
    changes = play((3.0, PRESENT), (8.0, aside), (4.0, PRESENT))
    assert opened(changes) == ["looking_away"]
    assert changes[-1].end_s == pytest.approx(11.0, abs=0.25)


def test_eyes_aside_count_like_the_head() -> None:
    assert opened(play((2.0, PRESENT), (7.0, look(face(gaze=-0.8))))) == ["looking_away"]


def test_a_hand_at_the_chin_that_hides_the_face_for_a_moment_raises_nothing() -> None:
    scenes = [(0.8, ABSENT), (2.0, PRESENT)] * 6
    assert play(*scenes) == []


def test_one_wrong_look_is_no_phone_and_three_are() -> None:
    phone = look(face(), objects=(PHONE,))
    assert play((3.0, PRESENT), (0.25, phone), (3.0, PRESENT), rate=4) == []
    changes = play((3.0, PRESENT), (0.75, phone), (3.0, PRESENT), rate=4)
    assert opened(changes) == ["phone"]
    assert changes[0].confidence == pytest.approx(0.6)


def test_a_phone_seen_on_two_looks_of_three_is_found() -> None:
    phone = look(face(), objects=(PHONE,))
    scenes = [(0.5, phone), (0.25, PRESENT)] * 6
    changes = play((3.0, PRESENT), *scenes, (4.0, PRESENT), rate=4)
    assert opened(changes) == ["phone"]
    assert changes[-1].confidence < 0.5


def test_looks_without_the_object_model_say_nothing_about_phones() -> None:
    phone, unlooked = look(face(), objects=(PHONE,)), look(face(), objects=None)
    scenes = [(0.2, phone), (0.8, unlooked)] * 4
    assert opened(play(*scenes, rate=5)) == ["phone"]
    weak = SeenObject("cell phone", 0.2, PHONE.box)
    assert play((5.0, look(face(), objects=(weak, SeenObject("cup", 0.9, PHONE.box))))) == []


def test_head_and_eyes_a_little_to_the_same_side_look_away_and_to_opposite_sides_do_not() -> None:
    assert opened(play((8.0, look(face(yaw=26.0, gaze=0.3))))) == ["looking_away"]
    assert play((8.0, look(face(yaw=26.0, gaze=-0.3)))) == []


def test_a_broad_smile_says_nothing_about_where_the_eyes_look() -> None:
    smiling = replace(face(gaze=0.9), smile=0.85)
    assert play((20.0, look(smiling))) == []


def test_what_looks_like_a_remote_control_is_told_as_a_phone_when_it_is_sure() -> None:
    sure, unsure = replace(PHONE, label="remote"), replace(PHONE, label="remote", score=0.4)
    assert opened(play((5.0, look(face(), objects=(sure,))))) == ["phone"]
    assert play((5.0, look(face(), objects=(unsure,)))) == []


def test_a_second_person_is_seen_on_either_camera_but_not_a_tiny_face() -> None:
    both = look(face(), face(width=0.1))
    assert opened(play((2.0, PRESENT), (3.0, both))) == ["second_person"]
    room = play((3.0, look(face(), face(), camera="room")))
    assert [(a.kind, a.camera) for a in room] == [("second_person", "room")]
    assert play((5.0, look(face(), face(width=0.02)))) == []


@pytest.mark.parametrize(
    "picture",
    [look(brightness=5.0), look(brightness=252.0), look(structure=0.9)],
    ids=["dark", "blown out", "covered"],
)
def test_a_blocked_camera_is_not_a_candidate_who_left(picture: Observation) -> None:
    changes = play((3.0, PRESENT), (6.0, picture), (3.0, PRESENT))
    assert [(a.kind, a.end_s is None) for a in changes] == [
        ("camera_blocked", True),
        ("camera_blocked", False),
    ]


def test_a_face_in_a_dark_room_is_not_a_blocked_camera() -> None:
    assert play((5.0, look(face(), brightness=15.0))) == []


def test_time_with_a_blocked_camera_counts_for_no_other_rule() -> None:
    phone, dark = look(face(), objects=(PHONE,)), look(brightness=5.0)
    scenes = [(0.2, phone), (0.6, dark)] * 5
    assert "phone" not in opened(play(*scenes, rate=5))


def test_the_room_camera_does_not_watch_the_face() -> None:
    assert play((20.0, look(camera="room"))) == []


def test_time_without_looks_counts_for_nothing() -> None:
    monitor = Monitor()
    assert monitor.step(PRESENT, 0.0) == ()
    assert monitor.step(ABSENT, 1.0) == ()
    assert monitor.step(ABSENT, 600.0) == ()


def test_looks_that_go_back_in_time_are_ignored() -> None:
    monitor = Monitor(MonitorSettings(left_frame=AlertTimes(1.0, 1.0, least_looks=1)))
    monitor.step(ABSENT, 10.0)
    assert monitor.step(ABSENT, 4.0) == ()
    assert [a.kind for a in monitor.step(ABSENT, 11.0)] == ["left_frame"]


def test_a_face_lost_out_of_a_turned_head_is_looking_away_first() -> None:
    profile = look(face(yaw=48.0))
    changes = play((3.0, PRESENT), (1.0, profile), (4.6, ABSENT), (4.0, PRESENT))
    assert opened(changes) == ["looking_away"]
    gone = play((3.0, PRESENT), (1.0, profile), (8.0, ABSENT))
    assert opened(gone) == ["looking_away", "left_frame"]
    at_the_edge = look(replace(face(yaw=48.0), box=(0.75, 0.3, 0.25, 0.3)))
    assert opened(play((3.0, PRESENT), (0.4, at_the_edge), (3.0, ABSENT))) == ["left_frame"]


def test_finish_closes_what_is_open() -> None:
    monitor = Monitor()
    for tenth in range(40):
        monitor.step(ABSENT, tenth / 10)
    (alert,) = monitor.finish(4.5)
    assert (alert.kind, alert.start_s, alert.end_s) == ("left_frame", 0.0, 4.5)
    assert monitor.finish(5.0) == ()


def test_a_person_without_a_face_looks_elsewhere_and_has_not_left() -> None:
    profile = look(objects=(SeenObject("person", 0.9, (0.3, 0.2, 0.4, 0.8)),))
    assert opened(play((5.0, PRESENT), (8.0, profile))) == ["looking_away"]


def test_a_person_far_behind_does_not_stand_for_the_candidate() -> None:
    passing = look(objects=(SeenObject("person", 0.9, (0.1, 0.4, 0.05, 0.2)),))
    assert opened(play((5.0, PRESENT), (5.0, passing))) == ["left_frame"]


def test_eyes_that_rest_aside_are_not_looking_away() -> None:
    assert play((5.0, look(face(gaze=0.4))), (20.0, look(face(gaze=0.6)))) == []
    assert opened(play((5.0, look(face(gaze=0.4))), (8.0, look(face(gaze=-0.4))))) == [
        "looking_away"
    ]


def test_who_looks_away_from_the_start_is_not_measured_against_that() -> None:
    assert opened(play((20.0, look(face(yaw=42.0))))) == ["looking_away"]


def test_a_picture_in_which_nothing_can_be_seen_is_blocked_whatever_is_found_in_it() -> None:
    assert opened(play((5.0, PRESENT), (5.0, look(face(), structure=0.8)))) == ["camera_blocked"]


def test_eyes_that_make_up_for_a_turned_head_look_at_the_screen() -> None:
    assert play((30.0, look(face(yaw=14.0, gaze=-0.56)))) == []


def likened(*likeness: float, every_s: float = 1.0) -> list[Alert]:
    """Looks at a present face five times a second, each so many seconds compared."""
    monitor, changes = Monitor(), list[Alert]()
    for number in range(round(len(likeness) * every_s * 5)):
        index, rest = divmod(number, round(every_s * 5))
        seen = replace(PRESENT, likeness=None if rest else likeness[index])
        changes += monitor.step(seen, number / 5)
    return changes


def test_another_face_is_told_after_three_unlike_looks_and_closed_when_the_person_is_back() -> None:
    changes = likened(0.8, 0.7, 0.1, 0.05, 0.1, 0.1, 0.75, 0.8, 0.7, 0.8, 0.8, 0.8)
    assert [(a.kind, a.end_s is None) for a in changes] == [
        ("different_person", True),
        ("different_person", False),
    ]
    assert changes[0].start_s == pytest.approx(2.0)
    assert changes[1].end_s == pytest.approx(5.0)


def test_a_hand_before_the_face_or_a_blurred_look_is_no_other_person() -> None:
    assert likened(0.8, 0.16, 0.7, 0.13, 0.2, 0.8, 0.9, 0.1, 0.8, 0.8) == []


def test_what_was_not_compared_says_nothing() -> None:
    assert play((60.0, PRESENT)) == []
    assert likened(*[0.9] * 12, every_s=5.0) == []


def dim(structure: float, *faces: SeenFace) -> Observation:
    return replace(look(*faces, brightness=50.0, structure=structure), noise=6.0, width_px=640)


def test_in_the_dark_an_empty_chair_is_not_taken_for_a_covered_lens() -> None:
    assert opened(play((5.0, PRESENT), (5.0, dim(1.4)))) == ["left_frame"]
    assert opened(play((5.0, PRESENT), (5.0, dim(0.7)))) == ["camera_blocked"]
    assert opened(play((5.0, PRESENT), (5.0, look(structure=1.4)))) == ["camera_blocked"]


def test_a_covered_lens_is_told_although_its_few_grey_levels_are_noise() -> None:
    covered = replace(look(face(), brightness=3.5, structure=0.9), noise=0.99, width_px=640)
    assert opened(play((5.0, PRESENT), (5.0, covered))) == ["camera_blocked"]


def test_a_small_face_in_the_dark_does_not_tell_where_it_looks() -> None:
    small, large = face(yaw=60.0, width=0.1), face(yaw=60.0, width=0.3)
    assert opened(play((10.0, dim(10.0, small)))) == []
    assert opened(play((10.0, dim(10.0, large)))) == ["looking_away"]


def test_nor_does_a_person_whose_small_face_is_lost_in_the_dark() -> None:
    person = (SeenObject("person", 0.8, (0.2, 0.2, 0.5, 0.7)),)
    small = dim(10.0, face(width=0.1))
    lost = replace(small, faces=(), objects=person)
    assert opened(play((5.0, small), (10.0, lost))) == []
    by_day = replace(lost, noise=0.5)
    assert opened(play((5.0, PRESENT), (10.0, by_day))) == ["looking_away"]
