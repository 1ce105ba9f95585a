"""Writes docs/flow.md: the interview's table as a Mermaid state diagram and as rows."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.flow.table import COUNTED, ENDED, TABLE, Stage

HEAD = """# The interview's flow

Drawn from `app/flow/table.py` by `make docs`; do not edit by hand (a test compares them).

Besides these rows, every stage that has not ended takes `DeviceLost` and `DeviceBack` (the
countdown stands between them; then it is longer by that time), `Faulted` (to `paused`; a fault in
mid-answer ends the take, and the question comes again as a new one), `FaultCleared` (back, with the
time credited), `Resumed` (after a crash, a sleep or a standstill) and `Withdrawn` (to `closed`).
`Ticked` lets time pass: when the countdown of a stage ends it becomes `TimeRanOut`.

The way back: `FaultCleared` leads straight back; `Resumed` leads to `welcome_back`, which says what
was saved. After more than two minutes, or when no clock can tell how long it was, both lead to
`recheck_card` first (to `recheck_face` without face consent) from every stage in which the person
had been identified. *back* in the table is the stage that was interrupted; all the time from the
interruption to there is credited.
"""


def drawn() -> str:
    """The page's text."""
    lines = [HEAD, "```mermaid", "stateDiagram-v2", "    [*] --> language"]
    rows = ["| stage | event | guard | to | effects |", "| --- | --- | --- | --- | --- |"]
    for (stage, event), ways in TABLE.items():
        for way in ways:
            guard = f" [{way.guard.value}]" if way.guard.value else ""
            to = way.to.value if way.to is not None else "back"
            lines.append(f"    {stage.value} --> {to}: {event.__name__}{guard}")
            effects = ", ".join(effect.value for effect in way.effects)
            cells = (stage.value, event.__name__, way.guard.value, to, effects)
            rows.append(f"| {' | '.join(cells)} |")
    lines += ["    done --> [*]", "```", ""]
    counted = ", ".join(f"`{s.value}`" for s in Stage if s in COUNTED)
    ended = ", ".join(f"`{s.value}`" for s in Stage if s in ENDED)
    tail = ["", f"With a countdown: {counted}.", "", f"Ended: {ended}.", ""]
    return "\n".join([*lines, *rows, *tail])


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(drawn(), encoding="utf-8")
