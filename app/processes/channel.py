"""One end of a pipe on which frozen dataclasses travel as length-prefixed JSON.

The other end is a process of our own, so the format has no version: both ends are one build. JSON
through pydantic, not pickle: a message that does not fit is refused, and nothing is executed.
"""

import os
import queue
import select
import struct
import sys
import threading
from collections.abc import Callable
from types import UnionType
from typing import IO, Annotated, Any, Generic, TypeVar

from pydantic import Discriminator, TypeAdapter, ValidationError

from app.processes.errors import MessageRefusedError

_LENGTH = struct.Struct(">I")
MAX_MESSAGE_BYTES = 256 * 1024 * 1024
"""No message is larger; the largest is a sealed session's documents."""

Out = TypeVar("Out")
In = TypeVar("In")
Config = TypeVar("Config")


def _told_apart(of: Any) -> Any:
    return Annotated[of, Discriminator("kind")] if isinstance(of, UnionType) else of


class Channel(Generic[Out, In]):
    """Sends `Out`, receives `In`. Sending is safe from any thread."""

    def __init__(
        self,
        reader: IO[bytes],
        writer: IO[bytes],
        outgoing: Any,
        incoming: Any,
        deliver: Callable[[object], None] | None = None,
    ) -> None:
        """Start reading.

        Args:
            reader: where the other end's messages come from.
            writer: where ours go.
            outgoing: the type (a dataclass or a union of them) of messages sent.
            incoming: the type of messages received.
            deliver: called in the reading thread with each message, each `MessageRefusedError` and,
                at the end, None; `receive` then gives nothing. Sending then never waits either: a
                thread of the channel's own writes, so that a hung worker cannot hang its kiosk.
        """
        self._reader = reader
        self._writer = writer
        self._outgoing: TypeAdapter[Out] = TypeAdapter(_told_apart(outgoing))
        self._incoming: TypeAdapter[In] = TypeAdapter(_told_apart(incoming))
        self._lock = threading.Lock()
        self._queue: queue.SimpleQueue[In | MessageRefusedError | None] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._deliver: Callable[[Any], None] = deliver or self._queue.put
        self._unsent: queue.SimpleQueue[bytes | None] | None = None
        if deliver is not None:
            self._unsent = queue.SimpleQueue()
            threading.Thread(target=self._write_on, name="channel-writer", daemon=True).start()
        self._thread = threading.Thread(target=self._pump, name="channel-reader", daemon=True)
        self._thread.start()

    @property
    def closed(self) -> bool:
        """Whether the other end has gone."""
        return self._closed.is_set()

    def send(self, message: Out) -> None:
        """Send one message; silently lost when the other end has gone (`closed` says so)."""
        body = self._outgoing.dump_json(message)
        if self._unsent is None:
            self._write(body)
        else:
            self._unsent.put(body)

    @property
    def backlog(self) -> int:
        """Messages sent but not yet taken by the pipe (always 0 without `deliver`)."""
        return 0 if self._unsent is None else self._unsent.qsize()

    def receive(self, timeout_s: float | None = None) -> In | None:
        """The next message; None when none came within `timeout_s`, or the other end has gone.

        Args:
            timeout_s: how long to wait; None waits until a message or the end.

        Raises:
            MessageRefusedError: what came is not a message of the agreed type.
        """
        try:
            item = self._queue.get(timeout=timeout_s) if timeout_s != 0 else self._queue.get(False)
        except queue.Empty:
            return None
        if isinstance(item, MessageRefusedError):
            raise item
        return item

    def close(self) -> None:
        """Close our end; the other end sees the end of the pipe."""
        self._closed.set()
        if self._unsent is not None:
            self._unsent.put(None)
            return
        self._close_writer()

    def join(self) -> None:
        """Wait until the reading thread has seen the other end go (at most a second)."""
        if self._thread is not threading.current_thread():
            self._thread.join(1.0)

    def _write(self, body: bytes) -> None:
        try:
            with self._lock:
                self._writer.write(_LENGTH.pack(len(body)) + body)
                self._writer.flush()
        except (ValueError, OSError):
            self._closed.set()

    def _write_on(self) -> None:
        unsent = self._unsent
        while unsent is not None and (body := unsent.get()) is not None:
            self._write(body)
        self._close_writer()

    def _close_writer(self) -> None:
        try:
            self._writer.close()
        except OSError:
            return

    def _pump(self) -> None:
        while (body := self._read_body()) is not None:
            try:
                self._deliver(self._incoming.validate_json(body))
            except ValidationError as error:
                self._deliver(MessageRefusedError(f"Unknown message: {error.error_count()} faults"))
        self._closed.set()
        self._deliver(None)

    def _read_body(self) -> bytes | None:
        try:
            head = self._reader.read(_LENGTH.size)
            if len(head) < _LENGTH.size:
                return None
            (length,) = _LENGTH.unpack(head)
            body = self._reader.read(length) if length <= MAX_MESSAGE_BYTES else b""
        except (OSError, ValueError):
            return None
        return body if len(body) == length else None


class WorkerLink:
    """A worker's way to the kiosk: its standard input and output.

    Standard output is taken away from everything else in the process (libraries print), and what
    they print goes to standard error.
    """

    def __init__(self) -> None:
        # not `sys.stdin.buffer`: at its end the interpreter closes that one, and aborts when a
        # thread is still reading it (a worker that ends by itself, on SIGTERM)
        self._reader: IO[bytes] = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
        private = os.dup(sys.stdout.fileno())
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        self._writer: IO[bytes] = os.fdopen(private, "wb")

    def leave_with_kiosk(self) -> None:
        """End this process at once when the kiosk has gone, whatever it loads or computes.

        For a worker that keeps nothing. One that first ends what it does takes up to 20 s
        (measured) from a kiosk that is started again. Does nothing where the system cannot watch a
        pipe without reading it (Windows): the worker then ends when it next looks.
        """
        if not hasattr(select, "poll"):
            return
        watched = select.poll()
        watched.register(self._reader.fileno(), 0)  # only that the other end was closed

        def watch(_held_open: IO[bytes]) -> None:
            watched.poll()
            os._exit(0)

        # the thread holds the pipe: one that is closed here looks like a kiosk that has gone
        threading.Thread(target=watch, args=(self._reader,), name="kiosk-gone", daemon=True).start()

    def config(self, of: type[Config]) -> Config:
        """The worker's settings: the first message on the pipe.

        Raises:
            MessageRefusedError: it does not fit `of`, or the pipe ended.
        """
        head = self._reader.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            raise MessageRefusedError("The pipe ended before the settings came")
        body = self._reader.read(_LENGTH.unpack(head)[0])
        try:
            return TypeAdapter(of).validate_json(body)
        except ValidationError as error:
            raise MessageRefusedError(
                f"The settings do not fit: {error.error_count()} faults"
            ) from error

    def channel(self, sends: Any, receives: Any) -> "Channel[Any, Any]":
        """The channel proper; call once, after `config`."""
        return Channel(self._reader, self._writer, sends, receives)


def write_config(writer: IO[bytes], config: object) -> None:
    """Write a worker's settings as the first message (the kiosk's side of `WorkerLink.config`)."""
    body = TypeAdapter(type(config)).dump_json(config)
    writer.write(_LENGTH.pack(len(body)) + body)
    writer.flush()
