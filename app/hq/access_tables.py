"""Tables of access: users, their failed attempts, who is signed in, and who looked at what."""

from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.timing import WallTime
from app.hq.store import Base, UtcTime


class UserRow(Base):
    """One user of the console.

    Attributes:
        key: the name in the form in which names are compared (see `access.name_key`).
        name: as shown.
        branch: the branch a manager is limited to; empty for every other role.
        password_hash: argon2id, with its parameters and salt.
    """

    __tablename__ = "access_users"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    branch: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str]
    added: Mapped[WallTime] = mapped_column(UtcTime)


class AttemptsRow(Base):
    """Attempts to sign in under one name, whether or not a user of that name exists.

    Attributes:
        key: SHA-256 of the name's key: what strangers type is not kept.
        count: attempts since the last success or since `first`.
        first: when the first of them was made.
    """

    __tablename__ = "access_attempts"

    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    first: Mapped[WallTime] = mapped_column(UtcTime)


class VisitRow(Base):
    """One browser that is signed in.

    Attributes:
        token_digest: SHA-256 of the cookie; the cookie itself is not kept.
        csrf: the token every form of this visit carries.
    """

    __tablename__ = "access_visits"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str] = mapped_column(index=True)
    csrf: Mapped[str]
    began: Mapped[WallTime] = mapped_column(UtcTime)
    seen: Mapped[WallTime] = mapped_column(UtcTime)


class LookRow(Base):
    """One line of the audit trail. Rows can be added, never changed or removed."""

    __tablename__ = "access_audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[WallTime] = mapped_column(UtcTime, index=True)
    who: Mapped[str] = mapped_column(index=True)
    role: Mapped[str]
    action: Mapped[str]
    session: Mapped[str] = mapped_column(index=True)
    detail: Mapped[str]
    address: Mapped[str]


_REFUSING = """
CREATE OR REPLACE FUNCTION access_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is only added to'; END $$
"""
_REFUSED = """
CREATE TRIGGER access_audit_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON access_audit
FOR EACH STATEMENT EXECUTE FUNCTION access_audit_refuse()
"""


def _only_added_to(_: object, connection: Connection, **__: object) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_REFUSING)
        connection.exec_driver_sql(_REFUSED)
        return
    for verb in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(
            f"CREATE TRIGGER access_audit_no_{verb.lower()} BEFORE {verb} ON access_audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END"
        )


event.listen(LookRow.__table__, "after_create", _only_added_to)
