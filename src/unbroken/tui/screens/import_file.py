"""The import screen: a file is chosen, its plan is shown, and then it comes in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.reactive import reactive
from textual.widgets import Static

from unbroken.core.errors import Refusal, StoreError
from unbroken.core.exchange_results import ImportReport
from unbroken.engine.api import Engine
from unbroken.engine.interchange.conflicts import NamesTaken
from unbroken.exchange import registry
from unbroken.exchange.cancellation import Steps, Stopped
from unbroken.exchange.contract import DATE_ORDERS, Choices
from unbroken.exchange.import_file import ImportRequest, import_from
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import OwnScreen
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.exchange_words import plan_content
from unbroken.tui.model.folder_entries import path_of
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.file_finder import FileFinder
from unbroken.tui.widgets.form_field import Field
from unbroken.tui.widgets.import_plan import ImportPlan
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.progress_line import ProgressLine
from unbroken.wording.symbols import shapes_named

CHOOSE, PLAN, DONE = "choose", "plan", "done"
_BY_CONTENT: Final = "content"
_HINTS: Final = {
    CHOOSE: "tab completes · enter reads",
    PLAN: "<import.tick> ticks · enter imports",
    DONE: "enter closes",
}


_NOTHING: Final = "Nothing is ticked; <import.tick> ticks a streak, <import.tick_all> all of them."


class ImportScreen(OwnScreen[bool]):
    """Brings in a file; answers whether anything came in.

    The file is read and judged on the engine's thread, in one transaction, which is kept only at
    the very end: until then it can be stopped with nothing left behind. `database` is the file in
    use, None where it is only in memory.
    """

    DEFAULT_CSS = """
    ImportScreen {
        #head { height: 1; padding: 0 1; max-width: 84; }
        #title { width: auto; margin-right: 2; }
        #hint { width: 1fr; text-align: right; }
        #choose { height: 1fr; padding: 0 1; max-width: 84; }
        ImportPlan { height: 1fr; padding: 0 1; max-width: 120; }
        ImportPlan { display: none; }
    }
    ImportScreen.-planned {
        #choose { display: none; }
        ImportPlan { display: block; }
    }
    ImportScreen.-roomy #head, ImportScreen.-roomy ArrivalTable { margin-bottom: 1; }
    """
    BINDING_GROUP_TITLE = "Import"
    FIELDS_OF = "import"
    AUTO_FOCUS = "#path"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (76, "-roomy")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "go_on", "go on", id="import.go", tooltip="Read, import or close"),
        Binding("escape", "leave", "back", id="import.back", tooltip="Back, or stop what runs"),
        Binding("u", "undo", "undo", id="import.undo", tooltip="Take the import back"),
        Binding("down", "move(1)", "Down", show=False, id="import.down"),
        Binding("up", "move(-1)", "Up", show=False, id="import.up"),
    ]

    finder = query_one(FileFinder)
    """The path field."""
    plan = query_one(ImportPlan)
    """The plan, and later the result."""
    progress = query_one(ProgressLine)
    """The progress of reading or importing."""

    step: reactive[str] = reactive(CHOOSE, init=False, bindings=True)
    """Choosing a file, looking at its plan, or done."""

    def __init__(self, engine_thread: EngineThread, page: Page, database: Path | None) -> None:
        super().__init__()
        self._engine_thread, self._page, self._database = engine_thread, page, database
        self._importing = False
        self._tried: ImportRequest | None = None
        self._came_in = False

    def compose(self) -> ComposeResult:
        """The file, the plan, and how far it is; only what is needed is shown."""
        with Horizontal(id="head"):
            yield Static("Import", id="title")
            yield Static(id="hint")
        with Vertical(id="choose"):
            formats = [(registry.importer(name).TITLE, name) for name in registry.IMPORTERS]
            formats.insert(0, ("found by content", _BY_CONTENT))
            yield Field("Format", ChoiceField("format", formats, _BY_CONTENT), name="format")
            orders = [("found by content", _BY_CONTENT), *((each, each) for each in DATE_ORDERS)]
            yield Field("Dates", ChoiceField("dates", orders, _BY_CONTENT), name="dates")
            yield FileFinder("File", "a file or folder")
        yield ImportPlan()
        yield ProgressLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Says what the keys do, and to whom it is of no use."""
        self._say_hint()
        self.plan.table.shapes = shapes_named(self._page.settings["symbols"])
        if not self._page.admin:
            self.finder.field.fault = "Only the first owner of this database may import."

    def watch_step(self, step: str) -> None:
        """Shows what belongs to the step."""
        self.set_class(step != CHOOSE, "-planned")
        self.plan.done = step == DONE
        self._say_hint()
        first = self.query_one("#path").focus if step == CHOOSE else self.plan.focus_first
        self.call_after_refresh(first)  # what is not shown yet takes no focus

    def _say_hint(self) -> None:
        hint = _HINTS[self.step]
        if self.progress.steps is not None:
            hint = "<import.back> stops, nothing is kept"
        elif self._came_in:
            hint += " · <import.undo> takes it back"
        self.query_one("#hint", Static).update(with_keys(self, hint))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Undo is offered once something was imported."""
        return self._came_in if action == "undo" else True

    @on(FileFinder.Chosen)
    def read_file(self) -> None:
        """Makes the plan of a file, with nothing said yet of names that are taken."""
        text = self.finder.written.value.strip()
        if not text:
            self.finder.field.fault = "Write the path of a file, or choose one below."
            return
        format = str(self.query_one("#format", ChoiceField).value)
        request = ImportRequest(
            path_of(text), None if format == _BY_CONTENT else format, choices=self._choices()
        )
        if self.progress.steps is None:
            self.plan.taken, self.plan.of_one = (), False
            self.plan.table.forget()
        self._start(request)

    def _choices(self) -> Choices:
        """How dates are to be read that can be read two ways."""
        order = self.query_one("#dates", ChoiceField).value
        return Choices(next((each for each in DATE_ORDERS if each == order), None))

    @on(ImportPlan.Changed)
    def plan_again(self) -> None:
        """Other streaks are to come in, or something else is to become of a name that is taken."""
        request = self._request()
        if request is None or request == self._tried:
            return
        if self.plan.nothing_ticked:
            self._tried = request
            self.plan.show_words(Content(with_keys(self, _NOTHING)))
        else:
            self._start(request)

    def _request(self) -> ImportRequest | None:
        """What is to be imported, and how; None where a name is still to be written."""
        if self._tried is None:
            return None
        wanted = self._tried._replace(
            left_out=self.plan.table.left_out,
            persons=(("", self._page.owner.name),) if self.plan.is_own else (),
        )
        if not self.plan.taken:
            return wanted
        if self.plan.joins:
            return wanted._replace(merge=True, name_as=None)
        name = self.plan.name_as
        return wanted._replace(merge=False, name_as=name) if name else None

    def _start(self, request: ImportRequest, *, dry_run: bool = True) -> None:
        """Starts the import or its trial, unless one runs."""
        if self.progress.steps is None:
            self._tried = request
            self._run(request, dry_run)

    @work(group="import")
    async def _run(self, request: ImportRequest, dry_run: bool) -> None:
        steps = self._begin(dry_run)
        question = partial(
            import_from, request=request, database=self._database, dry_run=dry_run, progressed=steps
        )
        report: ImportReport | None = None
        fault, taken, resting = "", self.plan.taken, False
        try:
            report = await self._engine_thread.call(question)
        except Stopped:
            fault = "Stopped; nothing was imported."
        except NamesTaken as error:
            taken = error.names
        except (Refusal, StoreError) as error:
            fault, resting = error.message, error.code in ("paused", "archived")
        if steps is not self.progress.steps:
            return  # it was given up while the file was read
        self._end()
        if taken != self.plan.taken:
            self.plan.taken = taken
            self._start(request._replace(merge=True))
            return
        if resting and request.merge:  # what is taken takes no logs, but another name may do
            self.plan.show_words(Content())
            self.step = PLAN
        self._refuse(fault)
        if report is not None:
            arrivals = report.imported.arrivals
            self._came_in = report.can_be_undone
            self.plan.show(plan_content(report), arrivals)
            self.plan.of_one = bool(request.persons) or len(report.imported.newcomers) == 1
            if request.merge:
                self.plan.taken = tuple(each.name for each in arrivals if each.stands == "joins")
            self.step = PLAN if dry_run else DONE
        if dry_run and self.step == PLAN:
            self.plan_again()  # something else may have been ticked meanwhile

    def _begin(self, dry_run: bool) -> Steps:
        self._importing = not dry_run
        if dry_run:
            steps = self.progress.begin("Reading …", "Trying it out …")
        else:
            steps = self.progress.begin("Importing …")
        self._say_hint()
        return steps

    def _end(self) -> None:
        self.progress.end()
        self._say_hint()

    def _refuse(self, fault: str) -> None:
        """Says why it will not do, where it was written; what was written stays."""
        if self.step == CHOOSE:
            self.finder.field.fault = fault
        else:
            self.plan.refuse(fault)

    @on(ImportPlan.Accepted)
    def action_go_on(self) -> None:
        """Reads the file, imports it, or closes the screen."""
        request = self._request()
        if self.step == CHOOSE:
            self.read_file()
        elif self.step == DONE:
            self.dismiss(self._came_in)
        elif request is None:
            self.plan.ask_name()
        elif self.plan.nothing_ticked:
            self.plan.refuse(with_keys(self, _NOTHING))
        else:
            self._start(request, dry_run=False)

    @on(ImportPlan.Rejected)
    def action_leave(self) -> None:
        """Stops what is under way, or goes a step back."""
        if self.progress.steps is not None:
            self.progress.stop()
            if not self._importing:  # a file that is being read keeps nobody waiting
                self._end()
        elif self.step == PLAN:
            self.step = CHOOSE
        else:
            self.dismiss(self._came_in)

    def action_move(self, by: int) -> None:
        """Scrolls the plan, or goes to the next field."""
        if self.step != CHOOSE:
            self.plan.told.scroll_relative(y=by, animate=False, immediate=True)
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    @work(group="undo")
    async def action_undo(self) -> None:
        """Takes the import back, once however often the key is pressed."""
        if self.saving:
            return
        self.saving = True
        undone = await ask(self.app, self._engine_thread, Engine.undo)
        self.saving = False
        if undone is not None:
            self.app.notify(f"Undone: {undone.label}", timeout=3, markup=False)
            self.dismiss(True)
