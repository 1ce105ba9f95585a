"""Errands to a disk that may hang: waited for so long, and left alone then."""

import threading
from collections.abc import Generator

import pytest

from app.processes.errands import Errands
from app.processes.errors import DiskHangsError


@pytest.fixture
def go() -> Generator[threading.Event]:
    made = threading.Event()
    yield made
    made.set()


def test_what_comes_of_an_errand_is_given_or_raised() -> None:
    errands = Errands("The disk")
    assert errands.do(lambda: 7, 5.0) == 7
    with pytest.raises(FileNotFoundError):
        errands.do(lambda: open("/nowhere/at all"), 5.0)  # noqa: SIM115, PTH123
    assert not errands.overdue


def test_one_that_hangs_is_left_alone_and_no_other_is_begun_until_it_returns(
    go: threading.Event,
) -> None:
    errands, returned, tried = Errands("The disk"), threading.Event(), list[int]()

    def hang() -> None:
        go.wait(30)
        returned.set()

    with pytest.raises(DiskHangsError):
        errands.do(hang, 0.05)
    assert errands.overdue
    before = threading.active_count()
    for number in range(20):
        with pytest.raises(DiskHangsError):
            errands.do(lambda: tried.append(number), 0.05)  # noqa: B023
    assert threading.active_count() == before
    assert tried == []
    go.set()
    assert returned.wait(5)
    assert errands.do(lambda: 8, 5.0) == 8
    assert not errands.overdue


def test_two_threads_take_turns(go: threading.Event) -> None:
    errands, seen = Errands("The disk"), list[int]()
    other = threading.Thread(
        target=lambda: errands.do(lambda: (go.wait(10), seen.append(1)), 10.0), daemon=True
    )
    other.start()
    while threading.active_count() < 3:
        pass
    threading.Timer(0.1, go.set).start()
    errands.do(lambda: seen.append(2), 10.0)
    other.join(5)
    assert seen == [1, 2]
