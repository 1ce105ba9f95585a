"""Makes the models that identification needs, from the catalogue."""

from app.identity.documents import DocumentReader
from app.identity.facematch import FaceMatcher
from app.identity.idcard import CardReader
from app.identity.script import simplified
from app.perception.catalogue import ModelCatalogue
from app.perception.embedding import FaceEmbedder
from app.perception.faces import FaceTracker, StillFaceFinder
from app.perception.objects import ObjectFinder
from app.perception.second_face import SecondFaceFinder
from app.perception.sface import SFaceEmbedder
from app.perception.text import LineReader, TextReader
from app.perception.voice_embedding import VoiceEmbedder


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
    """Turns faces into embeddings."""
    return FaceEmbedder(models.path("mobilefacenet"), models.ref("mobilefacenet"))


VOICES = "voice_encoder"
"""Its name in the list of models; a bank's own list may be older than that."""


SECOND_LINES = "ocr_second"
"""The same for the second reader of names."""


def load_voices(models: ModelCatalogue) -> VoiceEmbedder | None:
    """Turns speech into voices; None where the bank's own list of models is older than that."""
    return VoiceEmbedder(models.path(VOICES)) if VOICES in models.names else None


def load_second_engine(models: ModelCatalogue) -> SFaceEmbedder:
    """The engine that the first is measured against."""
    return SFaceEmbedder(models.path("sface"), models.ref("sface"))


def load_matcher(models: ModelCatalogue, faces: StillFaceFinder) -> FaceMatcher:
    """Compares faces."""
    return FaceMatcher(faces, load_embedder(models))


def load_objects(models: ModelCatalogue) -> ObjectFinder:
    """Finds objects of interest."""
    return ObjectFinder(models.path("object_detector"), models.path("hand_landmarker"))


def load_readers(
    models: ModelCatalogue, faces: StillFaceFinder, threads: int = 2
) -> tuple[CardReader, DocumentReader]:
    """Read cards, and documents with a machine-readable zone; takes seconds.

    Args:
        models: where the models are.
        faces: finds the portrait.
        threads: CPU threads of the text models.
    """
    texts = TextReader(models.path("ocr_det"), models.path("ocr_rec"), threads, simplified)
    cards = CardReader(texts, faces, _second_lines(models, threads))
    return cards, DocumentReader(texts, faces)


def _second_lines(models: ModelCatalogue, threads: int) -> LineReader | None:
    """Reads names a second time; None where the bank's own list of models is older than that."""
    if SECOND_LINES not in models.names:
        return None
    return LineReader(models.path(SECOND_LINES), "PP-OCRv5_mobile_rec", threads, simplified)


def load_card_reader(
    models: ModelCatalogue, faces: StillFaceFinder, threads: int = 2
) -> CardReader:
    """The first of `load_readers`."""
    return load_readers(models, faces, threads)[0]
