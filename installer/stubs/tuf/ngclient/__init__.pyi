from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import IO

from tuf.api.metadata import TargetFile

class UpdaterConfig:
    def __init__(self, max_root_rotations: int = 256, max_delegations: int = 32) -> None: ...

class FetcherInterface:
    def _fetch(self, url: str) -> Iterator[bytes]: ...
    def download_file(self, url: str, max_length: int) -> AbstractContextManager[IO[bytes]]: ...
    def download_bytes(self, url: str, max_length: int) -> bytes: ...

class Updater:
    def __init__(
        self,
        metadata_dir: str,
        metadata_base_url: str,
        target_dir: str | None = None,
        target_base_url: str | None = None,
        fetcher: FetcherInterface | None = None,
        config: UpdaterConfig | None = None,
        *,
        bootstrap: bytes | None,
    ) -> None: ...
    def refresh(self) -> None: ...
    def get_targetinfo(self, target_path: str) -> TargetFile | None: ...
    def download_target(self, targetinfo: TargetFile, filepath: str | None = None) -> str: ...
