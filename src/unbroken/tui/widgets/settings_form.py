"""The fields of the settings, each with what it means."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Input, Select, Static

from unbroken.engine.results import Owner
from unbroken.tui.page import Page
from unbroken.tui.screens.person import DAYS, HOURS
from unbroken.tui.widgets.form import Field, choice, text_input
from unbroken.tui.words import city, short_day

FIELDS: Final = (
    "day_start",
    "week_start",
    "grace_period_days",
    "activity_types",
    "theme",
    "symbols",
    "backups",
)
"""The names of what is set, which are those of the widgets."""

_SYMBOLS: Final = (("unicode: ■ ▣ □ ·", "unicode"), ("ascii: # + - .", "ascii"))
_BACKUPS: Final = (("one a day, beside the database", "on"), ("none", "off"))
_TRAVELS: Final = 8
_NOT_YOURS: Final = "Only the first owner of this database may change these."


class SettingsForm(Vertical):
    """The owner's time, then what holds for everybody."""

    DEFAULT_CSS = """
    SettingsForm {
        height: auto;

        .section { margin-top: 1; text-style: bold; }
        #zone { width: 1fr; padding: 0; line-pad: 1; background: $panel; text-align: left; }
        #zone { content-align: left middle; text-style: none; }
        #zone:focus { background: $primary; color: $background; }
        #travels { margin-left: 13; color: $text-muted; }
        #not-yours { color: $text-muted; }
    }
    """

    def __init__(self, page: Page, themes: Iterable[str], now: datetime) -> None:
        super().__init__()
        self._page, self._themes, self._now = page, tuple(themes), now

    def compose(self) -> ComposeResult:
        """Two sections; in the second nothing can be changed by those who may not."""
        page = self._page
        owner, settings = page.owner, page.settings
        yield Static(Content(f"{owner.name}: time"), classes="section", id="whose")
        yield Field("Time zone", Button(page.zone, id="zone", compact=True), name="zone")
        yield Static(id="travels")
        yield Field(
            "Day starts", choice("day_start", HOURS, str(owner.day_start)), name="day_start"
        )
        yield Field("Week starts", choice("week_start", DAYS, owner.week_start), name="week_start")
        grace = text_input("grace_period_days", str(owner.grace_period_days), "0", most=7)
        yield Field("Grace", grace, name="grace_period_days")
        yield Static("The app", classes="section")
        if not page.admin:
            yield Static(_NOT_YOURS, id="not-yours")
        themes = [(each, each) for each in self._themes]
        if settings["theme"] not in self._themes:
            themes.append((settings["theme"], settings["theme"]))
        types = text_input(
            "activity_types", ", ".join(settings["activity_types"]), "any", most=2000
        )
        hint = "Logging to one of these makes a streak for it; empty: any."
        for field in (
            Field("Theme", choice("theme", themes, settings["theme"]), name="theme"),
            Field("Symbols", choice("symbols", _SYMBOLS, settings["symbols"]), name="symbols"),
            Field(
                "Copies",
                choice("backups", _BACKUPS, "on" if settings["backups"] else "off"),
                name="backups",
            ),
            Field("New types", types, name="activity_types", hint=hint),
        ):
            field.disabled = not page.admin
            yield field

    @property
    def written(self) -> dict[str, str]:
        """What stands in each field."""
        inputs = {str(each.id): each.value.strip() for each in self.query(Input)}
        return inputs | {str(each.id): str(each.value) for each in self.query(Select)}

    @property
    def zone(self) -> str:
        """The zone in force."""
        return str(self.query_one("#zone", Button).label)

    @property
    def faulty(self) -> bool:
        """Whether something was refused."""
        return any(each.fault for each in self.query(Field))

    def fault(self, name: str, said: str) -> None:
        """Says why a field was refused; nothing where it was not."""
        self.query_one(f"#field-{name}", Field).fault = said

    def show(self, owner: Owner) -> None:
        """Puts an owner's values into the fields."""
        with self.prevent(Select.Changed):
            self.query_one("#day_start", Select).value = str(owner.day_start)
            self.query_one("#week_start", Select).value = owner.week_start
        self.query_one("#grace_period_days", Input).value = str(owner.grace_period_days)

    def tell(self, owner: Owner) -> None:
        """Says what the owner's values mean, and where the owner was."""
        hour, grace = owner.day_start, owner.grace_period_days
        said = {
            "zone": "Days begin and end here; what is logged keeps its date.",
            "day_start": f"Until {hour:02}:00 it is still the day before." if hour else "",
            "week_start": "All weekly streaks are judged by it, from the first week on.",
            "grace_period_days": _grace(grace),
        }
        if hour:
            said["day_start"] += " Logs keep their dates."
        for name, hint in said.items():
            self.query_one(f"#field-{name}", Field).hint = hint
        self.query_one("#whose", Static).update(Content(f"{owner.name}: time"))
        now = owner.timezones[0]
        for entry in owner.timezones:
            now = entry if entry.effective_from <= self._now else now
        self.query_one("#zone", Button).label = Content(now.timezone)
        travels = self.query_one("#travels", Static)
        travels.display = len(owner.timezones) > 1
        travels.update(Content("\n".join(_travels(owner))))


def _grace(grace: int) -> str:
    if grace == 0:
        return "No missed period is forgiven, unless a streak says so."
    count = "One missed period is" if grace == 1 else f"{grace} missed periods in a row are"
    return f"{count} forgiven, unless a streak says otherwise."


def _travels(owner: Owner) -> list[str]:
    """Where the owner was since when, newest first."""
    lines = []
    for at, zone in reversed(owner.timezones):
        day = at.astimezone(ZoneInfo(zone)).date()
        since = "at first" if at == owner.timezones[0].effective_from else short_day(day)
        since += f" {day.year}" if since != "at first" else ""
        lines.append(f"{since:<15}  {city(zone)}")
    if len(lines) > _TRAVELS:
        lines[_TRAVELS - 1 :] = [f"and {len(lines) - _TRAVELS + 1} earlier"]
    return lines
