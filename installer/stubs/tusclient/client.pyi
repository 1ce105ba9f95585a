class TusClient:
    url: str
    headers: dict[str, str]
    def __init__(self, url: str, headers: dict[str, str] | None = None) -> None: ...
