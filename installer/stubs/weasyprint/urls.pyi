from collections.abc import Sequence

class URLFetcher:
    def __init__(
        self, *, allowed_protocols: Sequence[str] | None = None, fail_on_errors: bool = False
    ) -> None: ...
