"""The port through which anything secret reaches the disk."""

from typing import Protocol


class SealedSink(Protocol):
    """An append-only, encrypted file. What was appended cannot be read back here."""

    def append(self, data: bytes) -> None:
        """Seal one record and hand it to the operating system (not yet synced)."""
        ...

    def sync(self) -> None:
        """Return when everything appended is on the disk (fdatasync). Any thread may call it."""
        ...

    def close(self) -> None:
        """Append the final mark, sync, close; further calls do nothing."""
        ...
