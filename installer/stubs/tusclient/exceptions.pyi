class TusCommunicationError(Exception):
    status_code: int | None
    response_content: bytes | None
    def __init__(
        self,
        message: object,
        status_code: int | None = None,
        response_content: bytes | None = None,
    ) -> None: ...

class TusUploadFailed(TusCommunicationError): ...
