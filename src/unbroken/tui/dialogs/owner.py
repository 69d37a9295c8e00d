"""The dialog that adds or edits an owner."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input

from unbroken.core.errors import Refusal, StoreError
from unbroken.core.results import Owner
from unbroken.engine.api import Engine
from unbroken.engine.zones import zone_names
from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.model.owner_choices import DAYS, HOURS
from unbroken.tui.model.refusal_fields import field_of
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.form_field import Field, text_input


class OwnerDialog(Dialog[Owner | None]):
    """Adds or edits an owner; stays open, with what was typed, where the engine refuses.

    Answers the owner as saved, None where it is cancelled.
    """

    DEFAULT_CSS = """
    OwnerDialog .box { width: 52; }
    """
    BINDING_GROUP_TITLE = "Person"
    FIELDS_OF = "person"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", id="person.save", tooltip="Save the person"),
        Binding("escape", "dismiss(None)", "cancel", id="person.cancel", tooltip="Change nothing"),
    ]

    def __init__(self, engine_thread: EngineThread, owner: Owner | None) -> None:
        super().__init__()
        self._engine_thread, self._owner = engine_thread, owner

    def compose(self) -> ComposeResult:
        """Name, time zone of a new owner, day, week and grace."""
        owner = self._owner
        with VerticalScroll(classes="box", can_focus=False) as box:
            box.border_title = "New person" if owner is None else "Person"
            box.border_subtitle = self.key_words(
                "enter saves", "<dialog.help!> help", "escape cancels", wide=52
            )
            yield Field("Name", text_input("name", owner.name if owner else ""), name="name")
            if owner is None:
                zone = text_input("tz", placeholder="this machine's", known=zone_names())
                yield Field("Time zone", zone, name="tz")
            start = str(owner.day_start) if owner else "0"
            yield Field("Day starts", ChoiceField("day_start", HOURS, start), name="day_start")
            week = owner.week_start if owner else "monday"
            yield Field("Week starts", ChoiceField("week_start", DAYS, week), name="week_start")
            grace = str(owner.grace_period_days) if owner else "0"
            yield Field("Grace", text_input("grace_period_days", grace), name="grace_period_days")

    @on(Input.Changed)
    @on(ChoiceField.Changed)
    def forget_faults(self) -> None:
        """Hides what was said of the values before."""
        for field in self.query(Field):
            field.fault = ""

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Saves, once however often enter is pressed."""
        if not self.saving:
            self.saving = True
            self._save()

    def _given(self) -> dict[str, Any]:
        written: dict[str, Any] = {str(each.id): each.value.strip() for each in self.query(Input)}
        written |= {str(each.id): each.value for each in self.query(ChoiceField)}
        if not written.get("tz", "unsaid"):
            del written["tz"]
        return written

    @work
    async def _save(self) -> None:
        try:
            self.dismiss(
                await self._engine_thread.call(partial(_keep, owner=self._owner, **self._given()))
            )
        except (Refusal, StoreError) as error:
            self.saving = False
            field = field_of(error, ("tz", "grace_period_days")) or "name"
            faulty = self.query_one(f"#field-{field}", Field)
            faulty.fault = error.message
            faulty.query("Input, ChoiceField").first().focus()


def _keep(engine: Engine, *, owner: Owner | None, **given: Any) -> Owner:
    """Adds the owner, or changes what is different."""
    if owner is None:
        return engine.add_owner(**given)
    before = {name: str(value) for name, value in owner._asdict().items()}
    changed = {name: value for name, value in given.items() if value != before[name]}
    return engine.edit_owner(owner.id, **changed) if changed else owner
