"""What is shown while there is no streak."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.dashboard_page import Page

_LAST = (
    ("<dashboard.demo>", "shows a made-up year, and how it looks when it is full"),
    ("<app.help>", "lists the keys"),
    ("<app.quit>", "quits"),
)

_LEAST = 20
"""Cells in which a sentence is still told in lines."""


class Welcome(Static):
    """Says how to begin, by the keys that do it."""

    DEFAULT_CSS = """
    Welcome {
        width: 100%;
        height: 1fr;
        padding: 0 2;
        overflow-y: auto;
    }
    """

    page: reactive[Page | None] = reactive(None)
    """The page, with no open streak of the owner's on it."""

    def watch_page(self) -> None:
        """Says what fits."""
        self._tell()

    def on_mount(self) -> None:
        """Follows the keys that are in force."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._tell())

    def on_resize(self) -> None:
        """Other lines may be whole now."""
        self._tell()

    def _tell(self) -> None:
        page = self.page
        if page is None:
            return
        lines = [Content.styled(_title(page), "bold"), Content()]
        named = (*_ways(page), *_LAST)
        ways = [(with_keys(self, key), with_keys(self, does)) for key, does in named]
        wide = max(len(key) for key, _ in ways) + 2
        for key, does in ways:
            told = wrap(does, max(self.content_size.width - wide, _LEAST))
            for at, part in enumerate(told):
                shown = (key if at == 0 else "").ljust(wide)
                lines.append(Content.assemble((shown, "bold"), part))
        self.update(Content("\n").join(lines))


def _title(page: Page) -> str:
    if page.enrolments:
        return "None of your streaks is open."
    if _can_join(page):
        return "You take part in no streak yet."
    return "No streaks yet." if page.admin else "No streaks yet; the first owner makes them."


def _ways(page: Page) -> Iterator[tuple[str, str]]:
    """What this person can do: only the first owner makes, restores and imports (docs/domain.md 6);
    whoever logs to a streak takes part in it.
    """
    first = not page.streaks
    if page.admin:
        made = "your first streak, with examples to start from" if first else "a new streak"
        yield "<dashboard.new>", f"makes {made}"
    if _can_join(page):
        yield "<dashboard.calendar_of_all>", "opens the calendar; a log there joins a streak"
    if page.enrolments:
        back = "; <dashboard.archive> brings one back" if page.admin else ""
        yield "<dashboard.view>", f"shows the archived ones{back}"
    if page.admin:
        brought = "what you have: Loop, harsh, Beaver Habits and more" if first else "a file"
        yield "<dashboard.import>", f"brings in {brought}"


def _can_join(page: Page) -> bool:
    """Whether there is a streak that the owner could log to without taking part yet."""
    mine = {each.streak_id for each in page.enrolments}
    return any(each.status == "live" and each.id not in mine for each in page.streaks.values())
