"""The fields of the settings, each with what it means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from unbroken.core.owner_fields import SETTINGS
from unbroken.core.results import Owner
from unbroken.engine.clock import Clock
from unbroken.engine.owner_clock import zone_of
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.owner_choices import DAYS, HOURS
from unbroken.tui.widgets.button import Button
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.form_field import Field, text_input
from unbroken.wording.dates import city, day_and_month

FIELDS: Final = (
    *SETTINGS,
    *("strict", "activity_types", "theme", "symbols", "backups"),
)
"""The names of what is set, which are those of the widgets: what is the owner's, then the
database's, but for the theme, which is the machine's.
"""

LABELS: Final = {
    "zone": "Time zone",
    "travels": "Travels",
    "day_start": "Day starts",
    "week_start": "Week starts",
    "grace_period_days": "Grace",
    "quiet_hours": "Quiet hours",
    "theme": "Theme",
    "keys": "Keys",
    "symbols": "Symbols",
    "strict": "Late logs",
    "activity_types": "New types",
    "backups": "Copies",
    "machines": "Machines",
}
"""What each is called that can be set, by the name of its field."""
OF_ALL: Final = ("theme", "keys", "symbols", "strict", "activity_types", "backups", "machines")
"""Those that are the first owner's alone to set."""

_SYMBOLS: Final = (("unicode: ■ ▣ □ ·", "unicode"), ("ascii: # + - .", "ascii"))
_BACKUPS: Final = (("one a day", "on"), ("none", "off"))
_STRICT: Final = (("count", "off"), ("do not count", "on"))
_TRAVELS: Final = 8
_LATE: Final = "Whether new streaks count what is recorded after its own period has closed."
_TYPES: Final = "Logging to one of these makes a streak for it; empty: any."
_COPIES: Final = (
    "They lie in the folder “backups” beside the database;"
    " `unbroken restore ./COPY.db` goes back to one."
)
_NOT_YOURS: Final = "Only the first owner of this database may change these."


class SettingsForm(Vertical):
    """The owner's time, then what holds for everybody. `theme` is the one that was chosen."""

    DEFAULT_CSS = """
    SettingsForm {
        height: auto;

        .section { margin-top: 1; }
        #zone { width: 1fr; height: 1; text-align: left; content-align: left middle; }
        #zone { text-wrap: nowrap; text-overflow: ellipsis; }
        .button { min-width: 0; padding: 0; line-pad: 1; }
        #zone.-textual-compact { padding: 0 1; }
        #data { height: 1; margin: 1 0 1 13; }
        #data Button, #sync { margin-right: 2; }
        #sync { display: none; }
        &.-synced #sync { display: block; }
        .ours { height: auto; }
    }
    """

    def __init__(self, page: Page, theme: str, themes: Iterable[str], clock: Clock) -> None:
        super().__init__()
        self._page, self._clock = page, clock
        self._theme, self._themes = theme, tuple(themes)

    def compose(self) -> ComposeResult:
        """The owner's section, then those of the database."""
        page = self._page
        owner = page.owner
        yield Static(Content(f"{owner.name}: time"), classes="section", id="whose")
        fields: list[tuple[str, Widget]] = [
            ("zone", Button(page.zone, id="zone", classes="button")),
            (
                "travels",
                Button("Travel log…", id="travels", classes="button"),
            ),
            ("day_start", ChoiceField("day_start", HOURS, str(owner.day_start))),
            ("week_start", ChoiceField("week_start", DAYS, owner.week_start)),
            (
                "grace_period_days",
                text_input("grace_period_days", str(owner.grace_period_days), "0", most=7),
            ),
            (
                "quiet_hours",
                text_input("quiet_hours", owner.quiet_hours or "", "none, as 22:00-07:00", most=40),
            ),
        ]
        hints = _hints(owner)
        for name, widget in fields:
            yield Field(LABELS[name], widget, name=name, hint=hints[name])
        yield from self._ours()

    def _ours(self) -> ComposeResult:
        """What holds for everybody; those who may not change it see that."""
        settings = self._page.settings
        theme = self._theme
        if theme in self._themes:  # else it was told that there is none of that name
            theme = self.app.theme
        themes = [(each, each) for each in self._themes]
        if theme not in self._themes:
            themes.append((theme, theme))
        types = text_input(
            "activity_types", ", ".join(settings["activity_types"]), "any", most=2000
        )
        strict = ChoiceField("strict", _STRICT, "on" if settings["strict"] else "off")
        copies = ChoiceField("backups", _BACKUPS, "on" if settings["backups"] else "off")
        with Vertical(classes="ours", disabled=not self._page.admin):
            yield Static("The app", classes="section")
            if not self._page.admin:
                yield Static(_NOT_YOURS, id="not-yours")
            yield Field(LABELS["theme"], ChoiceField("theme", themes, theme), name="theme")
            keys = Button("Keys…", id="keys", classes="button", action="app.keys")
            yield Field(LABELS["keys"], keys, name="keys")
            symbols = ChoiceField("symbols", _SYMBOLS, settings["symbols"])
            yield Field(LABELS["symbols"], symbols, name="symbols")
            yield Field(LABELS["strict"], strict, name="strict", hint=_LATE)
            yield Field(LABELS["activity_types"], types, name="activity_types", hint=_TYPES)
            yield Static("Your data", classes="section")
            yield Field(LABELS["backups"], copies, name="backups", hint=_COPIES)
            now = Button("Make one now", id="backup", classes="button")
            yield Field("", now, name="backup")
            now = Button("Sync now", id="sync", classes="button")
            more = Button("Sync…", id="machines", classes="button")
            yield Field(LABELS["machines"], now, more, name="machines")
            with Horizontal(id="data"):
                yield Button("Import…", id="import", classes="button", action="app.import_data")
                yield Button("Export…", id="export", classes="button", action="app.export_data")

    @property
    def theme(self) -> ChoiceField:
        """The choice of themes."""
        return self.query_one("#theme", ChoiceField)

    @property
    def written(self) -> dict[str, str]:
        """The values as written, by name of the field."""
        inputs = {str(each.id): each.value.strip() for each in self.query(Input)}
        return inputs | {str(each.id): str(each.value) for each in self.query(ChoiceField)}

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

    def show_theme(self, name: str) -> None:
        """Another theme was chosen by its key."""
        with self.prevent(ChoiceField.Changed):
            self.query_one("#theme", ChoiceField).value = name

    def say(self, name: str, hint: str) -> None:
        """Says something about a field, unless the form has gone already."""
        for field in self.query(f"#field-{name}").results(Field):
            field.hint = hint

    def show_machines(self, said: str, *, synced: bool) -> None:
        """Says which machines there are, and when each was seen last; or that there are none."""
        self.set_class(synced, "-synced")
        for button in self.query("#machines").results(Button):
            button.label = "More…" if synced else "Sync…"
        self.say("machines", said)

    def show(self, owner: Owner) -> None:
        """Puts an owner's values into the fields."""
        with self.prevent(ChoiceField.Changed):
            self.query_one("#day_start", ChoiceField).value = str(owner.day_start)
            self.query_one("#week_start", ChoiceField).value = owner.week_start
        self.query_one("#grace_period_days", Input).value = str(owner.grace_period_days)
        self.query_one("#quiet_hours", Input).value = owner.quiet_hours or ""

    def tell(self, owner: Owner) -> None:
        """Says what the owner's values mean, and where the owner was."""
        for name, hint in _hints(owner).items():
            self.say(name, hint)
        self.query_one("#whose", Static).update(Content(f"{owner.name}: time"))
        self.query_one("#zone", Button).label = Content(zone_of(owner, self._clock()))


def _hints(owner: Owner) -> dict[str, str]:
    """What the owner's values mean, by name of the field."""
    hour = owner.day_start
    night = f"Until {hour:02}:00 it is still the day before. Logs keep their dates."
    return {
        "zone": "Days begin and end here; what is logged keeps its date.",
        "travels": "\n".join(_travels(owner)) if len(owner.timezones) > 1 else "",
        "day_start": night if hour else "",
        "week_start": "All weekly streaks are judged by it, from the first week on.",
        "grace_period_days": _grace(owner.grace_period_days),
        "quiet_hours": "No reminder comes in them." if owner.quiet_hours else "",
    }


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
        since = "at first" if at == owner.timezones[0].effective_from else day_and_month(day)
        since += f" {day.year}" if since != "at first" else ""
        lines.append(f"{since:<15}  {city(zone)}")
    if len(lines) > _TRAVELS:
        lines[_TRAVELS - 1 :] = [f"and {len(lines) - _TRAVELS + 1} earlier"]
    return lines
