"""Codes sent to a candidate's phone: issued with the invitation, or anew while the booth is online.

The booth gets the Argon2id hash, the expiry and the number of tries in the signed assignment, and
checks without a network. HQ keeps the phone number; it never goes down to a branch but for its end.
"""

import re
import secrets
from dataclasses import replace
from datetime import timedelta

from argon2 import PasswordHasher
from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from app.domain.assignment import Assignment, PhoneCode
from app.domain.timing import WallTime
from app.hq.assignment_serial import bump_serial
from app.hq.phone_errors import (
    PhoneCodeLimitError,
    PhoneNumberError,
    PhoneUnknownError,
    SmsUnavailableError,
)
from app.hq.sms import SmsGateway
from app.hq.store import Store
from app.hq.store_tables import AssignmentRow, KioskRow, PhoneRow

DIGITS = 6
"""Digits of a code. Source: NIST SP 800-63B-4, 3.1.3 (out-of-band secrets of at least 20 bits, or
rate-limited: six digits are 19.9 bits, hence the tries below)."""

TRIES = 5
"""Wrong entries of one code. Five guesses among a million succeed once in 200,000 visits. Own
choice; NIST SP 800-63B-4 allows up to 100 in a row."""

INVITED_FOR = timedelta(hours=24)
"""How long after the appointment's time the code of an invitation holds: a visit may begin late, or
be put off by a day. Own choice."""

LIVE_FOR = timedelta(minutes=10)
"""How long a code sent to a candidate who sits in the booth holds.
Source: NIST SP 800-63B-4, 3.1.3.3: out-of-band secrets are valid for at most 10 minutes."""

AGAIN_AFTER = timedelta(seconds=60)
SENDS_A_DAY = 5
"""A minute between two messages to one number, five in 24 hours: what mobile networks deliver, and
no way to pester anybody. Own choice."""

SHOWN_DIGITS = 4
_PHONE = re.compile(r"\+?[0-9]{6,15}")
"""Source: ITU-T E.164 (at most 15 digits)."""
_ASSIGNMENT = TypeAdapter(Assignment)
_TEXTS = {
    "zh": "您的面试验证码是 {code}，{until}（UTC）前有效。工作人员不会向您索要验证码。",
    "en": "Your interview code is {code}, valid until {until} (UTC). Staff will never ask for it.",
}


def new_code(phone: str, expires: WallTime) -> tuple[str, PhoneCode]:
    """A code, and what the booth needs to check it."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    hashed = PasswordHasher().hash(code)
    return code, PhoneCode(hashed, expires, TRIES, phone[-SHOWN_DIGITS:])


def issue(
    unit: Session, assignment: Assignment, phone: str, now: WallTime
) -> tuple[str, Assignment]:
    """The code that goes with an invitation; whoever sends the invitation sends it, apart from it.

    Raises:
        PhoneNumberError: it is no phone number.
    """
    number = re.sub(r"[\s()-]", "", phone)
    if not _PHONE.fullmatch(number):
        raise PhoneNumberError("That is no phone number")
    begins = max(assignment.scheduled, now)
    code, phone_code = new_code(number, WallTime(begins + INVITED_FOR))
    unit.add(PhoneRow(assignment=assignment.id, phone=number, sends=0, since=now, last=None))
    return code, replace(assignment, phone_code=phone_code)


def send_new(
    store: Store, gateway: SmsGateway | None, kiosk: KioskRow, assignment_id: str, now: WallTime
) -> None:
    """Send a fresh code to the phone of a candidate who is in the booth; the old one ends.

    The number of messages is noted before the message is sent, the new code after it was taken: a
    gateway that fails costs a try and leaves the old code as it was.

    Raises:
        PhoneUnknownError: that branch has no such assignment, or it has no phone number.
        PhoneCodeLimitError: too soon, or too often.
        SmsUnavailableError: this HQ has no gateway.
        SmsFailedError: the gateway did not take the message.
    """
    if gateway is None:
        raise SmsUnavailableError("Headquarters sends no messages")
    with store.unit() as unit:
        row, phone = unit.get(AssignmentRow, assignment_id), unit.get(PhoneRow, assignment_id)
        if row is None or phone is None or row.branch != kiosk.branch:
            raise PhoneUnknownError("There is no phone number for that assignment")
        _count(phone, now)
        number, language = phone.phone, _ASSIGNMENT.validate_json(row.body).languages[0]
    expires = WallTime(now + LIVE_FOR)
    code, phone_code = new_code(number, expires)
    gateway.send(number, _TEXTS[language].format(code=code, until=f"{expires:%Y-%m-%d %H:%M}"))
    with store.unit() as unit:
        row = unit.get_one(AssignmentRow, assignment_id)
        assignment = replace(_ASSIGNMENT.validate_json(row.body), phone_code=phone_code)
        row.body = _ASSIGNMENT.dump_json(assignment).decode()
        bump_serial(unit)


def _count(phone: PhoneRow, now: WallTime) -> None:
    if phone.last is not None and now - phone.last < AGAIN_AFTER:
        raise PhoneCodeLimitError("A message was sent less than a minute ago")
    if now - phone.since >= timedelta(days=1):
        phone.since, phone.sends = now, 0
    if phone.sends >= SENDS_A_DAY:
        raise PhoneCodeLimitError("No more messages are sent to that number today")
    phone.sends, phone.last = phone.sends + 1, now
