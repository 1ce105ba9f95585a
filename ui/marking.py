"""The mark by which lupdate finds a sentence in Python."""


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - lupdate looks for it
    """Mark `text` for translation and return it as it is."""
    return text
