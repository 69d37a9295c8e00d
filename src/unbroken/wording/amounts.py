"""Amounts in words."""

from __future__ import annotations

from decimal import Decimal

from unbroken.core.amounts import decimal_of


def number(amount: int) -> str:
    """Thousandths as people write them: `42.5`, `1,000`."""
    return f"{decimal_of(amount):,f}"


def amount(value: Decimal) -> str:
    """An exact amount: `42.5`, `1,000`."""
    return f"{value:,f}"
