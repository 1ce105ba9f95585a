"""Generated and given media: the real detectors see what they are meant to see."""

import wave
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.demo import media_generated
from app.demo.errors import CandidateFaceMissingError, MediaFolderError, MediaLanguageError
from app.demo.media import Specimen, prepare_media, with_code
from app.demo.media_cards import card_back, card_front
from app.demo.media_clips import ClipReader, write_clip
from app.demo.media_motion import TURN_DEG, Motion
from app.demo.media_portrait import as_camera_sees, landmarks_of, load_portrait
from app.demo.media_puppet import Pose, Puppet
from app.demo.media_set import DemoMedia, pictures_of
from app.domain.errors import InputUnreadableError
from app.domain.media import Image
from app.domain.observation import SeenFace
from app.perception.catalogue import ModelCatalogue
from app.perception.errors import VideoUnreadableError
from app.perception.faces import StillFaceFinder
from devices.code_reader import QrCodeReader


@pytest.fixture(scope="module")
def catalogue(models: Path, resources: Path) -> ModelCatalogue:
    return ModelCatalogue(models, resources)


@pytest.fixture(scope="module")
def finder(catalogue: ModelCatalogue) -> Iterator[StillFaceFinder]:
    finder = StillFaceFinder(catalogue.path("face_landmarker"))
    yield finder
    finder.close()


@pytest.fixture(scope="module")
def puppet(catalogue: ModelCatalogue) -> Puppet:
    picture = as_camera_sees(load_portrait(catalogue.path("portrait")))
    return Puppet(picture, landmarks_of(picture, catalogue.path("face_landmarker")))


@pytest.fixture(scope="module")
def generated(
    catalogue: ModelCatalogue, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoMedia]:
    """The generated media with clips of four frames."""
    with pytest.MonkeyPatch.context() as patch:
        names = ("idle", "talking", "blink", "turn_left", "turn_right", "nod")
        short = tuple(Motion(name, 0.16, lambda _: Pose()) for name in names)
        patch.setattr(media_generated, "MOTIONS", short)
        yield prepare_media(None, tmp_path_factory.mktemp("work"), catalogue)


def seen(finder: StillFaceFinder, image: Image) -> SeenFace:
    (face,) = finder.find(image)
    return face.seen


def test_the_detector_sees_blinks_turns_and_nods(puppet: Puppet, finder: StillFaceFinder) -> None:
    rest = seen(finder, puppet.draw(Pose()))
    assert seen(finder, puppet.draw(Pose(lids=1.0))).blink - rest.blink > 0.35
    assert seen(finder, puppet.draw(Pose(yaw_deg=TURN_DEG))).yaw_deg - rest.yaw_deg > 15
    assert seen(finder, puppet.draw(Pose(yaw_deg=-TURN_DEG - 4))).yaw_deg - rest.yaw_deg < -15
    assert seen(finder, puppet.draw(Pose(pitch_deg=-16))).pitch_deg - rest.pitch_deg < -8
    assert seen(finder, puppet.draw(Pose(jaw=0.4))).jaw_open > rest.jaw_open


def test_a_still_pose_leaves_the_picture_outside_the_head_alone(puppet: Puppet) -> None:
    still, moved = puppet.draw(Pose()), puppet.draw(Pose(yaw_deg=20, shift_x_px=5))
    assert np.array_equal(still[:, 1000:], moved[:, 1000:])
    assert not np.array_equal(still[200:400, 450:650], moved[200:400, 450:650])


def test_generated_media_are_whole(generated: DemoMedia) -> None:
    assert {"idle", "talking", "card_front", "card_back"} <= generated.scene_names
    assert generated.language == "zh"
    assert len(generated.speeches) == 4
    for speech in generated.speeches:
        with wave.open(str(speech.wav)) as file:
            assert (file.getframerate(), file.getnchannels()) == (48_000, 1)
            assert abs(file.getnframes() / 48_000 - speech.seconds) < 0.01
        assert 5 < speech.seconds < 20
        assert not speech.silent
    assert generated.room is not None
    assert pictures_of(generated.room)[0].shape == (360, 640, 3)
    assert pictures_of(generated.clip("idle"))[0].shape == (720, 1280, 3)


def test_a_second_run_takes_what_is_there(
    generated: DemoMedia, catalogue: ModelCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("drawn again")

    monkeypatch.setattr(media_generated, "load_portrait", refuse)
    work = generated.card_front.parent.parent
    assert prepare_media(None, work, catalogue) == generated


def test_a_code_held_to_the_camera_is_read(generated: DemoMedia, tmp_path: Path) -> None:
    text = "invitation " + "0123456789abcdef" * 12
    media = with_code(generated, text, tmp_path)
    reader = QrCodeReader()
    assert all(reader.read(picture) == (text,) for picture in pictures_of(media.clip("qr")))


def test_the_card_shows_one_face_and_is_marked(
    generated: DemoMedia, finder: StillFaceFinder
) -> None:
    card = cv2.imread(str(generated.card_front)).astype(np.uint8, copy=False)
    assert card.shape == (638, 1012, 3)
    assert len(finder.find(card)) == 1
    red = (card[..., 2] > 150) & (card[..., 1] < 90)
    assert red[20:80, 650:1000].mean() > 0.02


def test_both_sides_carry_the_mark() -> None:
    portrait = np.full((100, 80, 3), 128, np.uint8)
    for card in (card_front(Specimen(), portrait), card_back(Specimen())):
        red = (card[..., 2] > 150) & (card[..., 1] < 90) & (card[..., 0] < 90)
        assert red.sum() > 1500


def test_a_held_card_is_read_without_a_mistake(
    generated: DemoMedia, catalogue: ModelCatalogue, finder: StillFaceFinder
) -> None:
    from app.identity.loading import load_card_reader  # noqa: PLC0415 - takes seconds

    reader = load_card_reader(catalogue, finder)
    front = reader.read(pictures_of(generated.clip("card_front"))[1])
    back = reader.read(pictures_of(generated.clip("card_back"))[1])
    person = Specimen()
    assert front.text.fields["number"].text == person.number
    assert front.text.fields["name"].text == person.name
    assert front.text.fields["address"].text == person.address
    assert front.portrait is not None
    assert back.text.fields["authority"].text == person.authority


def test_a_clip_gives_back_the_pictures_written(tmp_path: Path) -> None:
    images = [np.full((32, 48, 3), level, np.uint8) for level in (10, 120, 240)]
    clip = write_clip(tmp_path / "x.mjpeg", iter(images), 10.0)
    assert (clip.frames, clip.seconds) == (3, 0.3)
    reader = ClipReader(clip.path)
    assert len(reader) == 3
    for number, image in enumerate(images):
        data = np.frombuffer(reader.picture(number), np.uint8)
        got = cv2.imdecode(data, cv2.IMREAD_COLOR)
        assert abs(float(got.mean()) - float(image.mean())) < 2
    reader.close()


def test_an_empty_clip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.mjpeg"
    path.write_bytes(b"")
    with pytest.raises(InputUnreadableError):
        ClipReader(path)


# ------------------------------------------------------------------ recordings


def test_a_folder_without_a_candidate_is_refused(catalogue: ModelCatalogue, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(MediaFolderError):
            prepare_media(folder, tmp_path / "work", catalogue)


def test_a_candidate_that_is_no_video_is_refused(catalogue: ModelCatalogue, tmp_path: Path) -> None:
    (tmp_path / "candidate.mp4").write_bytes(b"not a video" * 100)
    with pytest.raises(VideoUnreadableError):
        prepare_media(tmp_path, tmp_path / "work", catalogue)


def test_a_video_without_a_face_is_refused(catalogue: ModelCatalogue, tmp_path: Path) -> None:
    writer = cv2.VideoWriter(
        str(tmp_path / "candidate.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 25, (960, 540)
    )
    for _ in range(2):
        writer.write(np.full((540, 960, 3), 90, np.uint8))
    writer.release()
    with pytest.raises(CandidateFaceMissingError):
        prepare_media(tmp_path, tmp_path / "work", catalogue)


def test_an_unknown_language_is_refused(catalogue: ModelCatalogue, tmp_path: Path) -> None:
    (tmp_path / "candidate.mp4").write_bytes(b"")
    (tmp_path / "lang").write_text("klingon", "utf-8")
    with pytest.raises(MediaLanguageError):
        prepare_media(tmp_path, tmp_path / "work", catalogue)


def test_a_real_recording_is_used_as_it_is(
    catalogue: ModelCatalogue, media: Path, tmp_path: Path
) -> None:
    source = media / "video_talking" / "grid_swwp2s.mpg"
    if not source.is_file():
        pytest.skip(f"no {source.name} among the test media")
    (tmp_path / "candidate.mpg").symlink_to(source)
    (tmp_path / "lang").write_text("en\n", "utf-8")
    given = prepare_media(tmp_path, tmp_path / "work", catalogue, answers=2)
    assert not given.generated
    assert given.language == "en"
    assert (given.width_px, given.height_px) == (960, 768)
    assert given.clip("turn_left") == given.clip("idle")
    assert given.clip("idle").rate_hz == 25
    assert abs(given.clip("idle").seconds - 3.0) < 0.1
    assert given.room is None
    assert len(given.speeches) == 3
    assert not given.speeches[0].silent
    assert given.notes == ("The candidate's recording was enlarged from 360 to 960 pixels.",)
