"""The watcher's process: loads the vision models and reads the frames that the recorder shows."""

from pathlib import Path

from app.domain.messages import watcher as w
from app.domain.messages.watcher import WatcherConfig
from app.domain.timing import NS_PER_S
from app.identity.card_thread import CardThread
from app.identity.digit_ear import DigitEar
from app.identity.feed import FrameFeed
from app.identity.hearing import Hearing
from app.identity.loading import (
    SECOND_ENGINE,
    SECOND_LINES,
    VOICES,
    load_devices,
    load_embedder,
    load_matcher,
    load_objects,
    load_second_face,
    load_still_faces,
    load_tracker,
    load_voices,
)
from app.identity.steps import Senses
from app.identity.watcher import Watcher
from app.perception.catalogue import ModelCatalogue
from app.perception.speech import heard_languages, open_digit_recognizer
from app.ports.clock import Clock
from app.ports.devices import Devices
from app.processes.channel import Channel, WorkerLink

MODELS = (
    "face_landmarker",
    "face_detector",
    "object_detector",
    "hand_landmarker",
    "mobilefacenet",
    SECOND_ENGINE,
    VOICES,
    "ocr_det",
    "ocr_rec",
    SECOND_LINES,
)
"""The models this process uses, by their names in the catalogue."""

_LATER = (SECOND_ENGINE, SECOND_LINES, VOICES)
"""Those that a bank's own list may be too old for."""


def run(link: WorkerLink, devices: Devices, clock: Clock) -> None:
    """Serve until the kiosk has gone.

    Raises:
        ModelMissingError: a model is not in the models folder.
        VisionModelError: a model's file is damaged.
    """
    config = link.config(WatcherConfig)
    channel: Channel[w.WatcherReport, w.WatcherCommand] = link.channel(
        w.WatcherReport, w.WatcherCommand
    )
    started = clock.monotonic_ns()
    listed = Path(config.models_list) if config.models_list else None
    catalogue = ModelCatalogue(Path(config.models_dir), Path(config.resources_dir), listed=listed)
    known = [name for name in MODELS if name not in _LATER or name in catalogue.names]
    refs = tuple(catalogue.ref(name) for name in known)
    senses = _senses(config, catalogue, devices, clock)
    load_s = (clock.monotonic_ns() - started) / NS_PER_S
    named = tuple((ref.name, ref.sha256) for ref in refs)
    hears = heard_languages(catalogue) if config.ring else ()
    channel.send(w.WatcherReady(named, round(load_s, 3), hears))
    ear = DigitEar(config.ring, lambda language: open_digit_recognizer(language, catalogue), clock)
    cards = CardThread(catalogue, config.ocr_threads)
    try:
        voices = load_voices(catalogue)
        Watcher(senses, load_embedder(catalogue), voices, cards.read, ear, channel).serve()
    finally:
        ear.close()
        cards.close()
        senses.close()


def _senses(
    config: WatcherConfig, catalogue: ModelCatalogue, devices: Devices, clock: Clock
) -> Senses:
    faces = load_still_faces(catalogue)
    return Senses(
        candidate=FrameFeed(config.candidate_slot, clock),
        room=FrameFeed(config.room_slot, clock),
        still=faces,
        tracker=load_tracker(catalogue),
        second=load_second_face(catalogue),
        matcher=load_matcher(catalogue, faces),
        objects=load_objects(catalogue),
        devices=load_devices(catalogue),
        hearing=Hearing(config.ring, clock),
        codes=devices.code_reader,
        clock=clock,
    )
