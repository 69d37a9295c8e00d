"""The palette, its entries for single streaks, and on the calendar those for the list below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from textual import on
from textual.command import Command as Entry
from textual.command import (
    CommandInput,
    CommandList,
    CommandPalette,
    DiscoveryHit,
    Hit,
    Hits,
    Provider,
)
from textual.content import Content
from textual.system_commands import SystemCommandsProvider
from textual.widgets import Button, Input, OptionList
from textual.widgets.option_list import Option

from unbroken.engine.urgency import LEFT, NOW
from unbroken.tui.front import OwnScreen
from unbroken.tui.model.palette_titles import ALSO, begins_a_word, palette_title
from unbroken.tui.model.streak_row import Row
from unbroken.tui.screens.calendar import CalendarScreen
from unbroken.tui.screens.dashboard import Dashboard

RECENT: Final = "Recent"
_AT_ONCE: Final = 9
"""So many streaks are offered at most before anything is typed."""
_ALSO: Final = 0.1
"""The score of what is found by a word that its title does not have."""


class Command(NamedTuple):
    """An entry, what it does in a few words more, and the doing. `also` are other words that it is
    found by.
    """

    title: str
    said: str
    run: Callable[[], object]
    also: str = ""


class Palette(CommandPalette, OwnScreen[None]):
    """Textual's palette, which does what was chosen once, and lists it in groups; first what was
    chosen of late, as long as nothing is typed.
    """

    def __init__(self, recent: Sequence[str], choose: Callable[[str], object]) -> None:
        """`recent` are titles, the last one first; `choose` is given that of what is chosen."""
        super().__init__(id="--command-palette")
        self.recent, self._choose = recent, choose

    @on(OptionList.OptionSelected)
    def remember(self, event: OptionList.OptionSelected) -> None:
        """What was chosen comes first the next time."""
        if isinstance(event.option, Entry):
            self._choose(str(event.option.hit.text))

    def _refresh_command_list(
        self, command_list: CommandList, commands: list[Entry], clear_current: bool
    ) -> None:
        """Fills the list, group by group, in place of Textual's own."""
        typed = self.query(CommandInput)
        if not (typed and command_list.is_attached):  # it closes while commands are gathered
            return
        asked = typed.first().value.strip()
        recent = {title: -at for at, title in enumerate(() if asked else self.recent, start=1)}
        groups: dict[str, list[Entry]] = {RECENT: []} if recent else {}
        for each in sorted(commands, key=lambda each: each.hit.score, reverse=True):
            title = str(each.hit.text)
            groups.setdefault(RECENT if title in recent else _group(each.hit), []).append(each)
        groups.get(RECENT, []).sort(key=lambda each: recent[str(each.hit.text)], reverse=True)
        command_list.clear_options()
        for group, members in groups.items():
            if members:
                command_list.add_option(Option(Content(group), disabled=True))
                command_list.add_options(members)
        shown = bool(command_list.option_count)
        command_list.highlighted = 1 if shown else None
        command_list.scroll_home(animate=False)
        self._list_visible, self._hit_count = shown, len(commands)

    @on(Input.Submitted)
    @on(Button.Pressed)
    def choose_once(self, event: Input.Submitted | Button.Pressed) -> None:
        """An enter that comes after the one that chose does nothing."""
        if self.app.screen is not self:
            event.prevent_default()


def _group(hit: DiscoveryHit | Hit) -> str:
    """The heading that an entry stands below."""
    if isinstance(hit, DueHit):
        return "Left to log"
    if isinstance(hit, StreakHit):
        return "Streaks"
    start = str(hit.text).partition(" ")[0]
    return {"Theme:": "Themes", "Setting:": "Settings"}.get(start, "Commands")


class StreakHit(Hit):
    """What can be done with one streak."""


class DueHit(DiscoveryHit):
    """What is offered before all else, as long as nothing is typed."""

    @property
    def score(self) -> float:
        """More than that of the others."""
        return 1.0


class ActionCommands(SystemCommandsProvider):
    """What the keys do, and the settings and themes."""

    async def search(self, query: str) -> Hits:
        """The commands that have the query in their titles, or are found by it."""
        bindings = [each.binding for each in self.screen.active_bindings.values()]
        also = {palette_title(each): ALSO[each.id] for each in bindings if each.id in ALSO}
        matcher = self.matcher(query)
        for title, said, run, _ in self.app.get_system_commands(self.screen):
            found = begins_a_word(query, also.get(title, ""))
            score = matcher.match(title) or found * _ALSO
            if score > 0:
                yield Hit(score, matcher.highlight(title), run, help=said)


class StreakCommands(Provider):
    """What can be done with each streak; on the calendar also what else the list can do.

    Only the dashboard and the calendar in front of it offer any of it.
    """

    def _dashboard(self) -> Dashboard | None:
        """The dashboard, which may lie below the calendar in front."""
        bottom = self.app.screen_stack[0]
        if isinstance(self.screen, CalendarScreen | Dashboard) and isinstance(bottom, Dashboard):
            return bottom
        return None

    async def startup(self) -> None:
        """The list learns what was changed on the calendar in front of it."""
        dashboard = self._dashboard()
        if dashboard is not None and dashboard is not self.screen:
            await dashboard.pages.read()

    async def discover(self) -> Hits:
        """To log what is left for now comes first; all else comes up when it is typed."""
        dashboard = self._dashboard()
        if dashboard is None:
            return
        left = [row for row in dashboard.pages.open_rows() if row.group in (NOW, LEFT)]
        for row in left[:_AT_ONCE]:
            title, _, run, _ = _log(dashboard, row)
            yield DueHit(Content(title), run, text=title)
        recent = self._recent()
        named = {f"Log {row.name}" for row in left[:_AT_ONCE]}
        about = (each for row in dashboard.pages.rows for each in _about(dashboard, row))
        again = (each for each in about if each.title in recent and each.title not in named)
        for each in (*self._below(dashboard), *again):
            yield DiscoveryHit(Content(each.title), each.run, text=each.title, help=each.said)

    async def search(self, query: str) -> Hits:
        """The commands that have the query in them."""
        matcher, dashboard = self.matcher(query), self._dashboard()
        if dashboard is None:
            return
        about = (each for row in dashboard.pages.rows for each in _about(dashboard, row))
        found: list[tuple[type[Hit], Command]] = [(Hit, each) for each in self._below(dashboard)]
        found += [(StreakHit, each) for each in (*about, *_others(dashboard))]
        for kind, each in found:
            score = matcher.match(each.title) or begins_a_word(query, each.also) * _ALSO
            if score > 0:
                shown = Content(each.title)
                yield kind(score, shown, each.run, text=each.title, help=each.said)

    def _recent(self) -> Sequence[str]:
        palette = self.app.screen
        return palette.recent if isinstance(palette, Palette) else ()

    def _below(self, dashboard: Dashboard) -> Iterator[Command]:
        """What the calendar turns by, and what the list below it does without a streak, for which
        the calendar has no keys.
        """
        calendar = self.screen
        if not isinstance(calendar, CalendarScreen):
            return
        page, by = ("year", "Year") if calendar.yearly else ("month", "Month")
        turn = calendar.move_choice
        yield Command(f"{by} before", f"Go back by a {page}", partial(turn, "back"))
        yield Command(f"{by} after", f"Go on by a {page}", partial(turn, "on"))
        yield Command("New", "Make a streak", partial(dashboard.run_action, "new"))
        show_all = partial(dashboard.navigation.open_calendar, None)
        yield Command("Calendar of all", "Show the days of all streaks", show_all)


def _log(dashboard: Dashboard, row: Row) -> Command:
    log = partial(dashboard.streak_actions.log, row)
    return Command(f"Log {row.name}", "Log it once", log)


def _about(dashboard: Dashboard, row: Row) -> Iterator[Command]:
    """Everything that can be done with one streak, as it stands."""
    name, status = row.name, dashboard.pages.status_of(row)
    actions, lifecycle = dashboard.streak_actions, dashboard.lifecycle
    if status == "live":
        yield _log(dashboard, row)
        form = partial(actions.log_in_detail, row)
        yield Command(f"Log {name}…", "Log it with amount, time and note", form)
        skip = partial(actions.skip, row)
        yield Command(f"Skip {name}", "Skip today, or take that back", skip)
    calendar = partial(dashboard.navigation.open_calendar, row.activity_type)
    yield Command(f"Calendar of {name}", "Show its days", calendar)
    insight = partial(dashboard.navigation.open_insight, row)
    also = ALSO["dashboard.insight"]
    yield Command(f"Insight of {name}", "Its figures and charts", insight, also)
    notes = partial(dashboard.navigation.open_notes, dashboard.pages.page.streaks[row.streak_id])
    yield Command(f"Notes of {name}", "What was written down, newest first", notes)
    review = partial(dashboard.navigation.open_review, dashboard.pages.page.streaks[row.streak_id])
    yield Command(f"Year of {name}", "Its year in review", review)
    yield Command(f"Why {name}", "Say why it stands as it does", partial(actions.explain, row))
    edit = partial(dashboard.navigation.open_editor, row)
    yield Command(f"Edit {name}", "Change its rules", edit, ALSO["dashboard.edit"])
    if status != "archived":
        pause = partial(lifecycle.pause_or_resume, row)
        if status == "paused":
            yield Command(f"Resume {name}", "It counts again from today on", pause)
        else:
            yield Command(f"Pause {name}", "It rests until it is resumed", pause)
    archive = partial(lifecycle.archive_or_restore, row)
    if status == "archived":
        yield Command(f"Bring back {name}", "It is listed again, and takes logs", archive)
    else:
        yield Command(f"Archive {name}", "Put it away, with its history", archive)
    remove = partial(lifecycle.remove, row)
    asked = "Delete it with its logs, after asking"
    yield Command(f"Remove {name}", asked, remove, ALSO["dashboard.remove"])


def _others(dashboard: Dashboard) -> Iterator[Command]:
    """The streaks of others, which one joins by logging them on the calendar."""
    own = {row.streak_id for row in dashboard.pages.rows}
    for streak in dashboard.pages.page.streaks.values():
        if streak.id not in own and streak.status == "live":
            show = partial(dashboard.navigation.open_calendar, streak.activity_type)
            yield Command(f"Calendar of {streak.name}", "Show its days, to log it there", show)
