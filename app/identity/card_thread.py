"""The thread that reads cards: its models load beside the watcher's work and stay its own."""

import datetime as dt
from concurrent.futures import Future, ThreadPoolExecutor

from app.domain.media import Image
from app.identity.card_step import Reading
from app.identity.documents import DocumentReader
from app.identity.facematch import FaceMatcher
from app.identity.idcard import CardReader
from app.identity.loading import (
    load_devices,
    load_matcher,
    load_readers,
    load_still_faces,
    reading_models,
)
from app.perception.catalogue import ModelCatalogue


class CardThread:
    """Reads one picture after the other."""

    def __init__(self, models: ModelCatalogue, threads: int) -> None:
        """Begin loading the models at once; a failure is raised by the first reading.

        Args:
            models: where they are.
            threads: CPU threads of the text models.
        """
        self._models = models
        self._threads = threads
        self._faces = load_still_faces(models)
        self._devices = load_devices(models)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="card")
        self._loaded: Future[tuple[CardReader, DocumentReader, FaceMatcher]] = self._pool.submit(
            self._load
        )

    def read(
        self, image: Image, *, turns: bool, face: bool, zone_on: dt.date | None
    ) -> Future[Reading]:
        """See `app.identity.card_step.Read`."""
        return self._pool.submit(self._read, image, turns=turns, face=face, zone_on=zone_on)

    def close(self) -> None:
        """Wait for the reading under way, end the thread and let the models go."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._devices.close()
        self._faces.close()

    def _load(self) -> tuple[CardReader, DocumentReader, FaceMatcher]:
        cards, documents = load_readers(self._models, self._faces, self._devices, self._threads)
        return cards, documents, load_matcher(self._models, self._faces)

    def _read(self, image: Image, *, turns: bool, face: bool, zone_on: dt.date | None) -> Reading:
        cards, documents, matcher = self._loaded.result()
        card = (
            cards.read(image, turns=turns)
            if zone_on is None
            else documents.read(image, zone_on, turns=turns)
        )
        wanted = card.portrait if face else None
        look = None if wanted is None else matcher.look(wanted)
        read_by = reading_models(self._models, names_twice=zone_on is None)
        return Reading(card, look, read_by)
