"""A real browser on a real server: the video plays, the words follow, nothing is refused."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from app.hq.access import add_user
from app.hq.setup import HomeWishes, create_home
from app.hq.store import Store
from devices.clock import SystemClock
from tests.unit.hq_console_scene import FILLED_SESSION, PASSWORD, QUICK, SESSION

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)
PATIENCE_MS = 60_000

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt install chromium")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The console's address; it must end cleanly on SIGTERM."""
    home = tmp_path_factory.mktemp("hq") / "home"
    clock = SystemClock()
    create_home(home, HomeWishes(console_password=PASSWORD), clock)
    store = Store(home)
    with store.unit() as unit:
        add_user(unit, "mei", "hr", PASSWORD, now=clock.now(), hasher=QUICK)
    store.close()
    command = [sys.executable, "-m", "tests.integration.hq_console_entry", str(home)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert ready["ready"] is True
        yield str(ready["address"])
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        except Error as error:
            pytest.skip(f"chromium does not start here: {error}")
        yield opened
        opened.close()


@pytest.fixture
def page(server: str, browser: Browser) -> Iterator[Page]:
    """Signed in, at the list of sessions; nothing may be logged as an error."""
    context = browser.new_context(
        ignore_https_errors=True, locale="en-GB", viewport={"width": 1280, "height": 720}
    )
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("request", lambda request: _own(faults, request.url, server))
    opened.goto(server)
    opened.fill("#name", "mei")
    opened.fill("#password", PASSWORD)
    opened.click("button.primary")
    opened.wait_for_url("**/sessions")
    yield opened
    context.close()
    assert faults == []


def _own(faults: list[str], url: str, server: str) -> None:
    if not url.startswith((server, "data:", "blob:")):
        faults.append(f"asked elsewhere: {url}")


def _time(page: Page, player: str) -> float:
    return float(page.evaluate("(id) => document.getElementById(id).currentTime", player))


def _wait(page: Page, condition: str, player: str = "player-1") -> None:
    page.wait_for_function(
        f"(id) => {{ const v = document.getElementById(id); return {condition}; }}", arg=player
    )


def test_the_video_plays_and_the_words_follow(server: str, page: Page) -> None:
    page.click("text=王小雨")
    page.wait_for_url(f"**/{SESSION}")
    page.click("#answer-1 a.seek >> nth=0")
    _wait(page, "!v.paused && v.currentTime > 3.8")
    assert _time(page, "player-1") < 20
    first = page.locator("#answer-1 .word.now").inner_text()
    page.wait_for_function(
        "(word) => { const now = document.querySelector('#answer-1 .word.now');"
        " return now !== null && now.innerText !== word; }",
        arg=first,
    )
    assert page.locator("#answer-1 .word.now").count() == 1


def test_a_word_and_its_evidence_are_heard_where_they_were_said(server: str, page: Page) -> None:
    page.goto(f"{server}/sessions/{SESSION}")
    page.click("#answer-1 .word >> nth=20")
    start = float(page.locator("#answer-1 .word >> nth=20").get_attribute("data-from") or 0)
    _wait(page, f"v.readyState > 1 && v.currentTime >= {start}")
    assert _time(page, "player-1") < start + 5
    page.evaluate("document.getElementById('player-1').pause()")
    page.click("#answer-1 .evidence a.seek >> nth=0")
    link = page.locator("#answer-1 .evidence a.seek >> nth=0")
    _wait(page, f"!v.seeking && Math.abs(v.currentTime - {link.get_attribute('data-at')}) < 4")


def test_words_are_reached_by_keyboard(server: str, page: Page) -> None:
    page.goto(f"{server}/sessions/{SESSION}")
    page.focus("#answer-1 .word >> nth=0")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.innerText") == "喜欢"
    page.keyboard.press("Enter")
    _wait(page, "!v.paused && v.currentTime > 3.9")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.innerText") == "心"


def test_a_part_that_was_cut_off_plays(server: str, page: Page) -> None:
    page.goto(f"{server}/sessions/{SESSION}")
    page.click("#alert-3 a.seek")
    _wait(page, "v.src.endsWith('/1.mp4') && v.currentTime > 7.2", "player-session")
    assert page.evaluate("document.getElementById('player-session').duration") > 12
    assert page.locator(".playhead.shown").count() == 5
    page.click("#alert-2 a.seek")
    _wait(page, "v.src.endsWith('/2.mp4') && v.currentTime > 11.9", "player-session")


@pytest.mark.parametrize("player", ["player-2", "player-session"])
def test_a_hole_is_played_from_the_second_disk_and_marked(
    server: str, page: Page, player: str
) -> None:
    page.goto(f"{server}/sessions/{FILLED_SESSION}")
    mark = page.locator(f"[data-mark='{player}']")
    assert mark.is_hidden()
    pieces = page.locator(f"[data-pieces='{player}'] [data-from]")
    assert [one.get_attribute("data-part") for one in pieces.all()][:3] == ["0", "3", "1"]
    jump = "([id, at]) => { const v = document.getElementById(id); v.currentTime = at; v.play(); }"
    page.evaluate(jump, [player, 22.8])
    _wait(page, "v.src.endsWith('/3.mp4') && v.currentTime > 24.3 && !v.paused", player)
    assert _time(page, player) < 26
    mark.wait_for(state="visible")
    assert mark.inner_text() == "From the second disk"
    page.evaluate(jump, [player, 28.4])
    _wait(page, "v.src.endsWith('/1.mp4') && v.currentTime > 0.2 && !v.paused", player)
    assert _time(page, player) < 4
    mark.wait_for(state="hidden")


def test_a_word_in_a_hole_is_heard_from_the_second_disk(server: str, page: Page) -> None:
    page.goto(f"{server}/sessions/{FILLED_SESSION}")
    words = page.locator("#answer-2 .word[data-part='3']")
    assert words.count() > 3
    words.nth(0).click()
    _wait(page, "v.src.endsWith('/3.mp4') && !v.paused && v.currentTime > 24.3", "player-2")
    page.wait_for_selector("#answer-2 .word.now[data-part='3']")


def test_the_language_is_switched_and_nothing_overflows(server: str, page: Page) -> None:
    page.goto(f"{server}/sessions/{SESSION}")
    page.click("button[value=zh]")
    page.wait_for_selector("html[lang=zh-CN]")
    assert page.url.endswith(SESSION)
    for width in (1280, 1920):
        page.set_viewport_size({"width": width, "height": 1080})
        wide = "document.documentElement.scrollWidth - window.innerWidth"
        assert page.evaluate(wide) <= 0
    page.click("text=退出")
    page.wait_for_url("**/sign-in")
