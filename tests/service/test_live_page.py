"""The live page in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from service.browser import CHROMIUM, Browser

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser with a profile of its own."""
    made = Browser(tmp_path_factory.mktemp("profile"))
    yield made
    made.close()


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    """The same with an empty page."""
    chromium.begin()
    return chromium


def numbers(kind: str) -> str:
    """What the page says of a streak."""
    return f"document.querySelector('[data-kind={kind}] .numbers').textContent"


def test_the_page_moves_and_logs(browser: Browser, url: str, served_key: dict[str, Any]) -> None:
    def record(kind: str) -> None:
        httpx.post(
            f"{url}/apps/shop/streaks/lea/record",
            json={"activity_type": kind},
            headers={"x-api-key": served_key["key"]},
        ).raise_for_status()

    record("read")
    browser.open(f"{url}/u/lea#key={served_key['key']}")
    assert browser.wait(numbers("read")) == "1 now, 1 longest"
    assert browser.wait("location.hash === '' && document.title") == "Streaks"
    assert browser.wait("document.querySelector('h1').textContent") == "Streaks of lea"
    bar = "document.querySelector('[data-kind=read] .bar.period')"
    assert browser.wait(f"{bar}.getAttribute('role')") == "progressbar"
    assert browser.wait(f"{bar}.getAttribute('aria-valuenow')") == "1"
    assert browser.wait(f"{bar}.getAttribute('aria-valuetext')") == "1 of 1"
    record("walk")
    assert browser.wait(numbers("walk")) == "1 now, 1 longest"
    month = "document.querySelector('[data-kind=read] section')"
    days = f"[...{month}.querySelectorAll('li')].at(-1).getAttribute('aria-label')"
    assert browser.wait(days) == "2026-03-20: met"
    browser.wait("document.querySelector('[data-kind=read] .row button').focus() || true")
    browser.press("Enter")
    said = "document.getElementById('said').textContent"
    assert browser.wait(f"{said}.includes('logged') && {said}") == "read is logged: 1 now."
    amount = "document.querySelector('[data-kind=read] .amount').textContent"
    assert browser.wait(f"{amount}.startsWith('2') && {amount}") == "2 of 1, met"
    browser.wait(f"{month}.querySelector('button').focus() || true")
    browser.press("Enter")
    assert browser.wait(f"{month}.querySelector('strong').textContent === '2026-02'")
    assert browser.wait(f"document.activeElement === {month}.querySelector('button')")
    assert browser.faults == []


def test_the_page_shows_what_others_do(
    browser: Browser, url: str, served_key: dict[str, Any]
) -> None:
    def ask(path: str, **body: str) -> None:
        place, headers = f"{url}/apps/shop/streaks/mia/{path}", {"x-api-key": served_key["key"]}
        httpx.post(place, json=body, headers=headers).raise_for_status()

    said = "document.getElementById('said').textContent"
    browser.open(f"{url}/u/mia#key={served_key['key']}")
    assert browser.wait(f"{said} === 'Nothing is recorded yet.'")
    ask("record", activity_type="sing")
    assert browser.wait(numbers("sing")) == "1 now, 1 longest"
    assert browser.wait(f"{said} === ''")
    day = "[...document.querySelectorAll('li')].find((each) => each.textContent.startsWith('19'))"
    ask("record", activity_type="sing", timestamp="2026-03-19T12:00:00Z")
    assert browser.wait(f"{day}.getAttribute('aria-label')") == "2026-03-19: met"
    for _ in range(2):
        ask("undo")
    assert browser.wait("document.querySelectorAll('article').length === 0")
    assert browser.wait(f"{said} === 'Nothing is recorded yet.'")
    assert browser.faults == []


def test_the_page_asks_for_a_key(browser: Browser, url: str, served_key: dict[str, Any]) -> None:
    browser.open(f"{url}/u/lea#key=unb_0.0")
    asks = "!document.getElementById('ask').hidden && document.activeElement.id"
    assert browser.wait(asks) == "key"
    assert "opens nothing" in browser.wait("document.getElementById('said').textContent")
    for each in served_key["key"]:
        browser.press(each)
    browser.press("Enter")
    assert browser.wait("document.getElementById('ask').hidden")
