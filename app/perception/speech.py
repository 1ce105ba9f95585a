"""Which recogniser for which language."""

from app.domain.analysis import Language
from app.perception.catalogue import ModelCatalogue
from app.perception.speech_vosk import VoskRecognizer
from app.perception.speech_whisper import WhisperRecognizer
from app.ports.speech import Recognizer


def open_recognizer(language: Language, catalogue: ModelCatalogue) -> Recognizer:
    """Load the recogniser for a language: Vosk for Chinese, Whisper for English.

    Raises:
        ModelMissingError: its model has not been fetched.
        SpeechModelError: its model cannot be loaded.
    """
    match language:
        case "zh":
            return VoskRecognizer(catalogue.path("vosk_zh"), catalogue.ref("vosk_zh"))
        case "en":
            return WhisperRecognizer(catalogue.path("whisper_base"), catalogue.ref("whisper_base"))
