# What we use of it; the package is typed, but exports its names by import alone.
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

class Signature: ...

class SSlibKey:
    keyid: str

class CryptoSigner:
    def __init__(self, private_key: Ed25519PrivateKey) -> None: ...
    @property
    def public_key(self) -> SSlibKey: ...
