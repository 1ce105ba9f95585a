"""Identifiers. Each is its own type, so that a session can not be passed for an assignment."""

from typing import NewType

SessionId = NewType("SessionId", str)
"""One candidate's visit: sortable by time (see `app.session.store`)."""
AssignmentId = NewType("AssignmentId", str)
"""A candidate's appointment, given out by HQ."""
KioskId = NewType("KioskId", str)
"""One kiosk, named at enrolment."""
QuestionId = NewType("QuestionId", str)
"""A question of a flow, unique within the flow version."""
TakeId = NewType("TakeId", str)
"""One recording of an answer: `<question>.<n>`, n from 1."""
Digest = NewType("Digest", str)
"""SHA-256 in lower-case hexadecimal, 64 characters."""
