"""The kiosk's way to HQ: HTTPS with HQ's pinned certificate, and nobody else's."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import requests
import requests.adapters
from pydantic import TypeAdapter, ValidationError

from app.domain.errors import BoothError
from app.domain.exchange import CertificateReply, EnrolmentReply
from app.domain.ids import AssignmentId, Digest, SessionId
from app.sync.answers import ReceiptAnswer, refusal_of, tls_error
from app.sync.errors import (
    HqRefusedError,
    KeyStoreError,
    UnreachableError,
)
from app.sync.pace import Pace, PacedBody
from app.sync.uploader import PinnedUploader

CONNECT_S = 10.0
ANSWER_S = 60.0
_MAX_ANSWER_BYTES = 16 * 1024 * 1024
_REPLY = TypeAdapter(EnrolmentReply)
_CERTIFICATE = TypeAdapter(CertificateReply)
_ACCEPTED, _UNKNOWN, _REFUSED = 200, 404, 422
_SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class ShownCertificate:
    """The kiosk's own certificate and its key.

    Attributes:
        file: both in PEM, the key encrypted.
        secret: opens the key.
    """

    file: Path
    secret: str


class _PinnedAdapter(requests.adapters.HTTPAdapter):
    """requests' connections, with the kiosk's certificate in their TLS context."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Use our context for every connection."""
        super().init_poolmanager(*arguments, **options, ssl_context=self._context)


class HqClient:
    """One kiosk's connection. Used by one thread."""

    def __init__(self, address: str, certificate: Path, token: str) -> None:
        """Talk to `address`, which must show `certificate` (PEM).

        No proxy and no credentials of the environment are used.
        """
        self.address = address.rstrip("/") + "/"
        self.token = token
        self._pin = certificate
        self._own: ShownCertificate | None = None
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = str(certificate)
        if token:
            self._session.headers["Authorization"] = f"Bearer {token}"

    def show(self, own: ShownCertificate | None) -> None:
        """Show this certificate from now on; None for none.

        Raises:
            KeyStoreError: the file cannot be opened with its secret, or HQ's certificate not.
        """
        try:
            context = ssl.create_default_context(cafile=self._pin)
            if own is not None:
                context.load_cert_chain(own.file, password=own.secret)
        except (OSError, ssl.SSLError) as error:
            raise KeyStoreError("The certificates cannot be opened") from error
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._own = own
        self._session.close()
        self._session.mount("https://", _PinnedAdapter(context))

    def certificate_is_why(self) -> bool:
        """Whether HQ answers, but not to the certificate shown.

        For use after `UnreachableError`: a server that is served by asyncio closes the connection
        without TLS's word that it does not know the certificate's authority.
        """
        own = self._own
        if own is None or self._answers():
            return False
        try:
            self.show(None)
            return self._answers()
        finally:
            self.show(own)

    def _answers(self) -> bool:
        try:
            return self.request("OPTIONS", "api/uploads").status_code in _SUCCESS
        except BoothError:
            return False

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def request(
        self,
        method: str,
        path: str,
        data: bytes | PacedBody = b"",
        headers: dict[str, str] | None = None,
        *,
        stream: bool = False,
    ) -> requests.Response:
        """One request; any answer is an answer. With `stream` the caller reads and closes it.

        Raises:
            CertificateError: whoever answers is not the pinned HQ.
            UnreachableError: nobody answered in time, or the connection broke.
        """
        try:
            return self._session.request(
                method,
                urljoin(self.address, path),
                data=data or None,
                headers=headers,
                timeout=(CONNECT_S, ANSWER_S),
                allow_redirects=False,
                stream=stream,
            )
        except requests.exceptions.SSLError as error:
            raise tls_error(error) from error
        except (requests.exceptions.RequestException, OSError) as error:
            raise UnreachableError(f"HQ does not answer ({type(error).__name__})") from error

    def enrol(self, envelope: bytes) -> EnrolmentReply:
        """Send the signed request to be enrolled.

        Raises:
            HqRefusedError: the code is wrong or used.
            CertificateError, UnreachableError: see `request`.
        """
        answer = self.request("POST", "api/enrol", envelope)
        if answer.status_code not in _SUCCESS:
            raise refusal_of(answer)
        try:
            return _REPLY.validate_json(answer.content)
        except ValidationError as error:
            raise HqRefusedError("HQ's answer to the enrolment cannot be read") from error

    def new_certificate(self, envelope: bytes) -> str:
        """Ask for a TLS certificate of this kiosk's own, signed; PEM, untrusted.

        Raises:
            HqRefusedError, CertificateError, UnreachableError: see `request`.
        """
        answer = self.request("POST", "api/certificate", envelope)
        if answer.status_code not in _SUCCESS:
            raise refusal_of(answer)
        try:
            return _CERTIFICATE.validate_json(answer.content).certificate
        except ValidationError as error:
            raise HqRefusedError("HQ's answer with the certificate cannot be read") from error

    def assignments(self) -> bytes:
        """HQ's signed list, untrusted.

        Raises:
            HqRefusedError, CertificateError, UnreachableError: see `request`.
        """
        answer = self.request("GET", "api/assignments")
        if answer.status_code != _ACCEPTED or len(answer.content) > _MAX_ANSWER_BYTES:
            raise refusal_of(answer)
        return answer.content

    def new_phone_code(self, assignment: AssignmentId) -> bytes:
        """Have HQ send a fresh code to a candidate's phone; its signed list, untrusted.

        Raises:
            HqRefusedError, CertificateError, UnreachableError: see `request`.
        """
        answer = self.request("POST", f"api/assignments/{quote(assignment, safe='')}/phone-code")
        if answer.status_code != _ACCEPTED or len(answer.content) > _MAX_ANSWER_BYTES:
            raise refusal_of(answer)
        return answer.content

    def tell_resume_key(self, envelope: bytes) -> None:
        """Tell HQ this kiosk's resume key, signed.

        Raises:
            HqRefusedError, CertificateError, UnreachableError: see `request`.
        """
        answer = self.request("POST", "api/resume-key", envelope)
        if answer.status_code not in _SUCCESS:
            raise refusal_of(answer)

    def state(self, envelope: bytes) -> None:
        """Tell HQ how this kiosk's sessions stand, signed.

        Raises:
            HqRefusedError, CertificateError, UnreachableError: see `request`.
        """
        answer = self.request("POST", "api/statements", envelope)
        if answer.status_code not in _SUCCESS:
            raise refusal_of(answer)

    def receipt(self, digest: Digest) -> ReceiptAnswer:
        """What HQ says of the bundle with that digest.

        Raises:
            HqRefusedError, CertificateError, UnreachableError: see `request`.
        """
        answer = self.request("GET", f"api/receipts/{digest}")
        match answer.status_code:
            case 200:
                return ReceiptAnswer("accepted", answer.content)
            case 202 if b"receiving" in answer.content:
                return ReceiptAnswer("receiving")
            case 202:
                return ReceiptAnswer("pending")
            case 404:
                return ReceiptAnswer("unknown")
            case _:
                refusal = refusal_of(answer)
        if answer.status_code == _REFUSED and isinstance(refusal, HqRefusedError):
            return ReceiptAnswer("refused", refusal=refusal.what)
        raise refusal

    def moved_receipt(self, journal_head: str) -> bytes | None:
        """HQ's signed word on a session that was moved, untrusted; None while it has it not.

        Args:
            journal_head: hash of the journal's entry that gave the session away.

        Raises:
            HqRefusedError, CertificateError, UnreachableError: see `request`.
        """
        answer = self.request("GET", f"api/moves/{journal_head}")
        if answer.status_code == _UNKNOWN:
            return None
        if answer.status_code != _ACCEPTED:
            raise refusal_of(answer)
        return answer.content

    def upload(
        self,
        file: Path,
        digest: Digest,
        session: SessionId,
        progress: Callable[[int], object],
        go_on: Callable[[], bool] = lambda: True,
        pace: Pace | None = None,
    ) -> bool:
        """Bring the file to HQ, from where it was left.

        Args:
            file: the bundle.
            digest: its SHA-256.
            session: whose it is.
            progress: told the bytes HQ has acknowledged.
            go_on: asked before each chunk; False ends the upload, which can be taken up again.
            pace: holds the bytes to HQ's limit; None for none.

        Returns:
            Whether HQ has all of it.

        Raises:
            UploadGoneError: HQ decided about the bundle, or lost the upload, meanwhile.
            HqRefusedError, CertificateError, UnreachableError: see `request`.
        """
        with file.open("rb") as stream:
            uploader = PinnedUploader(self, stream, {"digest": digest, "session": session}, pace)
            uploader.begin()
            progress(uploader.offset)
            while uploader.offset < uploader.stop_at:
                if not go_on():
                    return False
                uploader.upload_chunk()
                progress(uploader.offset)
        return True
