"""Opens private keys wherever they lie: in a file under a passphrase, or in a token under a PIN."""

from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.bundle.dsse import Signer, signer_in_memory
from app.bundle.errors import PassphraseError
from app.bundle.keys import UnsealingKey, load_ed25519, load_unsealing, read_token_key
from app.bundle.recipients import Unsealer, X25519Unsealer
from app.bundle.token import Token, TokenSigningKey, TokenUnsealingKey
from app.bundle.token_files import TokenAccess, TokenPlace

SealKey = UnsealingKey | TokenUnsealingKey
SignKey = Ed25519PrivateKey | TokenSigningKey
AskToken = Callable[[TokenPlace], TokenAccess]
"""Gives what opens a token.

Raises:
    TokenModuleError, TokenPinError: nobody said it.
"""


class KeyOpening:
    """Opens key files; asks for what opens a token once, and only when a key in it is opened."""

    def __init__(
        self, passphrase: bytes | None, ask_token: AskToken, or_else: bytes | None = None
    ) -> None:
        """Use what opens them.

        Args:
            passphrase: of the key files.
            ask_token: what opens the tokens.
            or_else: tried on a file that `passphrase` does not open.
        """
        self._passphrase = passphrase
        self._or_else = or_else
        self._ask_token = ask_token
        self._tokens: dict[TokenPlace, Token] = {}

    def unsealing(self, path: Path) -> SealKey:
        """A key that opens what was sealed.

        Raises:
            FileMissingError, KeyFileError, PassphraseError: the file does not open.
            TokenModuleError, TokenMissingError, TokenPinError, TokenPinLockedError, TokenKeyError,
            TokenFailedError: the token does not.
        """
        named = read_token_key(path)
        if named is not None:
            return self.token(named.token).unsealing(named)
        try:
            return load_unsealing(path, self._passphrase)
        except PassphraseError:
            if self._or_else is None:
                raise
            return load_unsealing(path, self._or_else)

    def signing(self, path: Path) -> SignKey:
        """A key that signs; raises as `unsealing`."""
        named = read_token_key(path)
        if named is None:
            return load_ed25519(path, self._passphrase)
        return self.token(named.token).signing(named)

    def token(self, place: TokenPlace) -> Token:
        """A token, opened; raises as `unsealing`."""
        if place not in self._tokens:
            self._tokens[place] = Token(place, self._ask_token(place))
        return self._tokens[place]


def sealed_to(key: SealKey) -> bytes:
    """The raw public key that is sealed to."""
    return unsealer_of(key).public


def unsealer_of(key: SealKey) -> Unsealer:
    """What opens with it."""
    return X25519Unsealer(key) if isinstance(key, X25519PrivateKey) else key


def signer_of(key: SignKey) -> Signer:
    """What signs with it."""
    return key.signer if isinstance(key, TokenSigningKey) else signer_in_memory(key)
