# What we use of it; the package is typed, but exports its names by import alone.
from datetime import datetime
from typing import IO, Any, ClassVar, Generic, Self, TypeVar

from securesystemslib.signer import CryptoSigner, Signature, SSlibKey

class Signed:
    type: ClassVar[str]
    version: int
    expires: datetime
    unrecognized_fields: dict[str, Any]

class Role:
    keyids: list[str]
    threshold: int

class Root(Signed):
    keys: dict[str, SSlibKey]
    roles: dict[str, Role]
    def __init__(
        self, *, expires: datetime | None = None, consistent_snapshot: bool | None = True
    ) -> None: ...
    def add_key(self, key: SSlibKey, role: str) -> None: ...
    def revoke_key(self, keyid: str, role: str) -> None: ...
    def verify_delegate(
        self, delegated_role: str, payload: bytes, signatures: dict[str, Signature]
    ) -> None: ...

class MetaFile:
    version: int
    @classmethod
    def from_data(cls, version: int, data: bytes, hash_algorithms: list[str]) -> Self: ...

class TargetFile:
    length: int
    hashes: dict[str, str]
    path: str
    def __init__(
        self,
        length: int,
        hashes: dict[str, str],
        path: str,
        unrecognized_fields: dict[str, Any] | None = None,
    ) -> None: ...
    @property
    def custom(self) -> object: ...
    def verify_length_and_hashes(self, data: bytes | IO[bytes]) -> None: ...

class Timestamp(Signed):
    snapshot_meta: MetaFile

class Snapshot(Signed):
    meta: dict[str, MetaFile]

class Targets(Signed):
    targets: dict[str, TargetFile]

T = TypeVar("T", Root, Timestamp, Snapshot, Targets)

class Metadata(Generic[T]):
    signed: T
    signatures: dict[str, Signature]
    def __init__(self, signed: T) -> None: ...
    @property
    def signed_bytes(self) -> bytes: ...
    @classmethod
    def from_bytes(cls, data: bytes) -> Metadata[T]: ...
    def to_bytes(self) -> bytes: ...
    def sign(self, signer: CryptoSigner, append: bool = False) -> Signature: ...
