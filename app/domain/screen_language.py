"""The language that a screen is written in: any that there are words for.

Apart from `Language`, in which an interview is held: answers are recognised in those alone.
"""

import re
from typing import Final

ScreenLanguage = str
"""A BCP 47 tag: `zh`, `en`, or that of a language pack (`ar`, `ug`, `bo`, `mn-Mong`)."""
SHIPPED: Final[tuple[ScreenLanguage, ...]] = ("zh", "en")
"""Those that the program knows by itself."""
_TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


def is_screen_language(untrusted_tag: str) -> bool:
    """Whether it has a tag's form: language, script, region (BCP 47, as much of it as we take)."""
    return _TAG.fullmatch(untrusted_tag) is not None
