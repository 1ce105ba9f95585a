"""Which recogniser for which language."""

from app.domain.analysis import Language
from app.perception.catalogue import ModelCatalogue
from app.perception.errors import ModelMissingError
from app.perception.speech_digits import MANDARIN_DIGITS
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


def open_digit_recognizer(language: Language, catalogue: ModelCatalogue) -> Recognizer:
    """The same, hearing digits: Vosk hears nothing else, Whisper cannot be told to.

    Raises:
        ModelMissingError: its model has not been fetched.
        SpeechModelError: its model cannot be loaded.
    """
    if language == "zh":
        folder, ref = catalogue.path("vosk_zh"), catalogue.ref("vosk_zh")
        return VoskRecognizer(folder, ref, only=tuple(MANDARIN_DIGITS))
    return open_recognizer(language, catalogue)


def heard_languages(catalogue: ModelCatalogue) -> tuple[Language, ...]:
    """Those whose recogniser has been fetched."""
    models: tuple[tuple[Language, str], ...] = (("zh", "vosk_zh"), ("en", "whisper_base"))
    return tuple(language for language, name in models if _fetched(catalogue, name))


def _fetched(catalogue: ModelCatalogue, name: str) -> bool:
    try:
        catalogue.path(name)
    except ModelMissingError:
        return False
    return True
