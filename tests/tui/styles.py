"""Styles that are worked out once for all apps of a test run.

Each app of Textual parses the same style sheets anew, and at each change asks of every rule whether
it holds for a widget: half of what it costs to open a screen. The answer depends on nothing but the
rules and on what the widget and those around it are, so it is kept from app to app.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App
from textual.css.model import RuleSet, SelectorType
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget

Places = dict[Any, Any]
"""The numbers of the places of widgets, by the ids of these objects."""

_LOOKED_AFTER = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")
"""What Textual notes on a widget of the rules that may hold for it."""


class _Candidates:
    """Rules that may hold for a widget, and what they give to it in a place."""

    def __init__(self, rules: tuple[RuleSet, ...]) -> None:
        asked = {name for rule in rules for name in rule.pseudo_classes}
        self.asked = sorted(asked & Stylesheet._EXCLUDE_PSEUDO_CLASSES_FROM_CACHE)
        """What they ask about beyond the place."""
        self.noted: tuple[bool, ...] = ()
        """What Textual notes of them on a widget."""
        self.looks: dict[Any, RulesMap | None] = {}


class _Known:
    """What is known of the rules of a style sheet."""

    def __init__(self, rules: list[RuleSet]) -> None:
        self.names = _names(rules)
        self.candidates: dict[Any, _Candidates] = {}
        """By what a widget is itself."""


class SharedStyles:
    """Knows what was parsed, and which styles the rules gave to what."""

    def __init__(self) -> None:
        self._parsed: dict[tuple[Any, ...], list[RuleSet]] = {}
        self._known: dict[tuple[RuleSet, ...], _Known] = {}
        self._candidates: dict[tuple[RuleSet, ...], _Candidates] = {}
        self._places: dict[tuple[Any, ...], int] = {}
        self._numbers: Places | None = None
        self._given: dict[int, RulesMap] = {}
        self._results: dict[int, tuple[RulesMap, dict[str, Any]]] = {}
        self._variables: tuple[dict[str, str], int] = ({}, -1)

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Comes before Textual's own parsing and choosing of rules."""
        parse, apply, replace = (
            *(Stylesheet._parse_rules, Stylesheet.apply),
            Stylesheet.replace_rules,
        )

        def parse_once(sheet: Stylesheet, css: str, **source: Any) -> list[RuleSet]:
            if self._variables[0] is not sheet._variables:
                number = self._number(tuple(sheet._variables.items()))
                self._variables = sheet._variables, number
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
        known = self._of(sheet)
        place, found = self.place(known, node), self._candidates_of(known, sheet, node)
        look = _look(found, place, node)
        if look not in found.looks:
            apply(sheet, node, animate=animate)
            found.noted = tuple(getattr(node, name) for name in _LOOKED_AFTER)
            found.looks[look] = self._given.pop(id(node), None)
            return
        for name, noted in zip(_LOOKED_AFTER, found.noted, strict=True):
            setattr(node, name, noted)
        rules = found.looks[look]
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
            place = self._number((around, DOMNode, None, known.names & {part}))
            found = self._candidates_of(known, sheet, before.node)
            rules = found.looks.get(_look(found, place, before.node))
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
            every = tuple(sheet.rules)
            if every not in self._known:
                self._known[every] = _Known(sheet.rules)
            known = self._known[every]
            sheet.__dict__["known"] = sheet.rules, known
        return known

    def _candidates_of(self, known: _Known, sheet: Stylesheet, node: DOMNode) -> _Candidates:
        """The rules that may hold for a widget, for what it is itself."""
        itself = _itself(known, node)
        found = known.candidates.get(itself)
        if found is None:
            by_name = sheet.rules_map
            names = by_name.keys() & node._selector_names
            chosen = {rule for name in names for rule in by_name[name]}
            rules = tuple(filter(chosen.__contains__, sheet.rules))
            found = self._candidates.setdefault(rules, _Candidates(rules))
            known.candidates[itself] = found
        return found

    def place(self, known: _Known, node: DOMNode) -> int:
        """The number of all that rules may ask about a widget and those around it, but which child
        it is and whether it holds the focus.
        """
        numbers = self._numbers
        assert numbers is not None
        if id(node) in numbers:
            return int(numbers[id(node)])
        around = node._parent
        outer = self.place(known, around) if isinstance(around, DOMNode) else -1
        place = (outer, *_itself(known, node), *_state(node))
        number = self._number(place)
        if len(place) > 4:  # the parts of a widget come and go
            numbers[id(node)] = number
        return number

    def _number(self, place: tuple[Any, ...]) -> int:
        return self._places.setdefault(place, len(self._places))


def _names(rules: list[RuleSet]) -> frozenset[str]:
    """The classes that rules name, with that which keeps a widget from all that hold for any; and
    the ids, each with its mark.
    """
    named = {"-textual-system"}
    for rule in rules:
        for each in rule.selector_set:
            for selector in each.selectors:
                if selector.type is SelectorType.CLASS:
                    named.add(selector.name)
                elif selector.type is SelectorType.ID:
                    named.add(f"#{selector.name}")
    return frozenset(named)


def _itself(known: _Known, node: DOMNode) -> tuple[Any, ...]:
    """What rules may ask about a widget as they do of nothing around it."""
    name = node._id if f"#{node._id}" in known.names else None
    return type(node), name, known.names & node.classes


def _look(found: _Candidates, place: int, node: DOMNode) -> Any:
    """What the looks of a widget are known by."""
    if not found.asked:
        return place
    around = [each for each in node.css_path_nodes if isinstance(each, Widget)]
    return (place, *(tuple(map(each.has_pseudo_class, found.asked)) for each in around))


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
