"""The same thing noticed again within moments is one alert, not two. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.observation import Alert, AlertKind, AlertSource

AGAIN_WITHIN_S = 10.0
"""Our own choice: somebody who looks aside, at the screen and aside again is one thing to look at;
a person can still tell what happened from a clip that long."""


def placed(alerts: Sequence[Alert], alert: Alert) -> tuple[int, Alert]:
    """Where an alert that was opened or closed belongs among those of the session, and as what.

    One that is open goes on. One that ended moments ago, and that nobody has acknowledged yet, goes
    on too, and counts how often it began.

    Args:
        alerts: of the session so far, in the order in which they were opened.
        alert: as a rule gave it.

    Returns:
        Its number, that of a new one if need be, and the alert to write down there.
    """
    for index in range(len(alerts) - 1, -1, -1):
        known = alerts[index]
        if _thing(known) != _thing(alert):
            continue
        if known.end_s is None:
            start_s = min(known.start_s, alert.start_s)
            return index, replace(alert, start_s=start_s, note=known.note, times=known.times)
        again = alert.end_s is None and alert.start_s - known.end_s <= AGAIN_WITHIN_S
        if again and not known.note:
            return index, replace(alert, start_s=known.start_s, times=known.times + 1)
        break
    return len(alerts), alert


def _thing(alert: Alert) -> tuple[AlertKind, AlertSource, str]:
    return alert.kind, alert.camera, alert.detail
