"""The year in review, of one streak or of all, as the report has it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from unbroken.core.results import Streak
from unbroken.core.year_review import FIRST_YEAR, YearReview
from unbroken.engine.api import Engine
from unbroken.engine.clock import Clock
from unbroken.tui.drawing.figures import review_lines
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.live_screen import LiveScreen, Moment, streak_by_now
from unbroken.tui.model.figures_legend import legend_of_year
from unbroken.tui.model.key_help import HelpGroup
from unbroken.tui.widgets.figures_view import FiguresView
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.wording.symbols import Shapes
from unbroken.wording.year_review import is_empty, nothing, title


class ReviewScreen(LiveScreen):
    """Shows a year of one streak, or of all (None), at first the present one."""

    DEFAULT_CSS = """
    ReviewScreen {
        #title { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #about { height: auto; padding: 0 1; display: none; }
    }
    """
    BINDING_GROUP_TITLE = "Year in review"
    AUTO_FOCUS = "FiguresView"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,r", "dismiss", "back", id="review.back", tooltip="Go back"),
        Binding(
            "left_square_bracket,left,h",
            "turn(-1)",
            "year before",
            id="review.before",
            tooltip="Show the year before",
        ),
        Binding(
            "right_square_bracket,right,l",
            "turn(1)",
            "year after",
            id="review.after",
            tooltip="Show the year after",
        ),
    ]

    view = query_one(FiguresView)
    """The review."""

    def __init__(
        self, engine_thread: EngineThread, clock: Clock, streak: Streak | None, shapes: Shapes
    ) -> None:
        super().__init__(engine_thread, clock)
        self._streak, self._shapes = streak, shapes
        self._year: int | None = None
        self._this_year = FIRST_YEAR

    def compose(self) -> ComposeResult:
        """The title, the review, the keys."""
        yield Static("", id="title")
        yield Static("", id="about")
        view = FiguresView()
        view.shapes = self._shapes
        yield view
        yield KeyLine()

    @property
    def legends(self) -> list[HelpGroup]:
        """What the help says of what is shown."""
        return legend_of_year()

    def question(self, engine: Engine, moment: Moment) -> YearReview:
        """The year that is shown, of the streak as it is called by now."""
        streak = None if self._streak is None else streak_by_now(engine, self._streak)
        return engine.year_review(self._year, None if streak is None else streak.activity_type)

    def show_answer(self, moment: Moment, answer: YearReview) -> None:
        """Draws it."""
        if self._year in (None, answer.year):
            self._year, self._this_year = answer.year, moment.today.year
            said = nothing(answer) if is_empty(answer) else ""
            self.query_one("#title", Static).update(Content(title(answer)))
            self.query_one("#about", Static).update(Content(said))
            self.query_one("#about").display = bool(said)
            self.view.figures = None if is_empty(answer) else partial(review_lines, answer)
            self.view.scroll_home(animate=False)
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no year after the present one, none before the first, and at first none."""
        end = self._this_year if parameters == (1,) else FIRST_YEAR
        return None if action == "turn" and self._year in (None, end) else True

    def why_idle(self, name: str) -> str:
        """Why no other year is shown."""
        ends = {
            "review.after": "There is no later year.",
            "review.before": "There is no earlier one.",
        }
        return ends.get(name, "")

    def action_turn(self, by: int) -> None:
        """Shows another year, as far as there are any."""
        assert self._year is not None
        year = min(max(self._year + by, FIRST_YEAR), self._this_year)
        if year != self._year:
            self._year = year
            self.read_again()
