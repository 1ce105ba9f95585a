"""Where publications come from: HQ over the pinned connection, or a stick. Nothing here trusts."""

import contextlib
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import quote

import requests
from tuf.api.exceptions import DownloadError, DownloadHTTPError, DownloadLengthMismatchError
from tuf.ngclient import FetcherInterface

from app.domain.down import METADATA, ROOT_ENVELOPE, TARGETS
from app.sync.answers import refusal_of
from app.sync.client import HqClient
from app.sync.down_errors import DownFolderError
from app.sync.errors import UnreachableError

CHUNK_BYTES = 256 * 1024
MOST_ENVELOPE_BYTES = 1024 * 1024
METADATA_BASE, TARGETS_BASE = f"{METADATA}/", f"{TARGETS}/"
_SOFTWARE = f"{TARGETS}/software/"
_OK, _PART, _NONE, _NO_MORE = 200, 206, 404, 416


class SetDownError(DownloadError):
    """A download was set down and goes on in another turn."""


class Source(Protocol):
    """Gives the files of a repository; `fetcher` is python-tuf's way to them."""

    fetcher: FetcherInterface

    def first_root(self) -> bytes | None:
        """The envelope with the first root, untrusted; None when nothing is published."""
        ...


class FromHq:
    """HQ's server."""

    def __init__(self, client: HqClient, parts: Path, go_on: Callable[[], bool]) -> None:
        """Ask `client`.

        Args:
            client: the pinned connection.
            parts: folder in which a program's beginning is kept.
            go_on: asked between two pieces; False sets a download down.
        """
        self.fetcher: FetcherInterface = _HqFetcher(client, parts, go_on)
        self._client = client

    def first_root(self) -> bytes | None:
        """The envelope with the first root; None when HQ publishes nothing.

        Raises:
            HqRefusedError, CertificateError, UnreachableError: see `HqClient.request`.
        """
        try:
            return self.fetcher.download_bytes(ROOT_ENVELOPE, MOST_ENVELOPE_BYTES)
        except DownloadHTTPError:
            return None


class _HqFetcher(FetcherInterface):
    def __init__(self, client: HqClient, parts: Path, go_on: Callable[[], bool]) -> None:
        self._client = client
        self._parts = parts
        self._go_on = go_on

    def _fetch(self, url: str) -> Iterator[bytes]:
        return self._from(url, 0)

    def _from(self, url: str, start: int) -> Iterator[bytes]:
        """The bytes of a file from `start` on."""
        path = "root" if url == ROOT_ENVELOPE else quote(url)
        headers = {"Range": f"bytes={start}-", "Accept-Encoding": "identity"} if start else None
        answer = self._client.request("GET", f"api/down/{path}", headers=headers, stream=True)
        with contextlib.closing(answer):
            if answer.status_code == _NONE:
                raise DownloadHTTPError(f"HQ has no {url}", _NONE)
            if start and answer.status_code == _NO_MORE:
                return
            if answer.status_code != (_PART if start else _OK):
                raise refusal_of(answer)
            try:
                for chunk in answer.iter_content(CHUNK_BYTES):
                    if not self._go_on():
                        raise SetDownError(url)
                    yield chunk
            except (requests.exceptions.RequestException, OSError) as error:
                raise UnreachableError("The connection broke while HQ answered") from error

    @contextlib.contextmanager
    def download_file(self, url: str, max_length: int) -> Generator[IO[bytes]]:
        """As the library's, but a program goes on where a cut left it."""
        if not url.startswith(_SOFTWARE):
            with super().download_file(url, max_length) as file:
                yield file
            return
        self._parts.mkdir(parents=True, exist_ok=True)
        part = self._parts / url.removeprefix(_SOFTWARE)
        self._drop_others(part)
        with part.open("ab") as out:
            for chunk in self._from(url, out.tell()):
                if out.tell() + len(chunk) > max_length:
                    part.unlink()
                    raise DownloadLengthMismatchError(f"{url} is larger than {max_length} bytes")
                out.write(chunk)
        try:
            with part.open("rb") as file:
                yield file
        finally:  # taken or refused: it is of no more use
            part.unlink(missing_ok=True)

    def _drop_others(self, part: Path) -> None:
        for other in self._parts.iterdir():
            if other != part:
                other.unlink()


class FromFolder:
    """A stick."""

    def __init__(self, folder: Path) -> None:
        """Read `folder`.

        Raises:
            DownFolderError: HQ did not export it.
        """
        self._folder = folder
        if not (folder / ROOT_ENVELOPE).is_file() or not (folder / METADATA).is_dir():
            raise DownFolderError(f"{folder} is not a folder that headquarters exported")
        self.fetcher: FetcherInterface = _FolderFetcher(folder)

    def first_root(self) -> bytes | None:
        """The envelope with the first root."""
        return self.fetcher.download_bytes(ROOT_ENVELOPE, MOST_ENVELOPE_BYTES)


class _FolderFetcher(FetcherInterface):
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = self._folder / url
        if not path.is_file() or path.is_symlink():
            raise DownloadHTTPError(f"The stick has no {url}", _NONE)
        try:
            with path.open("rb") as file:
                while chunk := file.read(CHUNK_BYTES):
                    yield chunk
        except OSError as error:
            raise DownFolderError(f"The stick cannot be read: {error.strerror}") from error
