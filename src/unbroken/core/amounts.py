"""Exact amounts: decimals of up to three places, kept as whole thousandths (docs/domain.md 3)."""

from __future__ import annotations

from decimal import Decimal

from unbroken.core.typing import Final

ONE: Final = 1000
LARGEST: Final = 1_000_000_000 * ONE

_COMMA: Final = r"^([+-]?[0-9]*),([0-9]{1,2}|(?<=^0,)[0-9]{3}|(?<=^,)[0-9]{3})$"
"""A comma that can only be the decimal point: three digits behind it could be thousands."""
_GROUPED: Final = r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?"
"""Thousands apart: what others mean by a decimal comma."""
_DECIMAL: Final = r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,3}))?"


class AmountError(ValueError):
    """An amount that is refused; the message is a plain sentence."""


def thousandths(text: str, *, zero_allowed: bool = False, noun: str = "amount") -> int:
    """The whole thousandths of a decimal number as a person or a program writes it; `noun` is what
    a refusal calls it.

    Raises AmountError for what is not a number, has more than three decimal places, is not above
    zero (or below it, with `zero_allowed`), or is above 1,000,000,000. A comma is the decimal point
    where it can be nothing else: `12,5`.
    """
    import re  # most commands read no amount

    stripped = text.strip()
    if not stripped:
        raise AmountError(f"The {noun} is missing; write a number such as 2 or 42.5.")
    if "," in stripped:
        stripped = re.sub(_COMMA, r"\1.\2", stripped)
    if re.fullmatch(_GROUPED, stripped):
        plain = stripped.replace(",", "")
        raise AmountError(
            f"“{text[:40]}” is not an amount that has one meaning only; write {plain[:40]}."
        )
    match = re.fullmatch(_DECIMAL, stripped) if len(stripped) <= 64 else None
    if match is None or not (match[2] or match[3]):
        raise AmountError(f"“{text[:40]}” is not an amount; write a number such as 2 or 42.5.")
    value = Decimal(stripped) * ONE
    if value > LARGEST:
        raise AmountError(f"That {noun} is too large; the most is 1,000,000,000.")
    if value < 0 or (value == 0 and not zero_allowed):
        least = "zero or more" if zero_allowed else "more than zero"
        raise AmountError(f"The {noun} must be {least}.")
    if value != int(value):
        raise AmountError(f"The {noun} can have at most 3 decimal places.")
    return int(value)


def decimal_of(amount: int) -> Decimal:
    """Thousandths as an exact decimal number without needless zeros: 42500 is 42.5."""
    whole, rest = divmod(amount, ONE)
    if not rest:
        return Decimal(whole)
    return Decimal(f"{amount}e-3").normalize()
