"""Who may sign in at HQ, and as what. Every attempt leaves a line in the audit trail."""

import hashlib
import secrets
import threading
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.domain.timing import WallTime
from app.hq.access_audit import Look, write_look
from app.hq.access_tables import AttemptsRow, UserRow, VisitRow
from app.hq.errors import UserExistsError, UserRefusedError
from app.hq.store import Store
from app.ports.clock import Clock

Role = Literal["hr", "manager", "auditor", "admin"]
ROLES: tuple[Role, ...] = ("hr", "manager", "auditor", "admin")
Permission = Literal["sessions", "dossier", "proof", "trail", "users"]
"""`sessions`: the list (with names only together with `dossier`); `dossier`: everything about a
candidate; `proof`: digests, receipt and journal without the candidate; `trail`: who saw what;
`users`: who may sign in."""

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    "hr": frozenset({"sessions", "dossier", "proof"}),
    "manager": frozenset({"sessions", "dossier", "proof"}),
    "auditor": frozenset({"sessions", "proof", "trail"}),
    "admin": frozenset({"users"}),
}

MIN_PASSWORD = 12
"""Characters. Source: OWASP ASVS 4.0.3, 2.1.1."""
MAX_PASSWORD = 256
"""Characters; longer ones are refused so that nobody makes the server hash megabytes."""
MAX_NAME = 64
MAX_ATTEMPTS = 5
LOCKOUT = timedelta(minutes=15)
"""After `MAX_ATTEMPTS` in this time a name is locked until it has passed: at most 20 guesses an
hour. Source: OWASP ASVS 4.0.3, 2.2.1 (no more than 100 an hour)."""
IDLE = timedelta(minutes=30)
LONGEST_VISIT = timedelta(hours=12)
"""Source for both: OWASP ASVS 4.0.3, 3.3.2, level 2."""
_SEEN_STEP = timedelta(minutes=1)
_HASHES_AT_ONCE = 2
"""Argon2 takes 64 MiB a time: a burst of attempts must not take the server's memory."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in.

    Attributes:
        branch: the only branch a manager sees.
        csrf: the token forms must carry.
    """

    name: str
    role: Role
    branch: str
    csrf: str

    def may(self, permission: Permission) -> bool:
        """Whether the role allows it."""
        return permission in PERMISSIONS[self.role]

    def may_see(self, branch: str) -> bool:
        """Whether a candidate of that branch is within this visitor's sight."""
        return self.may("dossier") and (self.role != "manager" or self.branch == branch != "")


def name_key(name: str) -> str:
    """The form in which names are compared: compatibility-normalised, case folded, trimmed."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def as_role(untrusted_role: str) -> Role:
    """A role by its name.

    Raises:
        UserRefusedError: there is no such role.
    """
    for role in ROLES:
        if role == untrusted_role:
            return role
    raise UserRefusedError("There is no such role; the roles are hr, manager, auditor and admin")


def add_user(  # noqa: PLR0913 (the first four are what every caller gives)
    unit: Session,
    name: str,
    role: str,
    password: str,
    *,
    now: WallTime,
    branch: str = "",
    hasher: PasswordHasher | None = None,
) -> None:
    """Add a user of the console.

    Args:
        unit: where it is added (`Store.unit`).
        name: 1 to 64 printable characters, unlike every other name but for case.
        role: `hr`, `manager`, `auditor` or `admin`.
        password: at least `MIN_PASSWORD` characters.
        now: the time noted with it.
        branch: the branch a manager sees; a manager without one sees nothing.
        hasher: argon2id with other parameters than the library's (RFC 9106, low memory).

    Raises:
        UserExistsError: there is a user of that name.
        UserRefusedError: the name, role or password is not allowed.
    """
    key = name_key(name)
    known_role = as_role(role)
    if not 1 <= len(key) <= MAX_NAME or not name.isprintable():
        raise UserRefusedError("The name is empty, too long or not printable")
    if not MIN_PASSWORD <= len(_normal(password)) <= MAX_PASSWORD:
        raise UserRefusedError("The password is too short or too long")
    if unit.get(UserRow, key) is not None:
        raise UserExistsError("There is a user of that name")
    hashed = (hasher or PasswordHasher()).hash(_normal(password))
    unit.add(
        UserRow(
            key=key,
            name=name.strip(),
            role=known_role,
            branch=branch,
            password_hash=hashed,
            added=now,
        )
    )


@dataclass(frozen=True, slots=True)
class UserLine:
    """One user as an administrator sees them."""

    name: str
    role: str
    branch: str
    added: WallTime
    locked: bool


class Access:
    """Signing in and out. Safe to use from several threads."""

    def __init__(self, store: Store, clock: Clock, hasher: PasswordHasher | None = None) -> None:
        """Use `store`; `hasher` only where other argon2 parameters are wanted (tests)."""
        self._store = store
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        self._turn = threading.BoundedSemaphore(_HASHES_AT_ONCE)
        # hashed against when there is no such user, so that both answers take the same time
        self._decoy = self._hasher.hash(secrets.token_urlsafe(16))

    def sign_in(self, untrusted_name: str, untrusted_password: str, address: str) -> str | None:
        """A new visit's token; None when refused, and nobody is told why.

        Wrong name, wrong password and locked name take the same time and give the same answer.
        """
        now = self._clock.now()
        key = name_key(untrusted_name)[:MAX_NAME]
        open_to_try, hashed = self._count_attempt(key, now)
        right = self._verify(hashed or self._decoy, untrusted_password)
        if not (right and open_to_try and hashed is not None):
            self._refuse(key, known=hashed is not None, locked=not open_to_try, at=address)
            return None
        return self._begin_visit(key, address, now)

    def _count_attempt(self, key: str, now: WallTime) -> tuple[bool, str | None]:
        # counted before the password is looked at, so that many at once are no way round it
        with self._store.unit() as unit:
            user = unit.get(UserRow, key)
            row = unit.get(AttemptsRow, _digest(key))
            if row is None:
                row = AttemptsRow(key=_digest(key), count=0, first=now)
                unit.add(row)
            elif now - row.first >= LOCKOUT:
                row.count, row.first = 0, now
            row.count += 1
            return row.count <= MAX_ATTEMPTS, None if user is None else user.password_hash

    def _verify(self, hashed: str, untrusted_password: str) -> bool:
        with self._turn:
            try:
                return self._hasher.verify(hashed, _normal(untrusted_password[:MAX_PASSWORD]))
            except VerifyMismatchError:
                return False

    def _refuse(self, key: str, *, known: bool, locked: bool, at: str) -> None:
        look = Look(
            at=self._clock.now(),
            # a name that nobody has may be a password typed into the wrong field
            who=key if known else "",
            role="",
            action="sign_in_refused",
            detail="locked" if locked else "",
            address=at,
        )
        with self._store.unit() as unit:
            write_look(unit, look)

    def _begin_visit(self, key: str, address: str, now: WallTime) -> str:
        token = secrets.token_urlsafe(32)
        with self._store.unit() as unit:
            user = unit.get_one(UserRow, key)
            unit.execute(delete(AttemptsRow).where(AttemptsRow.key == _digest(key)))
            unit.execute(delete(VisitRow).where(VisitRow.began < WallTime(now - LONGEST_VISIT)))
            unit.add(
                VisitRow(
                    token_digest=_digest(token),
                    user=key,
                    csrf=secrets.token_urlsafe(32),
                    began=now,
                    seen=now,
                )
            )
            write_look(unit, Look(now, user.name, user.role, "sign_in", address=address))
        return token

    def visitor(self, untrusted_token: str) -> Visitor | None:
        """Who holds this token; None when nobody does, or the visit has run out."""
        now = self._clock.now()
        digest = _digest(untrusted_token)
        with self._store.reading() as reader:
            visit = reader.get(VisitRow, digest)
            user = None if visit is None else reader.get(UserRow, visit.user)
        if visit is None or user is None:
            return None
        if now - visit.seen >= IDLE or now - visit.began >= LONGEST_VISIT:
            self.sign_out(untrusted_token)
            return None
        if now - visit.seen >= _SEEN_STEP:
            with self._store.unit() as unit:
                unit.get_one(VisitRow, digest).seen = now
        return Visitor(user.name, as_role(user.role), user.branch, visit.csrf)

    def sign_out(self, untrusted_token: str) -> None:
        """End the visit; an unknown token changes nothing."""
        with self._store.unit() as unit:
            visit = unit.get(VisitRow, _digest(untrusted_token))
            user = None if visit is None else unit.get(UserRow, visit.user)
            if visit is None or user is None:
                return
            unit.delete(visit)
            write_look(unit, Look(self._clock.now(), user.name, user.role, "sign_out"))

    def users(self) -> tuple[UserLine, ...]:
        """Every user, by name."""
        now = self._clock.now()
        with self._store.reading() as reader:
            rows = reader.scalars(select(UserRow).order_by(UserRow.key)).all()
            tried = {row.key: row for row in reader.scalars(select(AttemptsRow)).all()}
        return tuple(
            UserLine(
                row.name, row.role, row.branch, row.added, _locked(tried.get(_digest(row.key)), now)
            )
            for row in rows
        )


def _locked(attempts: AttemptsRow | None, now: WallTime) -> bool:
    return (
        attempts is not None and attempts.count >= MAX_ATTEMPTS and now - attempts.first < LOCKOUT
    )
