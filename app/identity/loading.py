"""Makes the models that identification needs, from the catalogue."""

from app.identity.documents import DocumentReader
from app.identity.facematch import FaceMatcher
from app.identity.idcard import CardReader
from app.identity.script import simplified
from app.perception.catalogue import ModelCatalogue
from app.perception.embedding import FaceEmbedder
from app.perception.face_pair import PairedEmbedder
from app.perception.faces import FaceTracker, StillFaceFinder
from app.perception.objects import ObjectFinder
from app.perception.second_face import SecondFaceFinder
from app.perception.sface import SFaceEmbedder
from app.perception.shown_on import DeviceFinder
from app.perception.text import LineReader, TextReader
from app.perception.voice_embedding import VoiceEmbedder
from app.ports.faces import FaceEngine


def load_still_faces(models: ModelCatalogue) -> StillFaceFinder:
    """Finds faces in single pictures."""
    return StillFaceFinder(models.path("face_landmarker"))


def load_tracker(models: ModelCatalogue) -> FaceTracker:
    """Follows faces through one camera's frames."""
    return FaceTracker(models.path("face_landmarker"))


def load_second_face(models: ModelCatalogue) -> SecondFaceFinder:
    """Looks for another face beside the candidate's."""
    return SecondFaceFinder(models.path("face_detector"), models.path("face_landmarker"))


def load_embedder(models: ModelCatalogue) -> FaceEmbedder:
    """The quick engine, which compares a person with themselves while they are watched."""
    return FaceEmbedder(models.path("mobilefacenet"), models.ref("mobilefacenet"))


VOICES = "voice_encoder"
SECOND_ENGINE = "sface"
"""Their names in the list of models; a bank's own list may be older than these."""


SECOND_LINES = "ocr_second"
"""The same for the second reader of names."""


def load_voices(models: ModelCatalogue) -> VoiceEmbedder | None:
    """Turns speech into voices; None where the bank's own list of models is older than that."""
    return VoiceEmbedder(models.path(VOICES)) if VOICES in models.names else None


def load_second_engine(models: ModelCatalogue) -> SFaceEmbedder:
    """The other half of the face match."""
    return SFaceEmbedder(models.path(SECOND_ENGINE), models.ref(SECOND_ENGINE))


def load_match_engine(models: ModelCatalogue) -> FaceEngine:
    """What a live face and a card's portrait are compared by: two engines as one.

    The quick one alone, with its own thresholds, where the bank's own list lacks the second; the
    record names which it was.
    """
    quick = load_embedder(models)
    if SECOND_ENGINE not in models.names:
        return quick
    return PairedEmbedder(quick, load_second_engine(models))


def load_matcher(models: ModelCatalogue, faces: StillFaceFinder) -> FaceMatcher:
    """Compares faces."""
    return FaceMatcher(faces, load_match_engine(models))


def load_objects(models: ModelCatalogue) -> ObjectFinder:
    """Finds objects of interest."""
    return ObjectFinder(models.path("object_detector"), models.path("hand_landmarker"))


def load_devices(models: ModelCatalogue) -> DeviceFinder:
    """Looks for a telephone or a screen around a card."""
    return DeviceFinder(models.path("object_detector"))


def load_readers(
    models: ModelCatalogue,
    faces: StillFaceFinder,
    devices: DeviceFinder | None = None,
    threads: int = 2,
) -> tuple[CardReader, DocumentReader]:
    """Read cards, and documents with a machine-readable zone; takes seconds.

    Args:
        models: where the models are.
        faces: finds the portrait.
        devices: looks for a telephone around a card or page.
        threads: CPU threads of the text models.
    """
    texts = TextReader(models.path("ocr_det"), models.path("ocr_rec"), threads, simplified)
    cards = CardReader(texts, faces, _second_lines(models, threads), devices)
    return cards, DocumentReader(texts, faces, devices)


def reading_models(models: ModelCatalogue, *, names_twice: bool) -> str:
    """Names and versions of what reads documents, for the record.

    Args:
        models: the catalogue.
        names_twice: names are read by the second reader as well, where the bank's list has it.
    """
    twice = names_twice and SECOND_LINES in models.names
    used = ("ocr_rec", SECOND_LINES) if twice else ("ocr_rec",)
    return ", ".join(models.ref(name).name for name in used)


def _second_lines(models: ModelCatalogue, threads: int) -> LineReader | None:
    """Reads names a second time; None where the bank's own list of models is older than that."""
    if SECOND_LINES not in models.names:
        return None
    return LineReader(models.path(SECOND_LINES), "PP-OCRv5_mobile_rec", threads, simplified)


def load_card_reader(
    models: ModelCatalogue, faces: StillFaceFinder, devices: DeviceFinder | None = None
) -> CardReader:
    """The first of `load_readers`."""
    return load_readers(models, faces, devices)[0]
