"""Private keys in a token (an HSM, by PKCS#11): made there, used there, never outside.

See `docs/spec/keys-v1.md`, part C, and docs/adr/0015. `pkcs11` is loaded when the first token is
opened.
"""

import functools
import importlib
import secrets
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.bundle.dsse import Signer
from app.bundle.errors import (
    KeyFileError,
    TokenFailedError,
    TokenKeyError,
    TokenMissingError,
    TokenModuleError,
    TokenPinError,
    TokenPinLockedError,
)
from app.bundle.hpke_outside import OutsideUnsealer
from app.bundle.recipients import P256_BYTES
from app.bundle.token_files import FORMAT, TokenAccess, TokenKeyFile, TokenKeyKind, TokenPlace

if TYPE_CHECKING:
    import pkcs11

_LABELS: Final = {"p256": "booth seal", "ed25519": "booth sign"}
_PUBLIC_BYTES: Final = {"p256": P256_BYTES, "ed25519": 32}
_ED25519: Final = "1.3.101.112"
_ONE_CALL: Final = threading.RLock()
"""Over all tokens of the process: `pkcs11` initialises a library as one that needs no locks of its
own (`C_Initialize(NULL)`), and leaves Python's lock while it is called."""


@dataclass(frozen=True, slots=True)
class TokenUnsealingKey:
    """A P-256 key in a token; opens what was sealed to it."""

    file: TokenKeyFile
    unsealer: OutsideUnsealer

    @property
    def public(self) -> bytes:
        """The raw public key."""
        return self.unsealer.public

    def unwrap(self, wrapped: bytes, info: bytes) -> bytes:
        """See `app.bundle.recipients.Unsealer`."""
        return self.unsealer.unwrap(wrapped, info)


@dataclass(frozen=True, slots=True)
class TokenSigningKey:
    """An Ed25519 key in a token."""

    file: TokenKeyFile
    signer: Signer


class _Secret(Protocol):
    """What is used of the library's keys: one that a Diffie-Hellman gave."""

    def __getitem__(self, key: object, /) -> object: ...
    def destroy(self) -> None: ...


class _Private(Protocol):
    """What is used of the library's keys: a private one."""

    def derive_key(
        self,
        key_type: object,
        key_length: int,
        *,
        mechanism: object,
        mechanism_param: object,
        store: bool,
        template: object,
    ) -> _Secret: ...
    def sign(self, data: bytes, *, mechanism: object) -> bytes: ...


class _Module(Protocol):
    """What is used of a maker's library."""

    def get_tokens(self, token_label: str) -> "Iterator[pkcs11.Token]": ...


class Token:
    """A token that a PIN opened. Safe to use from several threads."""

    def __init__(self, place: TokenPlace, access: TokenAccess, *, change: bool = False) -> None:
        """Log in. A wrong PIN is given once and never again: tokens count them.

        Args:
            place: which token.
            access: how to come to it.
            change: to make keys.

        Raises:
            TokenModuleError, TokenMissingError, TokenPinError, TokenPinLockedError,
            TokenFailedError: why not.
        """
        self._p11 = _library()
        with _ONE_CALL:
            token = self._find(place, access.module)
            with self._asked("The token cannot be opened"):
                self._session = self._log_in(token, access.pin, change)
        self.place = TokenPlace(place.label, _serial(token))

    def make(self, kind: TokenKeyKind) -> TokenKeyFile:
        """Make a key pair in the token, whose private part never leaves it.

        Raises:
            TokenFailedError: the token cannot.
        """
        curve, key_type, how = self._algorithms(kind)
        attribute, name = self._p11.Attribute, secrets.token_bytes(16)
        use = attribute.DERIVE if kind == "p256" else attribute.SIGN
        other = attribute.SIGN if kind == "p256" else attribute.DERIVE
        private = {
            use: True,
            other: False,
            attribute.SENSITIVE: True,
            attribute.EXTRACTABLE: False,
        }
        params = {attribute.EC_PARAMS: self._p11.util.ec.encode_named_curve_parameters(curve)}
        with _ONE_CALL, self._asked(f"The token makes no key of the kind {kind}"):
            domain = self._session.create_domain_parameters(key_type, params, local=True)
            pair = domain.generate_keypair(
                mechanism=how, id=name, label=_LABELS[kind], store=True, private_template=private
            )
            # a maker may give the point itself or its DER form, which ends with it
            point = bytes(pair[0][attribute.EC_POINT])[-_PUBLIC_BYTES[kind] :]
        return TokenKeyFile(FORMAT, kind, point.hex(), self.place, name.hex())

    def unsealing(self, file: TokenKeyFile) -> TokenUnsealingKey:
        """The key that opens, after it has shown that it is the one named.

        Raises:
            TokenKeyError: it is not there, or has another public key.
            TokenFailedError: the token does not answer.
        """
        private = self._private(file, "p256")
        public = bytes.fromhex(file.public)
        known = generate_private_key(SECP256R1())
        point = known.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        try:
            peer = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
        except ValueError as error:
            raise KeyFileError("The file of a key in a token names no public key") from error
        if self._exchange(private, point) != known.exchange(ECDH(), peer):
            raise TokenKeyError("The token's key is another one than its file names")
        return TokenUnsealingKey(
            file, OutsideUnsealer(public, lambda other: self._exchange(private, other))
        )

    def signing(self, file: TokenKeyFile) -> TokenSigningKey:
        """The key that signs; raises as `unsealing`."""
        private = self._private(file, "ed25519")
        signer = Signer(bytes.fromhex(file.public), lambda message: self._sign(private, message))
        message = b"booth token check " + secrets.token_bytes(32)
        try:
            Ed25519PublicKey.from_public_bytes(signer.public).verify(signer.sign(message), message)
        except (InvalidSignature, ValueError) as error:
            raise TokenKeyError("The token's key is another one than its file names") from error
        return TokenSigningKey(file, signer)

    def _private(self, file: TokenKeyFile, kind: TokenKeyKind) -> _Private:
        if file.kind != kind:
            raise KeyFileError(f"A key of the kind {file.kind} is where one of {kind} belongs")
        found: _Private
        with _ONE_CALL, self._asked("The token does not give a key"):
            try:
                found = self._session.get_key(  # type: ignore[assignment]
                    object_class=self._p11.ObjectClass.PRIVATE_KEY, id=bytes.fromhex(file.id)
                )
            except (
                self._p11.exceptions.NoSuchKey,
                self._p11.exceptions.MultipleObjectsReturned,
            ) as error:
                what = f"The token {file.token.label} has no key {file.id}"
                raise TokenKeyError(what) from error
        return found

    def _exchange(self, private: _Private, point: bytes) -> bytes:
        p11 = self._p11
        seen = {p11.Attribute.SENSITIVE: False, p11.Attribute.EXTRACTABLE: True}
        with _ONE_CALL, self._asked("The token does not compute"):
            secret = private.derive_key(
                p11.KeyType.GENERIC_SECRET,
                256,
                mechanism=p11.Mechanism.ECDH1_DERIVE,
                mechanism_param=(p11.KDF.NULL, None, point),
                store=False,
                template=seen,
            )
            shared = secret[p11.Attribute.VALUE]
            secret.destroy()
        if not isinstance(shared, bytes):
            raise TokenFailedError("The token keeps to itself what it was asked to compute")
        return shared

    def _sign(self, private: _Private, message: bytes) -> bytes:
        with _ONE_CALL, self._asked("The token does not sign"):
            return bytes(private.sign(message, mechanism=self._p11.Mechanism.EDDSA))

    def _find(self, place: TokenPlace, module: str) -> "pkcs11.Token":
        try:
            library = _module(module)
        except self._p11.PKCS11Error as error:
            what = f"The PKCS#11 library {module} is not loaded"
            raise TokenModuleError(f"{what} ({type(error).__name__})") from error
        with self._asked("The tokens cannot be listed"):
            tokens = list(library.get_tokens(place.label))
        fitting = [one for one in tokens if place.serial in {"", _serial(one)}]
        if len(fitting) != 1:
            found = "is not there" if not fitting else "is there twice"
            raise TokenMissingError(f"The token {place.label} {place.serial} {found}")
        return fitting[0]

    def _log_in(self, token: "pkcs11.Token", pin: str, change: bool) -> "pkcs11.Session":  # noqa: FBT001
        session: pkcs11.Session
        try:
            session = token.open(user_pin=pin, rw=change)
        except self._p11.exceptions.UserAlreadyLoggedIn:
            # a login is the whole process's, not a session's
            session = token.open(rw=change)
        return session

    @contextmanager
    def _asked(self, what: str) -> Generator[None, None, None]:
        """Say what the library raises in our words."""
        wrong = self._p11.exceptions
        try:
            yield
        except wrong.PinLocked as error:
            raise TokenPinLockedError("The token's PIN is locked") from error
        except (wrong.PinIncorrect, wrong.PinInvalid, wrong.PinLenRange) as error:
            raise TokenPinError("The token refused its PIN") from error
        except self._p11.PKCS11Error as error:
            raise TokenFailedError(f"{what} ({type(error).__name__})") from error

    def _algorithms(self, kind: TokenKeyKind) -> "tuple[str, pkcs11.KeyType, pkcs11.Mechanism]":
        p11 = self._p11
        if kind == "p256":
            return "secp256r1", p11.KeyType.EC, p11.Mechanism.EC_KEY_PAIR_GEN
        return _ED25519, p11.KeyType.EC_EDWARDS, p11.Mechanism.EC_EDWARDS_KEY_PAIR_GEN


def _serial(token: "pkcs11.Token") -> str:
    return token.serial.decode("ascii", "replace").strip()


def _library() -> ModuleType:
    importlib.import_module("pkcs11.util.ec")
    return importlib.import_module("pkcs11")


@functools.lru_cache
def _module(path: str) -> _Module:
    """A maker's library, loaded once: its state is the whole process's."""
    module: _Module = _library().lib(path)
    return module
