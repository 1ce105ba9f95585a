"""What goes wrong inside a move file, said in the words of a move."""

import contextlib
from collections.abc import Generator, Mapping
from typing import Final

from app.bundle import errors as be
from app.domain.errors import BoothError
from app.session.errors import JournalBrokenError, SessionMissingError
from app.sync import errors as se

WORDS: Final[Mapping[type[BoothError], type[BoothError]]] = {
    be.NotABundleError: se.MoveForeignError,
    be.BundleVersionError: se.MoveVersionError,
    be.SealedVersionError: se.MoveVersionError,
    be.BundleTruncatedError: se.MoveTruncatedError,
    be.BundleAlteredError: se.MoveAlteredError,
    be.SealedAlteredError: se.MoveAlteredError,
    be.ManifestError: se.MoveManifestError,
    be.SealedForeignError: se.MoveManifestError,
    be.SignatureError: se.MoveSignatureError,
    be.WrongKeyError: se.MoveAddressError,
    be.SealedWriteError: se.MoveWriteError,
    JournalBrokenError: se.MoveJournalError,
    SessionMissingError: se.MoveJournalError,
}
"""The container's errors advise whoever handles a bundle; here somebody stands at a booth."""


@contextlib.contextmanager
def in_words_of_a_move() -> Generator[None, None, None]:
    """Within the block, errors of the container come as those of a move."""
    try:
        yield
    except BoothError as error:
        said = WORDS.get(type(error))
        if said is None:
            raise
        raise said(error.what) from error
