"""One upload to HQ by tus, whose answers are believed only as far as they can be true."""

import hmac
from typing import BinaryIO, Protocol

import requests
from tusclient.client import TusClient
from tusclient.uploader import Uploader

from app.domain.exchange import OFFSET_WORD, offset_word
from app.sync.answers import refusal_of
from app.sync.errors import UnreachableError, UploadGoneError
from app.sync.pace import Pace, PacedBody

CHUNK_BYTES = 1024 * 1024
"""One request of an upload, and the most that a cut makes us send again: what was acknowledged is
on HQ's disk. HQ keeps what came of a request that was cut, so that it mostly is less."""
_UNKNOWN = 404
_SUCCESS = range(200, 300)


class Speaks(Protocol):
    """What an upload needs of the connection to HQ (`HqClient`).

    Attributes:
        token: what the kiosk shows with every request.
    """

    token: str

    def request(
        self,
        method: str,
        path: str,
        data: bytes | PacedBody = b"",
        headers: dict[str, str] | None = None,
        *,
        stream: bool = False,
    ) -> requests.Response:
        """One request; any answer is an answer.

        Raises:
            CertificateError, UnreachableError: nobody answered, or somebody who is not HQ.
        """
        ...


class PinnedUploader(Uploader):
    """tuspy's uploader, its requests going over the pinned connection.

    tuspy itself turns a certificate's path into "any certificate the system trusts", and takes
    any offset for true. An answer that no tus server gives (a page of HTML, an offset that was
    never sent) comes from somebody in between, or from an HQ that is out of order: it refuses no
    bundle, the upload is set down and HQ asked again. An offset without HQ's own word for it is not
    built on: it is asked for once more before another byte is sent, so that whoever says "stored"
    and has not costs one request (a server that is not Booth's never gives that word, and each of
    its requests is followed by a question).
    """

    def __init__(
        self,
        client: Speaks,
        stream: BinaryIO,
        metadata: dict[str, str],
        pace: Pace | None = None,
    ) -> None:
        """Upload `stream`."""
        self._pinned = client
        self._pace = pace
        self._stream = stream
        super().__init__(
            file_stream=stream,
            client=TusClient("api/uploads"),
            chunk_size=CHUNK_BYTES,
            metadata=metadata,
        )

    def begin(self) -> None:
        """Create the upload, or find the one under way, and go to its offset.

        Raises:
            HqRefusedError, UploadGoneError, CertificateError, UnreachableError: see `HqClient`.
        """
        self.set_url(self.create_url())
        self.offset = self.get_offset()

    def create_url(self) -> str:
        """Create the upload; HQ gives the same address for the same bundle.

        Raises:
            HqRefusedError, CertificateError, UnreachableError: see `HqClient`.
        """
        answer = self._pinned.request(
            "POST", self.client.url, headers=self.get_url_creation_headers()
        )
        location = answer.headers.get("location")
        if answer.status_code not in _SUCCESS or location is None:
            raise refusal_of(answer)
        return location

    def get_offset(self) -> int:
        """How much HQ has; also ends any older request that still holds the upload.

        Raises:
            UploadGoneError: HQ knows no such upload.
            HqRefusedError, CertificateError, UnreachableError: see `HqClient`.
        """
        answer = self._pinned.request("HEAD", self.url or "", headers=self.get_headers())
        return _offset(answer, 0, self.stop_at)

    def upload_chunk(self) -> None:
        """Send one chunk from the offset on.

        Raises:
            UploadGoneError: HQ knows no such upload any more.
            HqRefusedError, CertificateError, UnreachableError: see `HqClient`.
        """
        self._stream.seek(self.offset)
        chunk = self._stream.read(self.get_request_length())
        headers = {
            **self.get_headers(),
            "Upload-Offset": str(self.offset),
            "Content-Type": "application/offset+octet-stream",
        }
        body = PacedBody(chunk, self._pace) if self._pace is not None else chunk
        answer = self._pinned.request("PATCH", self.url or "", body, headers)
        offset = _offset(answer, self.offset, self.offset + len(chunk))
        self.offset = offset if self._has_word(answer, offset) else self.get_offset()

    def _has_word(self, answer: requests.Response, offset: int) -> bool:
        upload = (self.url or "").rstrip("/").rpartition("/")[2]
        word = offset_word(self._pinned.token, upload, offset)
        return hmac.compare_digest(answer.headers.get(OFFSET_WORD, "").encode(), word.encode())


def _offset(answer: requests.Response, least: int, most: int) -> int:
    """The offset HQ acknowledges, if it can be true."""
    if answer.status_code == _UNKNOWN:
        raise UploadGoneError("HQ has that upload no more")
    if answer.status_code not in _SUCCESS:
        raise refusal_of(answer)
    text = answer.headers.get("upload-offset", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 20):  # noqa: PLR2004 (64 bits)
        raise UnreachableError("What answers at HQ's address says not how much came")
    if not least <= int(text) <= most:
        raise UnreachableError(f"HQ's offset {text} cannot be: between {least} and {most} can")
    return int(text)
