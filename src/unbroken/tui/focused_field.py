"""The field that has the focus: what it is called, and what it means."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Label

from unbroken.tui.model.field_help import FieldHelp, help_of


def field_help(screen: Screen[Any]) -> tuple[str, FieldHelp] | None:
    """What the field with the focus is called and means; None where there is none."""
    found = _field_of(screen.focused)
    return None if found is None else (_label_of(screen.focused), found)


def _field_of(focused: Widget | None) -> FieldHelp | None:
    if focused is None:
        return None
    form = getattr(focused.screen, "FIELDS_OF", "")
    names = (node.id for node in focused.ancestors_with_self)
    return next((found for name in names if (found := help_of(form, name))), None)


def _label_of(focused: Widget | None) -> str:
    """The label before a field, or else its name."""
    if focused is None:
        return ""
    for node in focused.ancestors_with_self:
        if (node.id or "").startswith("field-"):
            return str(getattr(node, "label", ""))
        if isinstance(node, Widget) and node.has_class("field") and node.query(Label):
            return str(node.query_one(Label).content)
    return (focused.id or "").capitalize()
