"""A secret of 32 bytes as k-of-n shares in words (SLIP-39). See `docs/spec/keys-v1.md`, part A."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORD_INDEX_MAP

from app.bundle.errors import RecoveryShareError, RecoverySharesError, RecoveryWishError
from app.domain.errors import FileMissingError

SECRET_BYTES = 32
MIN_NEEDED = 2
"""One share that opens everything would be a copy of the key."""
MAX_SHARES = 16
"""Source: SLIP-39, four bits for a share's number."""
_WORDS = 33
"""Source: SLIP-39, 256 bits."""
_MAX_FILE_BYTES = 4096
_SIGNER = "# HQ signing key: "


@dataclass(frozen=True, slots=True)
class HeldShare:
    """One share, whose checksum is right.

    Attributes:
        file: where it was read, for people.
        set: SLIP-39's identifier, the same for all shares that belong together.
        number: from 1.
        needed: how many open the secret.
        words: the share itself; never printed but to its holder.
        signer: id of HQ's signing key as its sheet names it; empty where it names none.
    """

    file: str
    set: int
    number: int
    needed: int
    words: str
    signer: str = ""


def split_secret(secret: bytes, shares: int, needed: int) -> tuple[HeldShare, ...]:
    """Split 32 random bytes into `shares`, any `needed` of which give them back.

    Raises:
        RecoveryWishError: the numbers are not possible.
    """
    if not MIN_NEEDED <= needed <= shares <= MAX_SHARES:
        raise RecoveryWishError(f"{needed} of {shares} shares are not possible")
    made = generate_mnemonics(1, [(needed, shares)], secret, iteration_exponent=0)[0]
    return tuple(_checked(words.split(), "the share made", "") for words in made)


def share_sheet(share: HeldShare, of: int, signer: str) -> str:
    """A share as the text that its holder gets, printed or as a file."""
    words = share.words.split()
    rows = [" ".join(words[at : at + 5]) for at in range(0, len(words), 5)]
    head = (
        f"# Booth recovery share {share.number} of {of}; any {share.needed} open HQ's keys.",
        "# Keep it secret and apart from the others. Lines with # may be left out when typing.",
        f"{_SIGNER}{signer}",
    )
    return "\n".join((*head, *rows)) + "\n"


def read_share(path: Path) -> HeldShare:
    """Read a share file.

    Raises:
        FileMissingError: it cannot be read.
        RecoveryShareError: it is not a share.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_FILE_BYTES + 1)
    except OSError as error:
        raise FileMissingError(f"The share {path} cannot be read: {error.strerror}") from error
    if len(content) > _MAX_FILE_BYTES:
        raise RecoveryShareError(f"{path.name} is too large for a share")
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except ValueError as error:
        raise RecoveryShareError(f"{path.name} is not text in UTF-8") from error
    signer = next((line[len(_SIGNER) :].strip() for line in lines if line.startswith(_SIGNER)), "")
    words = " ".join(line for line in lines if not line.lstrip().startswith("#"))
    return _checked(words.lower().split(), path.name, signer)


def join_secret(shares: Sequence[HeldShare], expected_set: int | None = None) -> bytes:
    """The 32 bytes that were split.

    Args:
        shares: at least those needed; more are left out.
        expected_set: the set they must be of; None for whichever it is.

    Raises:
        RecoverySharesError: they are too few, or do not belong together.
    """
    sets = {share.set for share in shares}
    if expected_set is not None:
        sets.add(expected_set)
    if len(sets) > 1:
        raise RecoverySharesError(_mixed(shares, expected_set))
    different = {share.number: share for share in shares}
    if any(different[share.number].words != share.words for share in shares):
        raise RecoverySharesError("Two different shares have the same number")
    needed = max((share.needed for share in shares), default=MIN_NEEDED)
    if len(different) < needed:
        raise RecoverySharesError(
            f"{needed} different shares are needed, {len(different)} were given"
        )
    chosen = [different[number].words for number in sorted(different)][:needed]
    try:
        secret = combine_mnemonics(chosen)
    except MnemonicError as error:
        raise RecoverySharesError("The shares do not fit together") from error
    return secret


def _mixed(shares: Sequence[HeldShare], expected_set: int | None) -> str:
    if expected_set is None:
        expected_set = shares[0].set
    others = [share for share in shares if share.set != expected_set]
    named = ", ".join(f"share {share.number} ({share.file})" for share in others)
    return f"Of another set than the others or than the backup: {named}"


def _checked(words: list[str], file: str, signer: str) -> HeldShare:
    if len(words) != _WORDS:
        raise RecoveryShareError(f"{file} has {len(words)} words; a share has {_WORDS}")
    strange = [str(at) for at, word in enumerate(words, 1) if word not in WORD_INDEX_MAP]
    if strange:
        raise RecoveryShareError(f"{file}: word {', '.join(strange)} is not in the list of words")
    try:
        share = Share.from_mnemonic(" ".join(words))
    except MnemonicError as error:
        raise RecoveryShareError(
            f"{file}: a word of share {_number(words)} is mistyped (the checksum is wrong)"
        ) from error
    ours = (share.group_count, share.group_threshold, share.iteration_exponent) == (1, 1, 0)
    if not ours or len(share.value) != SECRET_BYTES:
        raise RecoveryShareError(f"{file} is a share of something else than Booth's recovery key")
    return HeldShare(
        file, share.identifier, share.index + 1, share.member_threshold, share.mnemonic(), signer
    )


def _number(words: list[str]) -> int:
    """The share's number as its fourth word says it (SLIP-39: bits 4 to 7 from the right)."""
    return (WORD_INDEX_MAP[words[3]] >> 4 & 15) + 1
