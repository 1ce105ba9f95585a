"""What an upload makes of answers that HQ never gives: nothing is lost and nothing refused."""

import io
from pathlib import Path

import pytest
import requests

from app.domain.exchange import OFFSET_WORD, offset_word
from app.domain.ids import Digest
from app.sync.client import HqClient
from app.sync.errors import HqRefusedError, UnreachableError, UploadGoneError
from app.sync.pace import PacedBody
from app.sync.uploader import CHUNK_BYTES, PinnedUploader

SIZE = 3 * CHUNK_BYTES
TOKEN = "the kiosk's"


class FalseHq:
    """Gives one answer to whatever is asked, and to `HEAD` another where it has one."""

    token = TOKEN

    def __init__(
        self, status: int, headers: dict[str, str], content: bytes = b"", head: int | None = None
    ) -> None:
        self.answer = _answer(status, headers, content)
        self.head = None if head is None else _answer(200, {"Upload-Offset": str(head)})
        self.asked: list[str] = []

    def request(
        self,
        method: str,
        path: str,
        data: bytes | PacedBody = b"",
        headers: dict[str, str] | None = None,
        *,
        stream: bool = False,
    ) -> requests.Response:
        self.asked.append(method)
        return self.head if method == "HEAD" and self.head is not None else self.answer


def _answer(status: int, headers: dict[str, str], content: bytes = b"") -> requests.Response:
    answer = requests.Response()
    answer.status_code, answer._content = status, content
    answer.headers.update(headers)
    return answer


def uploader_at(offset: int, hq: FalseHq) -> PinnedUploader:
    uploader = PinnedUploader(hq, io.BytesIO(bytes(SIZE)), {})
    uploader.set_url("api/uploads/1")
    uploader.offset = offset
    return uploader


@pytest.mark.parametrize(
    ("status", "headers", "content"),
    [
        (204, {"Upload-Offset": str(SIZE)}, b""),
        (204, {"Upload-Offset": "0"}, b""),
        (204, {"Upload-Offset": "-1"}, b""),
        (204, {"Upload-Offset": "9" * 5000}, b""),
        (204, {"Upload-Offset": "²"}, b""),
        (204, {}, b""),
        (200, {"Content-Type": "text/html"}, b"<html>Please sign in</html>"),
        (403, {}, b"no!"),
    ],
)
def test_a_lie_about_a_chunk_sets_the_upload_down(
    status: int, headers: dict[str, str], content: bytes
) -> None:
    uploader = uploader_at(CHUNK_BYTES, FalseHq(status, headers, content))
    with pytest.raises(UnreachableError):
        uploader.upload_chunk()
    assert uploader.offset == CHUNK_BYTES


def test_part_of_a_chunk_may_be_acknowledged() -> None:
    uploader = uploader_at(CHUNK_BYTES, FalseHq(204, {"Upload-Offset": str(CHUNK_BYTES + 7)}))
    uploader.upload_chunk()
    assert uploader.offset == CHUNK_BYTES + 7


def test_an_offset_with_hqs_word_is_built_on() -> None:
    told = {"Upload-Offset": str(CHUNK_BYTES), OFFSET_WORD: offset_word(TOKEN, "1", CHUNK_BYTES)}
    hq = FalseHq(204, told, head=0)
    uploader = uploader_at(0, hq)
    uploader.upload_chunk()
    assert uploader.offset == CHUNK_BYTES
    assert hq.asked == ["PATCH"]


@pytest.mark.parametrize(
    "word", [offset_word(TOKEN, "1", 7), offset_word("x", "1", CHUNK_BYTES), "é"]
)
def test_whoever_says_stored_without_hqs_word_is_asked_again(word: str) -> None:
    hq = FalseHq(204, {"Upload-Offset": str(CHUNK_BYTES), OFFSET_WORD: word}, head=0)
    uploader = uploader_at(0, hq)
    uploader.upload_chunk()
    assert uploader.offset == 0
    assert hq.asked == ["PATCH", "HEAD"]


def test_an_upload_that_hq_no_longer_knows_is_no_refused_bundle() -> None:
    for ask in ("upload_chunk", "get_offset"):
        uploader = uploader_at(0, FalseHq(404, {}, b'{"code":"UPLOAD-UNKNOWN"}'))
        with pytest.raises(UploadGoneError):
            getattr(uploader, ask)()


def test_a_refusal_with_hqs_own_code_is_one() -> None:
    body = b'{"code": "UPLOAD-TYPE", "what": "Wrong type", "advice": "Tell headquarters."}'
    with pytest.raises(HqRefusedError, match="UPLOAD-TYPE"):
        uploader_at(0, FalseHq(415, {}, body)).upload_chunk()


def test_an_offset_beyond_the_bundle_is_not_taken_up() -> None:
    with pytest.raises(UnreachableError):
        uploader_at(0, FalseHq(200, {"Upload-Offset": str(SIZE + 1)})).get_offset()


@pytest.mark.parametrize("content", [b"<html>no</html>", b"", b'{"detail": "Unprocessable"}'])
def test_a_refusal_of_a_receipt_without_hqs_code_refuses_nothing(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = HqClient("https://127.0.0.1:1", Path("unused"), TOKEN)
    monkeypatch.setattr(client, "request", lambda *_: _answer(422, {}, content))
    with pytest.raises(UnreachableError):
        client.receipt(Digest("0" * 64))
    body = b'{"code": "INBOX-CLOCK", "what": "Sealed in the future", "advice": "Set it."}'
    monkeypatch.setattr(client, "request", lambda *_: _answer(422, {}, body))
    assert client.receipt(Digest("0" * 64)).state == "refused"
