"""Styles that are worked out once for all apps of a test run.

Each app of Textual parses the same style sheets anew, and at each change asks of every rule whether
it holds for a widget: half of what it costs to open a screen. The answer depends on nothing but the
rules and on what the widget and those around it are, so it is kept from app to app.
"""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App
from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget

Places = dict[int, int]
"""The numbers of the places of widgets, by the ids of these objects."""


class SharedStyles:
    """Knows what was parsed, and which styles the rules gave to what."""

    def __init__(self) -> None:
        self._parsed: dict[tuple[Any, ...], list[RuleSet]] = {}
        self._styles: dict[tuple[RuleSet, ...], dict[int, RulesMap]] = {}
        self._places: dict[tuple[Any, ...], int] = {}
        self._numbers: Places | None = None

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Comes before Textual's own parsing and choosing of rules."""
        parse, apply, replace = (
            *(Stylesheet._parse_rules, Stylesheet.apply),
            Stylesheet.replace_rules,
        )

        def parse_once(sheet: Stylesheet, css: str, **source: Any) -> list[RuleSet]:
            key = (css, *source.items(), *sheet._variables.items())
            if key not in self._parsed:
                self._parsed[key] = parse(sheet, css, **source)
            return self._parsed[key]

        def apply_known(
            sheet: Stylesheet,
            node: DOMNode,
            *,
            animate: bool = False,
            cache: dict[Any, Any] | None = None,
        ) -> None:
            # Nothing changes while one update goes on: its places stand in its own cache, also for
            # the parts of widgets that have styles of their own.
            outer = self._numbers
            self._numbers = cache if cache is not None else ({} if outer is None else outer)
            known = self._styles.setdefault(tuple(sheet.rules), {})
            try:
                apply(sheet, node, animate=animate, cache=_Known(self, known, node))
            finally:
                self._numbers = outer

        def replace_changed(node: DOMNode, rules: RulesMap, animate: bool = False) -> None:
            if node.styles.base._rules != rules:
                replace(node, rules, animate=animate)
            elif not animate:
                node.notify_style_update()

        patch.setattr(RuleSet, "__hash__", object.__hash__)  # the same, without a call
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        patch.setattr(Stylesheet, "apply", apply_known)
        patch.setattr(Stylesheet, "replace_rules", staticmethod(replace_changed))

    def place(self, node: DOMNode) -> int:
        """The number of all that rules may ask about a widget and those around it.

        They may also ask which child it is and whether it holds the focus: Textual keeps no styles
        where a rule does.
        """
        numbers = self._numbers
        assert numbers is not None
        if id(node) in numbers:
            return numbers[id(node)]
        around = node._parent
        outer = self.place(around) if isinstance(around, DOMNode) else -1
        place = (outer, type(node), node._id, node.classes, *_state(node))
        number = self._places.setdefault(place, len(self._places))
        if len(place) > 4:  # the parts of a widget come and go
            numbers[id(node)] = number
        return number


class _Known(dict[Any, Any]):
    """What is known of the styles of one widget, in place of the cache of an update."""

    def __init__(self, styles: SharedStyles, known: dict[int, RulesMap], node: DOMNode) -> None:
        self._all, self._known, self._node = styles, known, node

    def get(self, key: object, default: Any = None) -> Any:
        return self._known.get(self._all.place(self._node), default)

    def __setitem__(self, key: object, styles: Any) -> None:
        self._known[self._all.place(self._node)] = styles


def _state(node: DOMNode) -> tuple[Any, ...]:
    """What the pseudo classes of a widget or an app depend on."""
    if isinstance(node, Widget):
        return (node.mouse_hover, node.has_focus, node.disabled, node.allow_focus())
    if isinstance(node, App):
        return (
            *(node.app_focus, node.current_theme.dark),
            *(node.is_inline, node.native_ansi_color, node.no_color),
        )
    return ()
