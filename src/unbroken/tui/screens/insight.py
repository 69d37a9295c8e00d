"""Insight: what the numbers of one streak say, or of all of them side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.timer import Timer
from textual.widgets import Static

from unbroken.core.errors import Refusal, StoreError
from unbroken.core.figures import Overview
from unbroken.core.results import Streak
from unbroken.core.rules import WEEKDAYS
from unbroken.engine.api import Engine
from unbroken.engine.clock import Clock
from unbroken.engine.owner_clock import days_of
from unbroken.tui.drawing.figures import OfOne, figures_lines
from unbroken.tui.drawing.line import Line
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import is_left, open_over, opens
from unbroken.tui.live_screen import LiveScreen, Moment, streak_by_now
from unbroken.tui.model.figures_legend import legend_of_all, legend_of_one
from unbroken.tui.model.key_help import HelpGroup
from unbroken.tui.ways import Ways
from unbroken.tui.widgets.figures_view import FiguresView
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.overview_list import OverviewList
from unbroken.wording.overview import is_too_soon
from unbroken.wording.past import Past
from unbroken.wording.symbols import Shapes

_BACK: Final = "Go back"
_WEEKS: Final = 53
"""The weeks whose days are shown, the present one included."""
_ABOVE: Final = 3
"""The lines of a screen that are for its title, its keys, and the blank one between two lists."""
_BELOW: Final = 5
"""The lines from which on there is room for the main figures of the chosen streak below the list,
its name with them."""
_READ_AFTER: Final = 0.08
"""Seconds that a streak stays chosen before its figures are read."""
_ORDERS: Final[tuple[tuple[str, Callable[[Overview], Any]], ...]] = (
    ("", lambda each: 0),
    ("strongest first", lambda each: (not is_too_soon(each), each.strength)),
    ("best 30 days first", lambda each: each.month.share or 0),
    ("longest run first", lambda each: each.current_streak),
)
"""How they can be listed, as the list of streaks has them at first: with what goes first."""


def figures_of(engine: Engine, moment: Moment, streak: Streak) -> OfOne:
    """What is told of a streak; to the admin of everybody's."""
    key = streak.activity_type
    figures = engine.statistics(key)
    several = engine.caller.admin and len(engine.owners()) > 1
    week = moment.today - timedelta(
        (moment.today.weekday() - WEEKDAYS.index(moment.owner.week_start)) % 7
    )
    first, last = week - timedelta(7 * (_WEEKS - 1)), week + timedelta(6)
    return OfOne(
        streak,
        figures[0] if figures else None,
        Past(engine.progress(key), engine.rewards(key), days_of(moment.owner)),
        engine.days(key, first, last) if figures else (),
        engine.overview(key, all_owners=True) if several else (),
    )


class InsightScreen(LiveScreen):
    """Shows the figures of one streak."""

    DEFAULT_CSS = """
    InsightScreen {
        #title { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """
    BINDING_GROUP_TITLE = "Insight"
    AUTO_FOCUS = "FiguresView"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,i", "dismiss", "back", id="insight.back", tooltip=_BACK),
        Binding("n", "notes", "notes", id="insight.notes", tooltip="List the notes of the streak"),
        Binding("r", "review", "year", id="insight.review", tooltip="Show its year in review"),
    ]

    view = query_one(FiguresView)
    """The figures."""

    def __init__(
        self, engine_thread: EngineThread, clock: Clock, streak: Streak, shapes: Shapes, ways: Ways
    ) -> None:
        super().__init__(engine_thread, clock)
        self._streak, self._shapes, self._ways = streak, shapes, ways

    def compose(self) -> ComposeResult:
        """The name, the figures, the keys."""
        yield Static(Content(self._streak.name), id="title")
        view = FiguresView()
        view.shapes = self._shapes
        yield view
        yield KeyLine()

    @property
    def legends(self) -> list[HelpGroup]:
        """What the help says of what is shown."""
        return legend_of_one()

    def question(self, engine: Engine, moment: Moment) -> OfOne:
        """What is told of the streak as it is by now."""
        return figures_of(engine, moment, streak_by_now(engine, self._streak))

    def show_answer(self, moment: Moment, answer: OfOne) -> None:
        """Draws it, where there are figures yet."""
        self._streak = answer.streak
        self.query_one("#title", Static).update(Content(self._streak.name))
        self.view.figures = partial(figures_lines, answer)

    def action_notes(self) -> None:
        """Lists what was written down."""
        self._ways.open_notes(self._streak)

    def action_review(self) -> None:
        """Shows its year in review."""
        self._ways.open_review(self._streak)


class InsightOfAllScreen(LiveScreen):
    """Lists every live streak with its main figures; enter shows all of one. Where there is room,
    those of the chosen one stand below.
    """

    DEFAULT_CSS = """
    InsightOfAllScreen {
        #title { height: 1; padding: 0 1; }
        OverviewList { height: 1fr; }
        FiguresView { display: none; }
        &.-above {
            #name { display: block; }
            FiguresView { display: block; }
        }
        #name { display: none; height: 2; padding: 1 1 0 1; }
    }
    """
    BINDING_GROUP_TITLE = "Insight of all"
    AUTO_FOCUS = "OverviewList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,I", "dismiss", "back", id="insights.back", tooltip=_BACK),
        Binding("n", "notes", "notes", id="insights.notes", tooltip="List all notes"),
        Binding("r", "review", "year", id="insights.review", tooltip="Show the year in review"),
        Binding("o", "order", "order", id="insights.order", tooltip="List them by another figure"),
    ]

    listed = query_one(OverviewList)
    """The streaks."""
    view = query_one(FiguresView)
    """The figures of the chosen one."""

    def __init__(
        self, engine_thread: EngineThread, clock: Clock, shapes: Shapes, ways: Ways
    ) -> None:
        super().__init__(engine_thread, clock)
        self._clock, self._shapes, self._ways = clock, shapes, ways
        self._moment: Moment | None = None
        self._told: list[Overview] = []
        self._order = 0
        self._asked: tuple[Overview, Moment] | None = None
        """What was asked for last of a chosen streak."""
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """The title, the streaks, the figures of one, the keys."""
        yield Static("Insight of all", id="title")
        listed, view = OverviewList(), FiguresView()
        listed.shapes = view.shapes = self._shapes
        yield listed
        yield Static("", id="name", classes="section")
        yield view
        yield KeyLine()

    @property
    def legends(self) -> list[HelpGroup]:
        """What the help says of what is shown."""
        return legend_of_all()

    def question(self, engine: Engine, moment: Moment) -> list[Overview]:
        """The figures of the live streaks."""
        return engine.overview()

    def show_answer(self, moment: Moment, answer: list[Overview]) -> None:
        """Lists them."""
        self._moment, self._told = moment, answer
        self.list_in_order()
        self.fit()
        self.read_chosen()

    def list_in_order(self) -> None:
        """Lists the streaks in the order that was asked for."""
        name, figure = _ORDERS[self._order]
        title = Content.assemble("Insight of all", (f"   {name}" if name else "", "$text-muted"))
        self.query_one("#title", Static).update(title)
        self.listed.found = sorted(self._told, key=figure, reverse=True) if name else self._told

    def action_order(self) -> None:
        """Goes on to the next order."""
        self._order = (self._order + 1) % len(_ORDERS)
        self.list_in_order()

    def on_resize(self) -> None:
        """There may be room for more, or no more for as much."""
        self.fit()
        self.read_chosen()

    def fit(self) -> None:
        """The list is as high as its lines where that leaves room for figures below it."""
        lines = len(self.listed.found or ()) + 1
        fits = lines > 1 and self.size.height >= lines + _ABOVE + _BELOW
        self.set_class(fits, "-above")
        self.listed.styles.height = lines if fits else None

    @on(OverviewList.Chosen)
    def choose(self) -> None:
        """Reads the figures of the chosen streak, once the choice rests on it."""
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(_READ_AFTER, self.read_chosen)

    def read_chosen(self) -> None:
        """Shows the figures of the chosen streak, where there is room for them."""
        chosen, moment = self._chosen(), self._moment
        if chosen is None or moment is None or not self.has_class("-above"):
            return
        if self._asked != (chosen, moment):
            self._asked = chosen, moment
            self._read(chosen, moment)

    @work(group="chosen", exclusive=True)
    async def _read(self, chosen: Overview, moment: Moment) -> None:
        try:
            told = await self._engine_thread.call(
                lambda engine: figures_of(engine, moment, engine.streak(chosen.activity_type))
            )
        except (Refusal, StoreError):
            return  # what is shown stays; where the streak is gone, the list is told too
        if chosen == self._chosen():  # else another one was chosen, or the screen was left
            self.query_one("#name", Static).update(Content(chosen.name))
            self.view.figures = partial(self._in_sight, told)

    def _in_sight(self, told: OfOne, width: int, shapes: Shapes) -> tuple[Line, ...]:
        return figures_lines(told, width, shapes, self.view.size.height)

    def _chosen(self) -> Overview | None:
        """What the cursor is on; None once the screen is left."""
        if is_left(self):
            return None
        listed = self.listed
        return next((each for each in listed.found or () if each.streak_id == listed.cursor), None)

    @on(OverviewList.Opened)
    @opens
    @work(group="screen")
    async def open_one(self) -> None:
        """Shows all figures of the chosen streak."""
        chosen = self._chosen()
        if chosen is None:
            return
        question = partial(Engine.streak, text=chosen.activity_type)
        streak = await ask(self.app, self._engine_thread, question)
        if streak is None:
            return
        screen = InsightScreen(self._engine_thread, self._clock, streak, self._shapes, self._ways)
        await open_over(self, screen)

    def action_notes(self) -> None:
        """Lists all that was written down."""
        self._ways.open_notes()

    def action_review(self) -> None:
        """Shows the year in review."""
        self._ways.open_review()
