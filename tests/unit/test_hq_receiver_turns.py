"""One request at a time for each upload; the newest wins, and nothing is kept of the others."""

import anyio

from app.hq.receiver_turns import Turns


def test_the_newest_request_takes_over_and_nothing_is_kept() -> None:
    turns, ended = Turns(), list[str]()

    async def ask(name: str) -> None:
        async with turns.take("u1") as scope:
            await anyio.sleep(0 if name == "third" else 3600)
            ended.append(name)
        if scope.cancelled_caught:
            ended.append(f"{name} gave way")

    async def three() -> None:
        async with anyio.create_task_group() as group:
            for name in ("first", "second", "third"):
                group.start_soon(ask, name)
                await anyio.wait_all_tasks_blocked()

    anyio.run(three)
    assert ended == ["first gave way", "second gave way", "third"]
    assert not turns._turns
