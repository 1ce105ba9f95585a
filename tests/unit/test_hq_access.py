"""Who gets in, who is kept out and for how long, and what is written down about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.hq.access import IDLE, LOCKOUT, LONGEST_VISIT, MAX_ATTEMPTS, Access, add_user
from app.hq.access_audit import Look, looks
from app.hq.access_tables import AttemptsRow, VisitRow
from app.hq.errors import UserExistsError, UserRefusedError
from app.hq.store import Store
from devices.fake.clock import FakeClock
from tests.unit.hq_console_scene import PASSWORD, QUICK


@dataclass(frozen=True)
class Gate:
    store: Store
    clock: FakeClock
    access: Access

    def add(self, name: str, role: str = "hr", password: str = PASSWORD, branch: str = "") -> None:
        with self.store.unit() as unit:
            add_user(unit, name, role, password, now=self.clock.now(), branch=branch, hasher=QUICK)

    def enter(self, name: str = "mei", password: str = PASSWORD) -> str | None:
        return self.access.sign_in(name, password, "10.0.0.1")

    def trail(self) -> tuple[Look, ...]:
        with self.store.reading() as reader:
            return looks(reader)


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    store = Store.create(tmp_path)
    clock = FakeClock()
    gate = Gate(store, clock, Access(store, clock, QUICK))
    gate.add("Mei")
    yield gate
    store.close()


def test_the_right_password_opens_a_visit(gate: Gate) -> None:
    token = gate.enter(" MEI ")
    assert token is not None
    visitor = gate.access.visitor(token)
    assert visitor is not None
    assert (visitor.name, visitor.role) == ("Mei", "hr")
    assert gate.access.visitor(token + "x") is None
    assert [look.action for look in gate.trail()] == ["sign_in"]


def test_neither_cookie_nor_password_is_kept(gate: Gate) -> None:
    token = gate.enter()
    assert token is not None
    with gate.store.reading() as reader:
        dump = " ".join(str(row) for row in reader.execute(text("select * from access_visits")))
        dump += " ".join(str(row) for row in reader.execute(text("select * from access_users")))
    assert token not in dump
    assert PASSWORD not in dump
    assert "$argon2id$" in dump


def test_two_visits_have_their_own_tokens(gate: Gate) -> None:
    first, second = gate.enter(), gate.enter()
    assert first != second
    assert first is not None
    assert second is not None
    one, other = gate.access.visitor(first), gate.access.visitor(second)
    assert one is not None
    assert other is not None
    assert one.csrf != other.csrf


@pytest.mark.parametrize("name", ["mei", "nobody"])
def test_too_many_attempts_lock_any_name(gate: Gate, name: str) -> None:
    for _ in range(MAX_ATTEMPTS):
        assert gate.enter(name, "wrong") is None
    assert gate.enter(name) is None
    gate.clock.step(LOCKOUT.total_seconds())
    assert (gate.enter(name) is not None) == (name == "mei")


def test_success_forgets_the_failures(gate: Gate) -> None:
    for _ in range(3):
        for _ in range(MAX_ATTEMPTS - 1):
            assert gate.enter(password="wrong") is None
        assert gate.enter() is not None
    with gate.store.reading() as reader:
        assert reader.scalars(select(AttemptsRow)).all() == []


def test_refusals_are_written_but_not_what_strangers_typed(gate: Gate) -> None:
    gate.enter("mei", "wrong")
    gate.enter("my secret passphrase", "x")
    newest, known = gate.trail()
    assert (known.action, known.who, known.address) == ("sign_in_refused", "mei", "10.0.0.1")
    assert (newest.action, newest.who) == ("sign_in_refused", "")


def test_strangers_cost_as_much_as_users(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    verify = gate.access._verify

    def counted(hashed: str, password: str) -> bool:
        verified.append(hashed)
        return verify(hashed, password)

    monkeypatch.setattr(gate.access, "_verify", counted)
    for _ in range(MAX_ATTEMPTS + 1):
        gate.enter("nobody", "wrong")
        gate.enter("mei", "wrong")
    assert len(verified) == 2 * (MAX_ATTEMPTS + 1)


def test_an_idle_visit_ends(gate: Gate) -> None:
    token = gate.enter()
    assert token is not None
    gate.clock.step(IDLE.total_seconds() - 1)
    assert gate.access.visitor(token) is not None
    gate.clock.step(IDLE.total_seconds() - 1)
    assert gate.access.visitor(token) is not None
    gate.clock.step(IDLE.total_seconds())
    assert gate.access.visitor(token) is None
    with gate.store.reading() as reader:
        assert reader.scalars(select(VisitRow)).all() == []


def test_no_visit_lasts_for_ever(gate: Gate) -> None:
    token = gate.enter()
    assert token is not None
    for _ in range(int(LONGEST_VISIT.total_seconds() // 1200)):
        assert gate.access.visitor(token) is not None
        gate.clock.step(1200)
    assert gate.access.visitor(token) is None


def test_signing_out_ends_the_visit(gate: Gate) -> None:
    token = gate.enter()
    assert token is not None
    gate.access.sign_out(token)
    gate.access.sign_out(token)
    assert gate.access.visitor(token) is None
    assert [look.action for look in gate.trail()] == ["sign_out", "sign_in"]


def test_what_each_role_may(gate: Gate) -> None:
    wanted = {
        "hr": {"sessions", "dossier", "proof"},
        "manager": {"sessions", "dossier", "proof"},
        "auditor": {"sessions", "proof", "trail"},
        "admin": {"users"},
    }
    for role, permissions in wanted.items():
        gate.add(f"a {role}", role, branch="West")
        token = gate.enter(f"a {role}")
        visitor = gate.access.visitor(token or "")
        assert visitor is not None
        for permission in ("sessions", "dossier", "proof", "trail", "users"):
            assert visitor.may(permission) == (permission in permissions)
        assert visitor.may_see("West") == (role in {"hr", "manager"})
        assert visitor.may_see("East") == (role == "hr")


def test_a_manager_without_a_branch_sees_nothing(gate: Gate) -> None:
    gate.add("boss", "manager")
    visitor = gate.access.visitor(gate.enter("boss") or "")
    assert visitor is not None
    assert not visitor.may_see("")
    assert not visitor.may_see("West")


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [
        ("", "hr", PASSWORD),
        ("   ", "hr", PASSWORD),
        ("x" * 65, "hr", PASSWORD),
        ("line\nbreak", "hr", PASSWORD),
        ("li", "boss", PASSWORD),
        ("li", "hr", "elevenchars"),
        ("li", "hr", "x" * 257),
    ],
)
def test_what_cannot_be_a_user_is_refused(gate: Gate, name: str, role: str, password: str) -> None:
    with pytest.raises(UserRefusedError):
        gate.add(name, role, password)


def test_a_name_is_taken_once(gate: Gate) -> None:
    with pytest.raises(UserExistsError):
        gate.add("ｍｅｉ")  # full-width: the same name to a reader


@pytest.mark.parametrize("change", ["delete from access_audit", "update access_audit set who='x'"])
def test_the_trail_is_only_added_to(gate: Gate, change: str) -> None:
    gate.enter()
    with pytest.raises(DatabaseError, match="only added to"), gate.store.unit() as unit:
        unit.execute(text(change))
    assert len(gate.trail()) == 1


def test_users_and_their_locks_are_listed(gate: Gate) -> None:
    gate.add("li", "admin")
    for _ in range(MAX_ATTEMPTS):
        gate.enter("mei", "wrong")
    assert [(user.name, user.locked) for user in gate.access.users()] == [
        ("li", False),
        ("Mei", True),
    ]
