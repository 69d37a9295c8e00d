"""The streak editor: every rule of one streak.

The fields are those of `widgets/rule_form`; here they are judged as they change, saved and left. It
is long since all of this goes by what has been tried last: the picture, the effects, the fault.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from unbroken.core.errors import ErrorCode, Refusal, StoreError
from unbroken.core.reports import Edited, Effect
from unbroken.core.results import Streak
from unbroken.core.text import capitalised
from unbroken.engine.api import Engine
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import OwnScreen, open_over
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.draft_row import draft_row, edited_row
from unbroken.tui.model.refusal_fields import field_of, said_in_editor
from unbroken.tui.model.rule_draft import (
    EXAMPLES,
    Draft,
    draft_of,
    effect_lines,
    judged_anew,
    new_draft,
    rules_changed,
    rules_given,
    sentence,
)
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.form_field import Field
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.milestone_rows import MilestoneRows
from unbroken.tui.widgets.row_picture import RowPicture
from unbroken.tui.widgets.rule_form import RuleForm
from unbroken.tui.widgets.text_field import takes_any_text
from unbroken.tui.widgets.toggles import Toggles
from unbroken.wording.reminders import REMINDERS_COME
from unbroken.wording.rule_fields import HELP
from unbroken.wording.symbols import shapes_named

CHECK_AFTER = 0.15
"""Seconds without a change after which the engine is asked what it thinks."""

_LOOKS: Final = "How it will look"
_OF_A_PERIOD: Final = "How a period begins"
"""What the picture shows while it is not known what would be in the present one."""
_TOLD: Final = 10.0
"""Seconds for which is told how reminders come."""
_SINCE: Final = (("from this period on", "present"), ("for all of history", "history"))


class StreakEditor(OwnScreen[str | None]):
    """Makes a streak, or changes the rules of one; answers the activity type that was saved.

    Whatever is written is tried out on the engine before it is saved.
    """

    DEFAULT_CSS = """
    StreakEditor {
        #title { height: 1; padding: 0 1; }
        #halves { height: 1fr; }
        #beside { width: 31; height: auto; max-height: 100%; padding: 0 1; }
        RowPicture { margin-bottom: 1; }
        #effects, #since, #help { margin-top: 1; }
        #since { display: none; height: auto; }
        #since .label { width: 12; }
        #fault, #effects { display: none; }
    }
    StreakEditor.-target #since { display: block; }
    StreakEditor.-slim {
        #halves { layout: vertical; }
        #beside { dock: top; width: 100%; height: auto; max-height: 5; }
        #help { display: none; }
        RowPicture { margin: 0; }
        #effects, #since { margin-top: 0; }
        #since { layout: horizontal; }
    }
    StreakEditor.-roomy, StreakEditor.-wide {
        #title { margin-bottom: 1; }
    }
    StreakEditor.-wide {
        #beside { width: 1fr; height: auto; max-height: 100%; padding: 0 1; }
        RuleForm { width: 72; }
    }
    """
    BINDING_GROUP_TITLE = "Streak editor"
    FIELDS_OF = "rule"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (76, "-roomy"), (120, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", id="editor.save", tooltip="Save the streak"),
        Binding("escape", "leave", "back", id="editor.leave", tooltip="Leave without saving"),
        Binding("q,ctrl+q", "leave", "back", show=False, id="editor.quit", tooltip="Leave"),
        Binding("down", "app.focus_next", "Next", show=False, id="editor.next"),
        Binding("up", "app.focus_previous", "Previous", show=False, id="editor.previous"),
    ]

    form = query_one(RuleForm)
    """The fields."""

    effects: reactive[tuple[Effect, ...] | None] = reactive(None, always_update=True)
    """What saving would do to the numbers, where that is known."""

    def __init__(self, engine_thread: EngineThread, page: Page, streak: Streak | None) -> None:
        super().__init__()
        self._engine_thread, self._page, self._streak = engine_thread, page, streak
        self._before = new_draft(page.settings) if streak is None else draft_of(streak, page.today)
        self._name_of_example = ""
        """The name that an example has put in, if one has."""
        self._written: set[str | None] = set()
        """The fields that the person has written in, or that saving was refused for."""
        self._remark = ""
        """What else is to be known of saving."""
        self._told: object = None
        """What was followed last."""
        self.has_told = False
        """Whether something was said as it was saved, which is to be read before anything else."""
        self.checking = False
        """Whether something was changed that the engine has not answered to yet."""

    def compose(self) -> ComposeResult:
        """The form, and beside it what it says and does."""
        title = "New streak" if self._streak is None else f"Edit {self._streak.name}"
        yield Static(Content(title), id="title")
        with Horizontal(id="halves"):
            yield RuleForm(self._before, self._page, new=self._streak is None)
            with VerticalScroll(id="beside", can_focus=False, classes="pane") as beside:
                beside.border_title = _LOOKS
                yield RowPicture()
                yield Static(id="rule")
                yield Static(id="fault")
                with Container(id="since"):
                    yield Static("New target", classes="label")
                    yield ChoiceField("whole", _SINCE, "present")
                yield Static(id="effects")
                yield Static(id="help", classes="hint")
        yield KeyLine()

    def on_mount(self) -> None:
        """Shows the rule in words, and follows the focus."""
        super().on_mount()
        self.query_one(RowPicture).shapes = shapes_named(self._page.settings["symbols"])
        self._say_rule(self._before)
        if self._streak is None:
            self._try_out()
        else:
            self._show_picture(self._streak)
        self.watch(self, "focused", self._say_help, init=False)

    def _show_picture(self, streak: Streak) -> None:
        """Draws the row as it will stand."""
        name, edited = self.form.draft.name, None
        if self._streak is not None:
            owner = self._page.owner.name
            own = (each.after for each in self.effects or () if each.owner == owner)
            edited = edited_row(self._page, self._streak, streak, name, next(own, None))
        for picture in self.query(RowPicture):
            picture.row = draft_row(self._page, streak, name) if edited is None else edited.row
            is_fresh = edited is not None and not edited.is_present
            self.query_one("#beside").border_title = _OF_A_PERIOD if is_fresh else _LOOKS

    def _say_help(self, focused: Widget | None) -> None:
        """What the field that has the focus means."""
        said = ""
        if focused is not None:
            names = (focused.name, *(node.id for node in focused.ancestors_with_self))
            said = next((HELP[name] for name in names if name in HELP), "")
        more = "<app.help>" if said and not takes_any_text(focused) else "<app.field_help>"
        if focused is not None and focused.id == "fold":
            said += "; <editor.save!> saves as it is"
        told = f"{capitalised(said)} · {more} tells more" if said else ""
        self.query_one("#help", Static).update(Content(with_keys(self, told)))

    @on(Input.Submitted)
    @on(Toggles.Submitted)
    def go_on(self) -> None:
        """To the next field, and to what unfolds the others; from the very last one it saves."""
        following = self.form.following(self.focused)
        if following is None:
            self.spends_enter = True
            self.action_save()
        else:
            following.focus()

    @property
    def changed(self) -> bool:
        """Whether anything is written that was not there."""
        return self.form.draft != self._before

    @on(Input.Changed)
    def note_writing(self, event: Input.Changed) -> None:
        """What the person writes may be refused; what another choice has put in may be blank."""
        if event.input.has_focus:
            self._written.add(event.input.id)
        else:
            self._written.discard(event.input.id)

    @on(Input.Changed)
    @on(ChoiceField.Changed)
    @on(Toggles.Changed)
    @on(MilestoneRows.Changed)
    def follow_change(self) -> None:
        """Says the new rule, and has it tried out once nothing more is written; once also where
        one thing that was done changes several fields.
        """
        draft = self.form.draft
        told = draft, self._to_try, self.form.kind, self._whole
        if told == self._told:
            return
        self._told = told
        self._say_rule(draft)
        self.checking = draft != self._before
        if self.checking:
            self._try_out(CHECK_AFTER)
        else:
            self.workers.cancel_group(self, "check")
            self._show_fault(None)
            self.effects = None

    @on(Button.Pressed, ".example")
    def use_example(self, event: Button.Pressed) -> None:
        """Fills the form with an example; a name that the person has written stays."""
        example, name = EXAMPLES[event.button.name or ""], self.form.draft.name
        if name == self._name_of_example:
            self._name_of_example = name = example.name
        self.form.show(example._replace(name=name))
        field = self.form.query_one("#name", Input)
        field.cursor_position = len(name)
        field.focus()

    def _say_rule(self, draft: Draft) -> None:
        said = sentence(draft, self._page.owner.grace_period_days)
        lines = said.text
        if self._streak is None and not draft.name:
            lines += "\nGive it a name to save it."
        rule = self.query_one("#rule", Static)
        rule.set_class(not said.complete, "-missing")
        rule.update(Content(lines))
        target = "aggregation_target_value" in self._rules(draft) and self._streak is not None
        self.set_class(target, "-target")
        self.form.fit(draft)

    def _rules(self, draft: Draft) -> dict[str, object]:
        if self._streak is None:
            return rules_given(draft)
        return rules_changed(draft, self._before)

    def _ask(self, engine: Engine, draft: Draft, whole: bool, dry_run: bool) -> Edited:
        """Makes or changes the streak, on the engine's thread."""
        rules = self._rules(draft)
        if self._streak is None:
            return Edited(engine.add(dry_run=dry_run, **rules), ())  # type: ignore[arg-type]
        return engine.edit(
            self._streak.activity_type,
            dry_run=dry_run,
            whole_history=whole,
            **rules,  # type: ignore[arg-type]
        )

    @property
    def _whole(self) -> bool:
        """Whether a new target is to hold for all of history."""
        return (
            self.has_class("-target") and self.query_one("#whole", ChoiceField).value == "history"
        )

    def _question(self, draft: Draft, *, dry_run: bool) -> partial[Edited]:
        return partial(self._ask, draft=draft, whole=self._whole, dry_run=dry_run)

    @work(group="check", exclusive=True)
    async def _try_out(self, after: float = 0.0) -> None:
        await asyncio.sleep(after)
        if self._is_left:
            return
        draft, fault = self._to_try, None
        if self._streak is None and not draft.name:
            draft = draft._replace(name="Streak")
        try:
            edited = await self._engine_thread.call(self._question(draft, dry_run=True))
        except (Refusal, StoreError) as error:
            edited, fault = None, error
        if self._is_left:
            return
        self._show_fault(None if self._is_to_come(fault) else fault)
        if edited is not None:
            self._remark, self.effects = edited.remark, edited.effects
            self._show_picture(edited.streak)
        self.checking = False

    @property
    def _to_try(self) -> Draft:
        """What is written, but for a milestone whose title is still to come."""
        return self.form.draft if "milestones" in self._written else self.form.finished

    def _is_to_come(self, fault: Refusal | StoreError | None) -> bool:
        """Whether an error is about a field that nothing was written in yet, or the name."""
        field = field_of(fault, Draft._fields)
        blank = field is not None and getattr(self.form.draft, field) == ""
        return blank and (field == "name" or field not in self._written)

    @property
    def _is_left(self) -> bool:
        """Whether the form has gone already, while something was waited for."""
        return not self.query(RuleForm)

    def watch_effects(self, effects: tuple[Effect, ...] | None) -> None:
        """Shows what saving would change."""
        if not self.is_mounted or self._streak is None:
            return
        shown = Content()
        if effects is not None and self.changed:
            lines = self._effect_lines(effects)
            title = self._judged_anew() if lines else "The numbers stay as they are."
            style = "$warning bold" if lines else "$text-muted"
            remark = [self._remark] if self._remark else []
            told = map(Content, [*lines, *remark])
            shown = Content("\n").join([Content.styled(title, style), *told])
        self._tell("#effects", shown)

    def _effect_lines(self, effects: tuple[Effect, ...]) -> list[str]:
        lengths = (each.completion_target_value for each in (self._before, self.form.draft))
        return effect_lines(effects, has_length=any(lengths))

    def _judged_anew(self) -> str:
        return judged_anew(self._rules(self.form.draft), whole=self._whole)

    def _tell(self, where: str, said: Content) -> None:
        line = self.query_one_optional(where, Static)
        if line is not None:  # an answer may come once the editor has been left
            line.update(said)
            line.display = bool(said)

    def _show_fault(self, error: Refusal | StoreError | None) -> Field | None:
        """Puts a refusal beside its field; answers that field."""
        field, said, faulty = field_of(error, Draft._fields), "", None
        if error is not None:
            said = said_in_editor(error, self.form.draft.name, self._page.streaks.values())
        for each in self.form.query(Field):
            wrong = field is not None and each.id == f"field-{field}"
            each.fault = said if wrong else ""
            faulty = each if wrong else faulty
        self._tell("#fault", Content("" if faulty is not None else said))
        if error is not None:
            self.effects = None
        return faulty

    def action_save(self) -> None:
        """Saves, once however often the key is pressed."""
        if not self.saving:
            self.saving = True
            self._save()

    @work(group="save")
    async def _save(self) -> None:
        draft = self.form.draft
        if self._streak is not None and not self.changed:
            self.dismiss(None)
            return
        try:
            tried = await self._engine_thread.call(self._question(draft, dry_run=True))
            lines = self._effect_lines(tried.effects)
            asked = "\n".join([self._judged_anew(), *lines])
            if lines and not await open_over(self, ConfirmDialog(asked, "Save")):
                self.saving = False
                return
            self.spends_enter = self.spends_enter or bool(lines)
            saved = await self._engine_thread.call(self._question(draft, dry_run=False))
            if draft.reminders not in ("", self._before.reminders):
                await self._tell_how_reminders_come()
            self.dismiss(saved.streak.activity_type)
        except (Refusal, StoreError) as error:
            self.saving = False
            faulty = self._show_fault(error)
            if faulty is not None:
                name = (faulty.id or "").removeprefix("field-")
                self._written.add(name)
                self.form.reveal(name)
                if name == "name" and error.code == ErrorCode.STREAK_EXISTS:
                    self.form.reveal("activity_type")  # another one lets the name stand
                faulty.query("Input, ChoiceField, Toggles, Button").first().focus()

    async def _tell_how_reminders_come(self) -> None:
        """Says so, where nothing sends them by itself."""
        # imported here, since few streaks are given reminders
        from unbroken.engine.reminder_senders import anything_sends

        if not await self._engine_thread.call(lambda _: anything_sends()):
            self.has_told = True
            self.app.notify(REMINDERS_COME, timeout=_TOLD, markup=False)

    @work(group="save")
    async def action_leave(self) -> None:
        """Goes back; asks only where something would be lost."""
        asked = "Leave without saving?"
        if self.saving:
            return
        if not self.changed or await open_over(
            self, ConfirmDialog(asked, "Leave", destructive=True)
        ):
            self.dismiss(None)
