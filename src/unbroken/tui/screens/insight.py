"""Insight: what the numbers of one streak say, or of all of them side by side."""

from __future__ import annotations

from collections.abc import Mapping
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
from unbroken.engine.owner_clock import zone_of
from unbroken.tui.drawing.figures import overview_lines
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import OwnScreen, open_over
from unbroken.tui.widgets.figures_view import FiguresView
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.wording.figures import Past
from unbroken.wording.symbols import Shapes

_BACK: Final = "Go back"
_NOTHING: Final = "No streak has figures yet; the first log begins them."


class InsightScreen(OwnScreen[None]):
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
    ]

    view = query_one(FiguresView)
    """The figures."""

    def __init__(self, desk: EngineThread, streak: Streak, shapes: Shapes) -> None:
        super().__init__()
        self._desk, self._streak, self._shapes = desk, streak, shapes

    def compose(self) -> ComposeResult:
        """The name, the figures, the keys."""
        yield Static(Content(self._streak.name), id="title")
        view = FiguresView()
        view.shapes = self._shapes
        yield view
        yield KeyLine()

    def on_mount(self) -> None:
        """Reads what is to be shown."""
        self.run_worker(self._read(), group="insight")

    async def _read(self) -> None:
        known = await ask(self.app, self._desk, partial(_known, name=self._streak.activity_type))
        if known is not None and known[0]:
            self.view.figures = known[0][0], self._streak, known[1]


def _known(engine: Engine, name: str) -> tuple[list[Statistics], Past]:
    with engine.snapshot():
        zone = zone_of(engine.owner(), engine.clock())
        past = Past(engine.progress(name), engine.rewards(name), zone)
        return engine.statistics(name), past


class InsightOfAllScreen(OwnScreen[None]):
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
        Binding("j", "move(1)", "Down", show=False, id="insights.down"),
        Binding("k", "move(-1)", "Up", show=False, id="insights.up"),
    ]

    listed = query_one(OptionList)
    """The streaks."""

    def __init__(self, desk: EngineThread, streaks: Mapping[str, Streak], shapes: Shapes) -> None:
        super().__init__()
        self._desk, self._streaks, self._shapes = desk, streaks, shapes
        self._found: list[Statistics] = []

    def compose(self) -> ComposeResult:
        """The title, the columns, the streaks, the keys."""
        yield Static("Insight of all", id="title")
        yield Static("", id="about")
        yield OptionList(compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        """Reads what is to be shown."""
        self.run_worker(self._read(), group="insight")

    async def _read(self) -> None:
        found = await ask(self.app, self._desk, Engine.statistics)
        if found is not None:
            self._found = [each for each in found if each.streak_id in self._streaks]
            self.show()

    def on_resize(self) -> None:
        """There is more room for columns, or less."""
        self.show()

    def show(self) -> None:
        """Lists the streaks in as many columns as fit; the cursor stays."""
        if not self.is_mounted:
            return
        titles, lines = overview_lines(self._found, self.size.width - 3, self._shapes)
        self.query_one("#about", Static).update(Content(titles if lines else _NOTHING))
        at = self.listed.highlighted or 0
        self.listed.set_options(Option(Content(each)) for each in lines)
        self.listed.highlighted = at if lines else None

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
        streak = self._streaks[self._found[event.option_index].streak_id]
        await open_over(self, InsightScreen(self._desk, streak, self._shapes))
