"""Codes to phones: the real server, the real client, and a message gateway on loopback."""

import http.server
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from argon2 import PasswordHasher

from app.domain.ids import AssignmentId
from app.domain.messages.courier import PhoneCodeNotSent, PhoneCodeSent
from app.domain.timing import WallTime
from app.hq.assignments import NewAssignment, add_assignment
from app.hq.phone_codes import DIGITS, INVITED_FOR, LIVE_FOR, TRIES, send_new
from app.hq.phone_errors import (
    PhoneCodeLimitError,
    PhoneNumberError,
    SmsFailedError,
    SmsSettingsError,
)
from app.hq.setup import Headquarters
from app.hq.sms import SETTINGS, open_gateway
from app.hq.store_tables import KioskRow, PhoneRow
from app.kiosk.phone_code import DIGITS as TYPED_DIGITS
from app.sync.assignments import read_assignments
from app.sync.phone_code import ask_phone_code
from tests.sync_rig import (
    CLOCK,
    Branch,
    flow,
)

PHONE = "13900001234"
FIELDS = '[fields]\nTo = "{phone}"\nBody = "{text}"\n'


@dataclass
class Gateway:
    """Takes messages as a provider would, and keeps them."""

    status: int = 201
    messages: list[dict[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    @property
    def code(self) -> str:
        found = re.search(r"[0-9]{6}", self.messages[-1]["Body"])
        assert found
        return found.group()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    kept = Gateway()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            as_json = self.headers["Content-Type"] == "application/json"
            fields = json.loads(body) if as_json else {k: v[0] for k, v in parse_qs(body).items()}
            kept.messages.append(fields)
            kept.headers.append(dict(self.headers.items()))
            self.send_response(kept.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, name="sms-gateway")
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_address[1]}/Messages.json"
    yield kept
    server.shutdown()
    server.server_close()
    thread.join(5)


def settings(home: Path, text: str) -> None:
    (home / SETTINGS).write_text(text, encoding="utf-8")


def use(hq: Headquarters, gateway: Gateway) -> None:
    (hq.home / "sms.secret").write_text("s3cret\n", encoding="utf-8")
    settings(
        hq.home,
        f'url = "{gateway.url}"\nauth = "basic"\nuser = "booth"\nsecret_file = "sms.secret"\n'
        '[fields]\nTo = "{phone}"\nFrom = "Bank"\nBody = "{text}"\n',
    )


def invited(hq: Headquarters, branch: str = "Demo branch", phone: str = PHONE) -> tuple[str, str]:
    wanted = NewAssignment("Ada", "teller", branch, CLOCK.now(), ("en",), flow(), phone)
    with hq.store.unit() as unit:
        made = add_assignment(unit, wanted, CLOCK.now())
    return made.assignment.id, made.phone_code


def kiosk_row(hq: Headquarters, branch: Branch) -> KioskRow:
    with hq.store.reading() as reader:
        return reader.get_one(KioskRow, branch.identity.kiosk)


def held(branch: Branch, assignment: str) -> object:
    return next(one for one in read_assignments(branch.data) if one.id == assignment).phone_code


def right(branch: Branch, assignment: str, code: str) -> bool:
    phone_code = held(branch, assignment)
    assert phone_code is not None
    return PasswordHasher().verify(phone_code.hash, code)  # type: ignore[attr-defined]


def test_the_invitations_code_goes_down_as_a_hash(hq: Headquarters, branch: Branch) -> None:
    assignment, code = invited(hq)
    branch.rounds.turn()
    assert right(branch, assignment, code)
    down = (branch.data / "assignments.json").read_bytes()
    assert code.encode() not in down
    assert PHONE.encode() not in down, "the number stays at HQ"
    assert re.fullmatch(rf"[0-9]{{{DIGITS}}}", code)
    assert DIGITS == TYPED_DIGITS


def test_a_fresh_code_is_sent_and_comes_down(
    hq: Headquarters, gateway: Gateway, branch: Branch
) -> None:
    use(hq, gateway)
    assignment, _ = invited(hq)
    branch.rounds.turn()
    before = held(branch, assignment)
    told = ask_phone_code(branch.data, branch.identity, branch.keys, AssignmentId(assignment))
    assert told == PhoneCodeSent(AssignmentId(assignment))
    assert held(branch, assignment) != before
    assert right(branch, assignment, gateway.code)
    assert gateway.messages[0]["To"] == PHONE
    assert gateway.headers[0]["Authorization"].startswith("Basic ")
    soon = ask_phone_code(branch.data, branch.identity, branch.keys, AssignmentId(assignment))
    assert isinstance(soon, PhoneCodeNotSent)
    assert soon.code == "PHONE-CODE-LIMIT"
    unknown = ask_phone_code(branch.data, branch.identity, branch.keys, AssignmentId("A/../x"))
    assert isinstance(unknown, PhoneCodeNotSent)
    assert len(gateway.messages) == 1
    nowhere = replace(branch.identity, address="https://127.0.0.1:9")
    gone = ask_phone_code(branch.data, nowhere, branch.keys, AssignmentId(assignment))
    assert isinstance(gone, PhoneCodeNotSent)
    assert gone.code == "SYNC-UNREACHABLE"


def test_a_gateway_that_fails_leaves_the_old_code(
    hq: Headquarters, gateway: Gateway, branch: Branch
) -> None:
    use(hq, gateway)
    gateway.status = 500
    assignment, code = invited(hq)
    foreign, _ = invited(hq, "Another branch")
    plain, _ = invited(hq, phone="")
    told = [
        ask_phone_code(branch.data, branch.identity, branch.keys, AssignmentId(one))
        for one in (assignment, foreign, plain)
    ]
    codes = [one.code for one in told if isinstance(one, PhoneCodeNotSent)]
    assert codes == ["SMS-FAILED", "PHONE-UNKNOWN", "PHONE-UNKNOWN"]
    branch.rounds.turn()
    assert right(branch, assignment, code)
    (hq.home / SETTINGS).unlink()
    none = ask_phone_code(branch.data, branch.identity, branch.keys, AssignmentId(assignment))
    assert isinstance(none, PhoneCodeNotSent)
    assert none.code == "SMS-UNAVAILABLE"


def test_nobody_is_pestered(hq: Headquarters, gateway: Gateway, branch: Branch) -> None:
    use(hq, gateway)
    sms = open_gateway(hq.home)
    kiosk = kiosk_row(hq, branch)
    assignment, _ = invited(hq)
    now = CLOCK.now()
    for minute in range(5):
        send_new(hq.store, sms, kiosk, assignment, WallTime(now + timedelta(minutes=minute + 1)))
    with pytest.raises(PhoneCodeLimitError):
        send_new(hq.store, sms, kiosk, assignment, WallTime(now + timedelta(minutes=30)))
    send_new(hq.store, sms, kiosk, assignment, WallTime(now + timedelta(days=1, minutes=5)))
    assert len(gateway.messages) == 6
    with hq.store.reading() as reader:
        assert reader.get_one(PhoneRow, assignment).sends == 1


@pytest.mark.parametrize("phone", ["12", "not a number", "1" * 16, "138;DROP"])
def test_what_is_no_number_is_refused(hq: Headquarters, phone: str) -> None:
    with pytest.raises(PhoneNumberError):
        invited(hq, phone=phone)


def test_how_long_a_code_holds(hq: Headquarters) -> None:
    assert (timedelta(hours=24), timedelta(minutes=10), 5) == (INVITED_FOR, LIVE_FOR, TRIES)
    later = WallTime(CLOCK.now() + timedelta(days=9))
    wanted = NewAssignment("Ada", "teller", "b", later, ("zh",), flow(), "+86 139-0000 1234")
    with hq.store.unit() as unit:
        made = add_assignment(unit, wanted, CLOCK.now()).assignment
    assert made.phone_code is not None
    assert made.phone_code.expires == later + INVITED_FOR
    assert made.phone_code.phone_end == "1234"


@pytest.mark.parametrize(
    "text",
    [
        "url = ",
        'url = "https://sms.example"\nsurprise = 1\n[fields]\nTo = "{phone}"\nBody = "{text}"\n',
        'url = "http://sms.example"\n[fields]\nTo = "{phone}"\nBody = "{text}"\n',
        'url = "https://sms.example"\n[fields]\nTo = "{phone}"\n',
        f'url = "https://sms.example"\nauth = "header"\nsecret_file = "x"\n{FIELDS}',
        f'url = "https://sms.example"\nauth = "bearer"\nsecret_file = "missing"\n{FIELDS}',
    ],
)
def test_settings_that_are_not_right_are_refused(tmp_path: Path, text: str) -> None:
    settings(tmp_path, text)
    with pytest.raises(SmsSettingsError):
        open_gateway(tmp_path)


def test_other_ways_of_a_gateway(gateway: Gateway, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("abc\n", encoding="utf-8")
    fields = '[fields]\nmobile = "{phone}"\nBody = "{text}"\n'
    ways = {
        'auth = "bearer"\nsecret_file = "token"': ("Authorization", "Bearer abc"),
        'auth = "header"\nheader = "X-Key"\nsecret_file = "token"': ("X-Key", "abc"),
    }
    for way, (name, value) in ways.items():
        settings(tmp_path, f'url = "{gateway.url}"\nbody = "json"\n{way}\n{fields}')
        opened = open_gateway(tmp_path)
        assert opened is not None
        opened.send(PHONE, "验证码 123456")
        assert gateway.messages[-1] == {"mobile": PHONE, "Body": "验证码 123456"}
        assert gateway.headers[-1][name] == value
        assert "abc" not in repr(opened)


def test_a_gateway_that_is_not_there(tmp_path: Path) -> None:
    settings(
        tmp_path,
        'url = "http://127.0.0.1:9/x"\ntimeout_s = 0.5\n[fields]\nTo = "{phone}"\nB = "{text}"\n',
    )
    opened = open_gateway(tmp_path)
    assert opened is not None
    with pytest.raises(SmsFailedError):
        opened.send(PHONE, "x")
