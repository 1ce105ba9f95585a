"""The console over HTTP: what each role gets, what is refused, and what is written down."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.domain.ids import SessionId
from app.hq.access import MAX_ATTEMPTS, Access, add_user
from app.hq.access_audit import looks
from app.hq.console.application import make_console
from app.hq.console.security import VISIT_COOKIE
from app.hq.store import Store
from devices.fake.clock import FakeClock
from tests.unit.hq_console_scene import (
    HOSTILE,
    PASSWORD,
    QUICK,
    RESOURCES,
    SESSION,
    english_record,
    make_archive,
    record,
)

HOSTILE_SESSION = SessionId("01JD2Q8Z3M5T7V9X1B3D5F7BAD")
ONE = f"/sessions/{SESSION}"
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass(frozen=True)
class Site:
    app: Starlette
    store: Store
    clock: FakeClock

    def browser(self, user: str = "", language: str = "en") -> TestClient:
        client = TestClient(
            self.app,
            base_url="https://hq.test",
            follow_redirects=False,
            headers={"accept-language": language},
            raise_server_exceptions=False,
        )
        if user:
            assert enter(client, user).status_code == 303
        return client

    def actions(self) -> list[tuple[str, str, str]]:
        with self.store.reading() as reader:
            found = looks(reader)
        return [(look.who, look.action, look.session) for look in reversed(found)]


def csrf(page: str) -> str:
    found = _CSRF.search(page)
    assert found is not None
    return found[1]


def enter(client: TestClient, user: str, password: str = PASSWORD):  # type: ignore[no-untyped-def]  # noqa: ANN201
    token = csrf(client.get("/sign-in").text)
    form = {"csrf": token, "name": user, "password": password}
    return client.post("/sign-in", data=form)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    store, clock = Store.create(tmp_path), FakeClock()
    with store.unit() as unit:
        for name in ("hr", "auditor", "admin"):
            add_user(unit, name, name, PASSWORD, now=clock.now(), hasher=QUICK)
        branch = english_record().branch
        add_user(unit, "manager", "manager", PASSWORD, now=clock.now(), branch=branch, hasher=QUICK)
    hostile = replace(record(HOSTILE_SESSION, HOSTILE), reply=HOSTILE, branch=HOSTILE)
    archive = make_archive(record(), english_record(), hostile)
    app = make_console(store, archive, clock, RESOURCES, access=Access(store, clock, QUICK))
    yield Site(app, store, clock)
    store.close()


def test_strangers_are_sent_to_the_sign_in_page(site: Site) -> None:
    client = site.browser()
    for path in ("/", "/sessions", ONE, f"{ONE}/media/0.mp4", f"{ONE}/report.pdf", "/audit"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert site.actions() == []


def test_the_cookie_is_out_of_reach(site: Site) -> None:
    answer = enter(site.browser(), "hr")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(VISIT_COOKIE))
    assert VISIT_COOKIE.startswith("__Host-")
    for mark in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
        assert mark in cookie
    assert "Domain" not in cookie


def test_every_answer_carries_the_headers(site: Site) -> None:
    client = site.browser("hr")
    for path in ("/sign-in", "/sessions", ONE, "/nothing", "/static/player.js", "/static/none"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http:" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_wrong_name_wrong_password_and_lock_look_the_same(site: Site) -> None:
    client = site.browser()
    pages = {enter(client, "nobody", "x").text, enter(client, "hr", "x").text}
    for _ in range(MAX_ATTEMPTS):
        enter(client, "hr", "x")
    locked = enter(client, "hr")
    assert locked.status_code == 401
    pages.add(locked.text)
    assert len(pages) == 1


def test_a_form_without_its_token_does_nothing(site: Site) -> None:
    client = site.browser()
    client.get("/sign-in")
    form = {"name": "hr", "password": PASSWORD}
    assert client.post("/sign-in", data=form).status_code == 403
    assert client.post("/sign-in", data=form | {"csrf": "guess"}).status_code == 403
    inside = site.browser("hr")
    assert inside.post("/sign-out", data={"csrf": "guess"}).status_code == 403
    assert inside.post("/language", data={"to": "zh"}).status_code == 403
    assert inside.get("/sessions").status_code == 200


@pytest.mark.parametrize(
    "header", [{"origin": "https://evil.test"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_form_from_elsewhere_does_nothing(site: Site, header: dict[str, str]) -> None:
    client = site.browser("hr")
    token = csrf(client.get("/sessions").text)
    assert client.post("/sign-out", data={"csrf": token}, headers=header).status_code == 403
    own = {"origin": "https://hq.test", "sec-fetch-site": "same-origin"}
    assert client.post("/sign-out", data={"csrf": token}, headers=own).status_code == 303
    assert client.get("/sessions").status_code == 303


def test_the_list_is_searched(site: Site) -> None:
    client = site.browser("hr")
    assert "3 of 3 shown" in client.get("/sessions").text
    found = client.get("/sessions", params={"q": "feather"}).text
    assert "1 of 3 shown" in found
    assert "Alexandra" in found
    assert "王小雨" not in found
    assert "2 of 3 shown" in client.get("/sessions", params={"state": "incomplete"}).text
    assert "No session was found." in client.get("/sessions", params={"q": "zzz"}).text
    assert "3 of 3 shown" in client.get("/sessions", params={"state": "' or 1=1"}).text


def test_a_long_list_comes_in_parts_and_says_what_could_not_be_opened(site: Site) -> None:
    many = [record(SessionId(f"S{number:03d}")) for number in range(120)]
    archive = make_archive(*many)
    archive.unopened = (SessionId("S-damaged"),)
    access = Access(site.store, site.clock, QUICK)
    app = make_console(site.store, archive, site.clock, RESOURCES, access=access)
    client = Site(app, site.store, site.clock).browser("hr")
    page, seen = client.get("/sessions").text, set[str]()
    assert "50 of 120 shown" in page
    assert "S-damaged" in page
    while True:
        seen |= set(re.findall(r'href="/sessions/(S\d+)"', page))
        older = re.search(r'href="([^"]+)">Older ones', page)
        if older is None:
            break
        page = client.get(html.unescape(older[1])).text
    assert seen == {one.session for one in many}
    assert "The newest" in page


def test_the_dossier_says_what_is_known(site: Site) -> None:
    page = site.browser("hr").get(ONE).text
    for said in (
        "王小雨",
        "Machine suggestions; a person decides.",
        "0.612",
        "threshold 0.43",
        "李操作员",
        "Decided by a person",
        "3.4",
        "196.4",
        "characters/min",
        "The kiosk was started again",
        "Cut off",
        "Telephone or tablet",
        "lasting",
        "too little speech: 0.4 s",
        "Facial expression",
        "110***********0026",
        "d0" * 32,
        "hq-sign-1",
    ):
        assert said in page, said
    for hidden in ("110101199912310026", "满", "1999-12-31", "某某胡同"):
        assert hidden not in page


def test_hostile_names_are_text(site: Site) -> None:
    client = site.browser("hr")
    for path in ("/sessions", f"/sessions/{HOSTILE_SESSION}", f"/sessions?q={HOSTILE}"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_the_video_is_served_in_ranges(site: Site) -> None:
    client = site.browser("hr")
    whole = client.get(f"{ONE}/media/0.mp4")
    assert (whole.status_code, whole.headers["accept-ranges"]) == (200, "bytes")
    assert whole.content[4:8] == b"ftyp"
    size = len(whole.content)
    part = client.get(f"{ONE}/media/0.mp4", headers={"range": "bytes=100-299"})
    assert part.status_code == 206
    assert part.headers["content-range"] == f"bytes 100-299/{size}"
    assert part.content == whole.content[100:300]
    tail = client.get(f"{ONE}/media/0.mp4", headers={"range": "bytes=-50"})
    assert tail.content == whole.content[-50:]
    outside = client.get(f"{ONE}/media/0.mp4", headers={"range": f"bytes={size}-"})
    assert (outside.status_code, outside.headers["content-range"]) == (416, f"bytes */{size}")
    assert client.get(f"{ONE}/media/1.mp4").status_code == 200
    assert client.get(f"{ONE}/media/9.mp4").status_code == 404
    assert client.get(f"{ONE}/stills/1.jpg").content[:2] == b"\xff\xd8"
    assert client.get(f"{ONE}/stills/9.jpg").status_code == 404


def test_every_look_is_written_down(site: Site) -> None:
    client = site.browser("hr")
    client.get(ONE)
    for start in (0, 1000, 2000):
        client.get(f"{ONE}/media/0.mp4", headers={"range": f"bytes={start}-"})
    client.get(f"{ONE}/media/2.mp4")
    client.get(f"{ONE}/stills/1.jpg")
    client.get(f"{ONE}/report.pdf")
    site.clock.step(16 * 60)
    client.get(f"{ONE}/media/0.mp4")
    wanted = ["dossier", "video", "video", "still", "report", "video"]
    assert site.actions() == [("hr", "sign_in", "")] + [("hr", a, SESSION) for a in wanted]


def test_an_auditor_sees_proof_and_trail_but_no_candidate(site: Site) -> None:
    site.browser("hr").get(ONE)
    client = site.browser("auditor")
    for path in ("/sessions", f"{ONE}/proof", "/audit", f"/audit?session={SESSION}"):
        page = client.get(path)
        assert page.status_code == 200
        assert "王小雨" not in page.text
        assert "Alexandra" not in page.text
        assert SESSION in page.text
    assert "Opened a dossier" in client.get("/audit").text
    for path in (ONE, f"{ONE}/media/0.mp4", f"{ONE}/stills/1.jpg", f"{ONE}/report.pdf", "/users"):
        assert client.get(path).status_code == 403
    assert ("auditor", "refused", "") in site.actions()
    assert "1 of 3" not in client.get("/sessions", params={"q": "feather"}).text


def test_an_administrator_sees_users_only(site: Site) -> None:
    client = site.browser("admin")
    page = client.get("/users").text
    assert "manager" in page
    for hidden in ("王小雨", SESSION):
        assert hidden not in page
    for path in ("/sessions", ONE, f"{ONE}/proof", f"{ONE}/media/0.mp4", "/audit"):
        assert client.get(path).status_code == 403


def test_a_manager_sees_the_own_branch(site: Site) -> None:
    client = site.browser("manager")
    page = client.get("/sessions").text
    assert "Alexandra" in page
    assert "王小雨" not in page
    assert "1 shown" in page  # and not how many there are elsewhere
    assert "of 3" not in page
    assert client.get(f"/sessions/{english_record().session}").status_code == 200
    for path in (ONE, f"{ONE}/proof", f"{ONE}/media/0.mp4", f"{ONE}/report.pdf"):
        assert client.get(path).status_code == 403
    assert ("manager", "refused", SESSION) in site.actions()


def test_the_language_is_the_browser_s_until_it_is_chosen(site: Site) -> None:
    client = site.browser("hr", "zh-CN,zh;q=0.9")
    page = client.get("/sessions").text
    assert 'lang="zh-CN"' in page
    assert "面试" in page
    form = {"csrf": csrf(page), "to": "en", "back": "/sessions?q=a"}
    answer = client.post("/language", data=form)
    assert answer.headers["location"] == "/sessions?q=a"
    assert 'lang="en"' in client.get("/sessions").text


@pytest.mark.parametrize("back", ["//evil.test", "https://evil.test", "/\\evil.test", "/a\nb"])
def test_the_language_switch_leads_nowhere_else(site: Site, back: str) -> None:
    client = site.browser("hr")
    form = {"csrf": csrf(client.get("/sessions").text), "to": "en", "back": back}
    assert client.post("/language", data=form).headers["location"] == "/"


def test_what_is_not_there_says_so(site: Site) -> None:
    client = site.browser("hr")
    for path in ("/sessions/nothing", "/nothing", f"{ONE}/media/x.mp4", "/static/../console"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "That did not work" in answer.text
    assert "HQ-SESSION-UNKNOWN" in client.get("/sessions/nothing").text
    assert client.get("/sign-out").status_code == 405


def test_the_report_comes_as_pdf(site: Site) -> None:
    answer = site.browser("hr").get(f"{ONE}/report.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content[:5] == b"%PDF-"
    assert SESSION in answer.headers["content-disposition"]


def test_the_page_of_each_role_is_its_home(site: Site) -> None:
    homes = {"hr": "/sessions", "manager": "/sessions", "auditor": "/audit", "admin": "/users"}
    for user, home in homes.items():
        client = site.browser(user)
        assert client.get("/").headers["location"] == home
        assert client.get("/sign-in").headers["location"] == home
        assert client.get(home).status_code == 200
