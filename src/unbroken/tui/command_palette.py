"""The palette's entries for single streaks, and on the calendar those for the list below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from unbroken.engine.status import LEFT, RISK
from unbroken.tui.model.streak_row import Row
from unbroken.tui.screens.acting import ActingScreen
from unbroken.tui.screens.lookout import Lookout

_AT_ONCE: Final = 9
"""So many streaks are offered at most before anything is typed."""


class Command(NamedTuple):
    """An entry, what it does in a few words more, and the doing."""

    title: str
    said: str
    run: Callable[[], object]


class DueHit(DiscoveryHit):
    """What is offered before all else, as long as nothing is typed."""

    @property
    def score(self) -> float:
        """More than that of the others."""
        return 1.0


class StreakCommands(Provider):
    """What can be done with each streak; on the calendar also what else the list can do."""

    def _acting(self) -> ActingScreen | None:
        """The list, which may lie below the screen in front."""
        bottom = self.app.screen_stack[0]
        return bottom if isinstance(bottom, ActingScreen) else None

    async def startup(self) -> None:
        """The list learns what was changed on the screen in front of it."""
        acting = self._acting()
        if acting is not None and acting is not self.screen:
            await acting.read_page()

    async def discover(self) -> Hits:
        """To log what is left for now comes first; all else comes up when it is typed."""
        acting = self._acting()
        if acting is None:
            return
        for row in [row for row in acting.listed() if row.group in (RISK, LEFT)][:_AT_ONCE]:
            title, _, run = _log(acting, row)
            yield DueHit(Content(title), run, text=title)
        for each in self._below():
            yield DiscoveryHit(Content(each.title), each.run, text=each.title, help=each.said)

    async def search(self, query: str) -> Hits:
        """The commands that have the query in them."""
        matcher, acting = self.matcher(query), self._acting()
        if acting is None:
            return
        about = (each for row in acting.every_row() for each in _about(acting, row))
        for each in (*self._below(), *about, *_others(acting)):
            score = matcher.match(each.title)
            if score > 0:
                shown = Content(each.title)
                yield Hit(score, shown, each.run, text=each.title, help=each.said)

    def _below(self) -> Iterator[Command]:
        """What the list does without a streak, where it is not in front with keys for that."""
        acting = self._acting()
        if acting is None or acting is self.screen or not isinstance(self.screen, Lookout):
            return
        yield from (Command(*each) for each in self.screen.commands())
        yield Command("New", "Make a streak", partial(acting.run_action, "new"))
        yield Command(
            "Calendar of all",
            "Show the days of all streaks",
            partial(acting.open_calendar, None),
        )


def _log(acting: ActingScreen, row: Row) -> Command:
    return Command(f"Log {row.name}", "Log it once", partial(acting.log_row, row))


def _about(acting: ActingScreen, row: Row) -> Iterator[Command]:
    """Everything that can be done with one streak, as it stands."""
    name, status = row.name, acting.status_of(row)
    if status == "live":
        yield _log(acting, row)
        form = partial(acting.log_in_detail, row)
        yield Command(f"Log {name}…", "Log it with amount, time and note", form)
        skip = partial(acting.turn_skip, row)
        yield Command(f"Skip {name}", "Skip today, or take that back", skip)
    calendar = partial(acting.open_calendar, row.activity_type)
    yield Command(f"Calendar of {name}", "Show its days", calendar)
    yield Command(f"Why {name}", "Say why it stands as it does", partial(acting.explain, row))
    yield Command(f"Edit {name}", "Change its rules", partial(acting.open_editor, row))
    if status != "archived":
        pause = partial(acting.turn_paused, row)
        if status == "paused":
            yield Command(f"Resume {name}", "It counts again from today on", pause)
        else:
            yield Command(f"Pause {name}", "It rests until it is resumed", pause)
    archive = partial(acting.turn_archived, row)
    if status == "archived":
        yield Command(f"Bring back {name}", "It is listed again, and takes logs", archive)
    else:
        yield Command(f"Archive {name}", "Put it away, with its history", archive)
    remove = partial(acting.remove_streak, row)
    yield Command(f"Remove {name}", "Delete it with its logs, after asking", remove)


def _others(acting: ActingScreen) -> Iterator[Command]:
    """The streaks of others, which one joins by logging them on the calendar."""
    own = {row.streak_id for row in acting.every_row()}
    for streak in acting.page.streaks.values() if acting.page is not None else ():
        if streak.id not in own and streak.status == "live":
            show = partial(acting.open_calendar, streak.activity_type)
            yield Command(f"Calendar of {streak.name}", "Show its days, to log it there", show)
