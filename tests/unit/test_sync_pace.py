"""When and how fast a branch sends: HQ's rules by HQ's clock."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import pytest

from app.domain.exchange import SendingRules
from app.domain.timing import MonotonicNs, WallTime
from app.sync.pace import Pace, PacedBody, opens_at
from tests.bundle_samples import StillClock

SHANGHAI = timezone(timedelta(hours=8))
NIGHT = SendingRules(from_minute=20 * 60, to_minute=6 * 60)
NOON = SendingRules(from_minute=12 * 60, to_minute=13 * 60 + 30)


@pytest.mark.parametrize(
    ("rules", "at", "opens"),
    [
        (SendingRules(), "2026-03-04 11:00", None),
        (NIGHT, "2026-03-04 19:59", "2026-03-04 20:00"),
        (NIGHT, "2026-03-04 20:00", None),
        (NIGHT, "2026-03-05 00:00", None),
        (NIGHT, "2026-03-05 05:59", None),
        (NIGHT, "2026-03-05 06:00", "2026-03-05 20:00"),
        (NOON, "2026-03-04 11:59", "2026-03-04 12:00"),
        (NOON, "2026-03-04 13:29", None),
        (NOON, "2026-03-04 13:30", "2026-03-05 12:00"),
    ],
)
def test_the_window(rules: SendingRules, at: str, opens: str | None) -> None:
    found = opens_at(rules, datetime.fromisoformat(at).replace(tzinfo=SHANGHAI))
    assert (f"{found:%Y-%m-%d %H:%M}" if found else None) == opens


@dataclass
class RunningClock(StillClock):
    """Its time passes by waiting only."""

    ns: int = 0

    def monotonic_ns(self) -> MonotonicNs:
        return MonotonicNs(self.ns)

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self.ns += int(seconds * 1e9)


def test_uploads_share_the_bandwidth() -> None:
    clock = RunningClock()
    pace = Pace(clock, threading.Event())  # type: ignore[arg-type]
    pace.follow(SendingRules(bytes_per_s=100_000))
    for body in (PacedBody(bytes(300_000), pace), PacedBody(bytes(200_000), pace)):
        while body.read(16_384):
            pass
    assert 4.7 <= sum(clock.waited) <= 5.1


def test_without_a_limit_nobody_waits_and_at_the_end_neither() -> None:
    clock, over = RunningClock(), threading.Event()
    pace = Pace(clock, over)  # type: ignore[arg-type]
    pace.take(10**9)
    pace.follow(SendingRules(bytes_per_s=16_384))
    over.set()
    pace.take(10**9)
    assert clock.waited == []


def test_hqs_clock_counts_and_the_operator_may_send_if_hq_lets() -> None:
    clock = StillClock()
    pace = Pace(clock, threading.Event())  # type: ignore[arg-type]
    local = clock.now().astimezone()
    minute = local.hour * 60 + local.minute
    soon = SendingRules(from_minute=(minute + 60) % 1440, to_minute=(minute + 120) % 1440)
    pace.follow(soon, clock.now())
    assert pace.waits_until() is not None
    # the kiosk's clock is an hour and a half behind HQ's
    pace.follow(soon, WallTime(clock.now() + timedelta(minutes=90)))
    assert pace.waits_until() is None
    pace.follow(soon, clock.now())
    assert pace.release()
    assert pace.waits_until() is None
    pace.done()
    assert pace.waits_until() is not None
    pace.release()
    pace.follow(SendingRules(0, soon.from_minute, soon.to_minute, send_now=False))
    assert pace.waits_until() is not None
    assert not pace.release()
