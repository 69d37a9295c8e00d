"""Insight: what the numbers of one streak say, or of all of them side by side."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from unbroken.core.figures import Overview, Statistics
from unbroken.core.results import Streak
from unbroken.engine.api import Engine
from unbroken.engine.clock import Clock
from unbroken.engine.owner_clock import days_of
from unbroken.tui.drawing.figures import figures_lines, overview_lines
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import open_over, opens
from unbroken.tui.live_screen import LiveScreen, Moment, streak_by_now
from unbroken.tui.model.figures_legend import legend_of_all, legend_of_one
from unbroken.tui.model.key_help import HelpGroup
from unbroken.tui.ways import Ways
from unbroken.tui.widgets.figures_view import FiguresView
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.wording.past import Past
from unbroken.wording.symbols import Shapes

_OfOne = tuple[Streak, list[Statistics], Past, list[Overview]]
"""A streak, its figures and its past, and those of everybody in a line."""
_BACK: Final = "Go back"
_NOTHING: Final = "No streak has figures yet; the first log begins them."


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

    def question(self, engine: Engine, moment: Moment) -> _OfOne:
        """What is told of the streak, as it is by now; to the admin of everybody's."""
        streak = streak_by_now(engine, self._streak)
        key = streak.activity_type
        several = engine.caller.admin and len(engine.owners()) > 1
        return (
            streak,
            engine.statistics(key),
            Past(engine.progress(key), engine.rewards(key), days_of(moment.owner)),
            engine.overview(key, all_owners=True) if several else [],
        )

    def show_answer(self, moment: Moment, answer: _OfOne) -> None:
        """Draws it, where there are figures yet."""
        self._streak, figures, past, owners = answer
        self.query_one("#title", Static).update(Content(self._streak.name))
        drawn = partial(figures_lines, figures[0], self._streak, past, owners) if figures else None
        self.view.figures = drawn

    def action_notes(self) -> None:
        """Lists what was written down."""
        self._ways.open_notes(self._streak)

    def action_review(self) -> None:
        """Shows its year in review."""
        self._ways.open_review(self._streak)


class InsightOfAllScreen(LiveScreen):
    """Lists every live streak with its main figures; enter shows all of one."""

    DEFAULT_CSS = """
    InsightOfAllScreen {
        #title { height: 1; padding: 0 1; }
        #about { height: auto; padding: 0 1; }
        OptionList {
            height: 1fr;
            padding: 0;
            text-wrap: nowrap;
            text-overflow: ellipsis;
            &.-textual-compact { padding: 0 1; }
        }
    }
    """
    BINDING_GROUP_TITLE = "Insight of all"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,I", "dismiss", "back", id="insights.back", tooltip=_BACK),
        Binding("n", "notes", "notes", id="insights.notes", tooltip="List all notes"),
        Binding("r", "review", "year", id="insights.review", tooltip="Show the year in review"),
        Binding("j", "move(1)", "Down", show=False, id="insights.down"),
        Binding("k", "move(-1)", "Up", show=False, id="insights.up"),
    ]

    listed = query_one(OptionList)
    """The streaks."""

    def __init__(
        self, engine_thread: EngineThread, clock: Clock, shapes: Shapes, ways: Ways
    ) -> None:
        super().__init__(engine_thread, clock)
        self._clock, self._shapes, self._ways = clock, shapes, ways
        self._told: list[Overview] | None = None

    def compose(self) -> ComposeResult:
        """The title, the columns, the streaks, the keys."""
        yield Static("Insight of all", id="title")
        yield Static("", id="about")
        yield OptionList(compact=True)
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
        self._told = answer
        self.show()

    def on_resize(self) -> None:
        """There is more room for columns, or less."""
        self.show()

    def show(self) -> None:
        """Lists the streaks in as many columns as fit; the cursor stays on its streak."""
        if self._told is None or not self.size.width:
            return
        titles, lines = overview_lines(self._told, self.size.width - 3, self._shapes)
        self.query_one("#about", Static).update(Content(titles if lines else _NOTHING))
        ids, listed = [each.streak_id for each in self._told], self.listed
        if ids == [each.id for each in listed.options]:
            for at, line in enumerate(lines):
                if str(listed.get_option_at_index(at).prompt) != line:
                    listed.replace_option_prompt_at_index(at, Content(line))
            return
        before = listed.highlighted
        chosen = None if before is None else listed.get_option_at_index(before).id
        shown = zip(lines, ids, strict=True)
        listed.set_options(Option(Content(line), each) for line, each in shown)
        if lines:
            listed.highlighted = ids.index(chosen) if chosen in ids else 0

    def action_move(self, by: int) -> None:
        """Goes down or up."""
        if by > 0:
            self.listed.action_cursor_down()
        else:
            self.listed.action_cursor_up()

    @on(OptionList.OptionSelected)
    @opens
    @work(group="screen")
    async def open_one(self, event: OptionList.OptionSelected) -> None:
        """Shows all figures of the chosen streak."""
        assert self._told is not None
        chosen = self._told[event.option_index]
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
