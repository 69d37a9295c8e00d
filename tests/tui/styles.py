"""Styles that are worked out once for all apps of a test run.

Each app of Textual parses the same style sheets anew, and at each change asks of every rule whether
it holds for a widget: half of what it costs to open a screen. The answer depends on nothing but the
rules and on what the widget and those around it are, so it is kept from app to app.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from textual.app import App
from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget

Places = dict[Any, Any]
"""The numbers of the places of widgets, by the ids of these objects."""

_LOOKED_AFTER = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")
"""What Textual notes on a widget of the rules that may hold for it."""


class _Candidates(NamedTuple):
    """What the rules that may hold in a place ask about beyond that, and what Textual notes."""

    asked: tuple[str, ...]
    noted: tuple[bool, ...]


class _Known:
    """What some rules give to what."""

    def __init__(self) -> None:
        self.candidates: dict[int, _Candidates] = {}
        self.looks: dict[Any, RulesMap | None] = {}


class SharedStyles:
    """Knows what was parsed, and which styles the rules gave to what."""

    def __init__(self) -> None:
        self._parsed: dict[tuple[Any, ...], list[RuleSet]] = {}
        self._known: dict[tuple[RuleSet, ...], _Known] = {}
        self._places: dict[tuple[Any, ...], int] = {}
        self._numbers: Places | None = None
        self._given: dict[int, RulesMap] = {}
        self._results: dict[int, tuple[RulesMap, dict[str, Any]]] = {}
        self._variables: tuple[dict[str, str], tuple[Any, ...]] = ({}, ())

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Comes before Textual's own parsing and choosing of rules."""
        parse, apply, replace = (
            *(Stylesheet._parse_rules, Stylesheet.apply),
            Stylesheet.replace_rules,
        )

        def parse_once(sheet: Stylesheet, css: str, **source: Any) -> list[RuleSet]:
            if self._variables[0] is not sheet._variables:
                self._variables = sheet._variables, tuple(sheet._variables.items())
            key = (css, *source.items(), self._variables[1])
            if key not in self._parsed:
                self._parsed[key] = parse(sheet, css, **source)
            return self._parsed[key]

        def apply_known(
            sheet: Stylesheet,
            node: DOMNode,
            *,
            animate: bool = False,
            cache: Places | None = None,
        ) -> None:
            # Nothing changes while one update goes on: its places stand in its own cache, also for
            # the parts of widgets that have styles of their own.
            outer = self._numbers
            self._numbers = cache if cache is not None else ({} if outer is None else outer)
            try:
                self._apply(apply, sheet, node, animate)
            finally:
                self._numbers = outer

        def replace_changed(node: DOMNode, rules: RulesMap, animate: bool = False) -> None:
            self._given[id(node)] = rules
            self._replace(replace, node, rules, animate)

        patch.setattr(RuleSet, "__hash__", object.__hash__)  # the same, without a call
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        patch.setattr(Stylesheet, "apply", apply_known)
        patch.setattr(Stylesheet, "replace_rules", staticmethod(replace_changed))

    def _apply(
        self, apply: Callable[..., None], sheet: Stylesheet, node: DOMNode, animate: bool
    ) -> None:
        """Gives a widget what is known for its place; else what Textual finds, which is kept."""
        known, place = self._of(sheet), self.place(node)
        look = self._look(known, place, node)
        if look is None or look not in known.looks:
            apply(sheet, node, animate=animate)
            if look is None:
                known.candidates[place] = _candidates(sheet, node)
                look = self._look(known, place, node)
            known.looks[look] = self._given.pop(id(node), None)
            return
        for name, noted in zip(_LOOKED_AFTER, known.candidates[place].noted, strict=True):
            setattr(node, name, noted)
        rules = known.looks[look]
        if rules is not None:
            sheet.replace_rules(node, rules, animate)
            del self._given[id(node)]
        parts = node._get_component_classes()
        if parts:
            styles = {part: self._part(sheet, known, node, place, part) for part in sorted(parts)}
            node._component_styles.clear()
            node._component_styles.update(styles)
            node.refresh()

    def _part(self, sheet: Stylesheet, known: _Known, node: DOMNode, around: int, part: str) -> Any:
        """The styles of a part of a widget: those it has, where they are right."""
        before = node._component_styles.get(part)
        if before is not None and before.node is not None:
            place = self._number((around, DOMNode, None, frozenset((part,))))
            rules = known.looks.get(self._look(known, place, before.node))
            if rules is not None and self._is_given(before.base._rules, rules):
                return before
        made = DOMNode(classes=part)
        made._attach(node)
        sheet.apply(made)
        return made.styles

    def _replace(
        self, replace: Callable[..., None], node: DOMNode, rules: RulesMap, animate: bool
    ) -> None:
        """Sets what differs."""
        base = node.styles.base
        if self._is_given(base._rules, rules):
            if not animate:
                node.notify_style_update()
        elif animate and rules.get("transitions"):
            replace(node, rules, animate=True)
        elif id(rules) not in self._results:
            replace(node, rules)
            self._results[id(rules)] = rules, dict(base._rules)
        else:
            result = self._results[id(rules)][1]
            if base._rules or node._is_mounted:
                for name in base._rules.keys() | result.keys():
                    if base._rules.get(name) != result.get(name):
                        setattr(base, name, rules.get(name))
            else:
                base.merge_rules(result)  # type: ignore[arg-type]
            node.notify_style_update()

    def _is_given(self, found: RulesMap, rules: RulesMap) -> bool:
        """Whether styles are what rules make of them."""
        return id(rules) in self._results and found == self._results[id(rules)][1]

    def _of(self, sheet: Stylesheet) -> _Known:
        """What is known of the rules of a style sheet."""
        rules, known = sheet.__dict__.get("known", (None, None))
        if rules is not sheet.rules:
            known = self._known.setdefault(tuple(sheet.rules), _Known())
            sheet.__dict__["known"] = sheet.rules, known
        return known

    def _look(self, known: _Known, place: int, node: DOMNode) -> Any:
        """What the looks of a widget are known by; None where nothing is known of its place."""
        candidates = known.candidates.get(place)
        if candidates is None or not candidates.asked:
            return None if candidates is None else place
        around = [each for each in node.css_path_nodes if isinstance(each, Widget)]
        found = [[each.has_pseudo_class(name) for name in candidates.asked] for each in around]
        return (place, *map(tuple, found))

    def place(self, node: DOMNode) -> int:
        """The number of all that rules may ask about a widget and those around it, but which child
        it is and whether it holds the focus.
        """
        numbers = self._numbers
        assert numbers is not None
        if id(node) in numbers:
            return int(numbers[id(node)])
        around = node._parent
        outer = self.place(around) if isinstance(around, DOMNode) else -1
        place = (outer, type(node), node._id, node.classes, *_state(node))
        number = self._number(place)
        if len(place) > 4:  # the parts of a widget come and go
            numbers[id(node)] = number
        return number

    def _number(self, place: tuple[Any, ...]) -> int:
        return self._places.setdefault(place, len(self._places))


def _candidates(sheet: Stylesheet, node: DOMNode) -> _Candidates:
    """What the rules ask that may hold for a widget which has been given its styles."""
    rules_map = sheet.rules_map
    names = rules_map.keys() & node._selector_names
    asked = {each for name in names for rule in rules_map[name] for each in rule.pseudo_classes}
    return _Candidates(
        tuple(sorted(asked & Stylesheet._EXCLUDE_PSEUDO_CLASSES_FROM_CACHE)),
        tuple(getattr(node, name) for name in _LOOKED_AFTER),
    )


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
