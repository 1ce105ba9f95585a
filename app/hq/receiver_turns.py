"""Whose turn it is at an upload: the newest request's."""

import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

import anyio


@dataclass(slots=True)
class _Turn:
    lock: anyio.Lock = field(default_factory=anyio.Lock)
    newest: int = 0
    users: int = 0
    scope: anyio.CancelScope | None = None


class Turns:
    """One request at a time for each upload, and the newest wins.

    A request whose connection died without the server noticing is cancelled by the next one; it
    never holds a lock that somebody has to wait for.
    """

    def __init__(self) -> None:
        """Nobody is busy."""
        self._turns: dict[str, _Turn] = {}

    @contextlib.asynccontextmanager
    async def take(self, upload: str) -> AsyncGenerator[anyio.CancelScope, None]:
        """Have the upload to oneself until a newer request comes; then the block is cancelled.

        Look at the scope's `cancelled_caught` after the block.
        """
        turn = self._turns.setdefault(upload, _Turn())
        turn.newest += 1
        turn.users += 1
        mine = turn.newest
        if turn.scope is not None:
            turn.scope.cancel()
        try:
            async with turn.lock:
                with anyio.CancelScope() as scope:
                    turn.scope = scope
                    if turn.newest != mine:
                        scope.cancel()
                    try:
                        yield scope
                    finally:
                        turn.scope = None
        finally:
            turn.users -= 1
            if not turn.users:
                del self._turns[upload]
