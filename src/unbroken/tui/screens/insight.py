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

from unbroken.core.figures import Statistics
from unbroken.core.results import Streak
from unbroken.engine.api import Engine
from unbroken.engine.clock import Clock
from unbroken.engine.owner_clock import zone_of
from unbroken.tui.drawing.figures import figures_lines, overview_lines
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import open_over
from unbroken.tui.live_screen import LiveScreen, Moment
from unbroken.tui.ways import Ways
from unbroken.tui.widgets.figures_view import FiguresView
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.wording.past import Past
from unbroken.wording.symbols import Shapes

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
        self, desk: EngineThread, clock: Clock, streak: Streak, shapes: Shapes, ways: Ways
    ) -> None:
        super().__init__(desk, clock)
        self._streak, self._shapes, self._ways = streak, shapes, ways

    def compose(self) -> ComposeResult:
        """The name, the figures, the keys."""
        yield Static(Content(self._streak.name), id="title")
        view = FiguresView()
        view.shapes = self._shapes
        yield view
        yield KeyLine()

    def question(self, engine: Engine, moment: Moment) -> tuple[Streak, list[Statistics], Past]:
        """The figures and the past of the streak, as it is by now."""
        streak = moment.streak(self._streak.id)
        key, zone = streak.activity_type, zone_of(moment.owner, moment.now)
        past = Past(engine.progress(key), engine.rewards(key), zone)
        return streak, engine.statistics(key), past

    def show_answer(self, moment: Moment, answer: tuple[Streak, list[Statistics], Past]) -> None:
        """Draws them, where there are any yet."""
        self._streak, figures, past = answer
        self.query_one("#title", Static).update(Content(self._streak.name))
        drawn = partial(figures_lines, figures[0], self._streak, past) if figures else None
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

    def __init__(self, desk: EngineThread, clock: Clock, shapes: Shapes, ways: Ways) -> None:
        super().__init__(desk, clock)
        self._clock, self._shapes, self._ways = clock, shapes, ways
        self._found: list[Statistics] = []
        self._streaks: dict[str, Streak] = {}

    def compose(self) -> ComposeResult:
        """The title, the columns, the streaks, the keys."""
        yield Static("Insight of all", id="title")
        yield Static("", id="about")
        yield OptionList(compact=True)
        yield KeyLine()

    def question(self, engine: Engine, moment: Moment) -> list[Statistics]:
        """The figures of every live streak."""
        return engine.statistics()

    def show_answer(self, moment: Moment, answer: list[Statistics]) -> None:
        """Lists them."""
        self._found, self._streaks = answer, moment.streaks
        self.show()

    def on_resize(self) -> None:
        """There is more room for columns, or less."""
        self.show()

    def show(self) -> None:
        """Lists the streaks in as many columns as fit; the cursor stays on its streak."""
        if not self.is_mounted:
            return
        titles, lines = overview_lines(self._found, self.size.width - 3, self._shapes)
        self.query_one("#about", Static).update(Content(titles if lines else _NOTHING))
        at = self.listed.highlighted
        ids = [each.streak_id for each in self._found]
        chosen = None if at is None else self.listed.get_option_at_index(at).id
        self.listed.set_options(
            Option(Content(line), each) for line, each in zip(lines, ids, strict=True)
        )
        if lines:
            self.listed.highlighted = ids.index(chosen) if chosen in ids else 0

    def action_move(self, by: int) -> None:
        """Goes down or up."""
        if by > 0:
            self.listed.action_cursor_down()
        else:
            self.listed.action_cursor_up()

    @on(OptionList.OptionSelected)
    @work(group="screen")
    async def open_one(self, event: OptionList.OptionSelected) -> None:
        """Shows all figures of the chosen streak."""
        streak = self._streaks[str(event.option.id)]
        screen = InsightScreen(self._desk, self._clock, streak, self._shapes, self._ways)
        await open_over(self, screen)

    def action_notes(self) -> None:
        """Lists all that was written down."""
        self._ways.open_notes()

    def action_review(self) -> None:
        """Shows the year in review."""
        self._ways.open_review()
