"""Keeps MediaPipe's tasks alive until they are closed.

WORKAROUND for mediapipe 0.10.33: a task that the garbage collector takes waits for ever. Its
`__del__` hands the closing to the task's own thread, which ends as soon as the collector clears the
executor's weak reference; whatever call the collection happened in then never returns (found by a
test that hung; the C binding's dispatcher in `mediapipe/tasks/python/core`). A task is therefore
held here from its making to its closing: one that is forgotten costs memory, not the program.
Remove when a release closes its tasks without a thread.
"""

from typing import Protocol, TypeVar


class Closable(Protocol):
    """A MediaPipe task."""

    def close(self) -> None:
        """Let the model go."""
        ...


AnyTask = TypeVar("AnyTask", bound=Closable)
_OPEN: dict[int, Closable] = {}


def kept(task: AnyTask) -> AnyTask:
    """The task, held until `close_task`."""
    _OPEN[id(task)] = task
    return task


def close_task(task: Closable) -> None:
    """Close it; a second time does nothing."""
    if _OPEN.pop(id(task), None) is not None:
        task.close()
