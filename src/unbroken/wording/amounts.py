"""Amounts in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from unbroken.core.amounts import decimal_of
from unbroken.core.results import Streak


def number(amount: int) -> str:
    """Thousandths as people write them: `42.5`, `1,000`."""
    return f"{decimal_of(amount):,f}"


def amount(value: Decimal) -> str:
    """An exact amount: `42.5`, `1,000`."""
    return f"{value:,f}"


def behind(unit: str | None) -> str:
    """` min`, a unit as it stands behind an amount; empty without one."""
    return f" {unit}" if unit else ""


def unit_behind(streak: Streak) -> str:
    """` min`, behind an amount of a streak that adds up; empty for another."""
    return behind(streak.unit) if streak.aggregation_method == "sum" else ""


def of_unit(value: Decimal, unit: str | None) -> str:
    """An amount whose unit was named just before: `6 min`, but `1` alone, since people call their
    units by a word for several: `pages`.
    """
    return amount(value) if value == 1 else amount(value) + behind(unit)


def of_asked(done: str, asked: str, unit: str = "", *, over: bool) -> str:
    """`14 of 20 min`; of what is `over` that `25 min, more than 20`."""
    return f"{done}{unit}, more than {asked}" if over else f"{done} of {asked}{unit}"


def on_point(amounts: Sequence[str]) -> list[str]:
    """Amounts that stand below one another, with or without units, aligned on their point."""
    wholes = [len(each.partition(" ")[0].partition(".")[0]) for each in amounts]
    most = max(wholes, default=0)
    return [" " * (most - whole) + each for whole, each in zip(wholes, amounts, strict=True)]
