"""Amounts as people write them."""

from __future__ import annotations

import pytest

from unbroken.core.amounts import AmountError, thousandths


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1", 1000),
        ("42.5", 42_500),
        ("12,5", 12_500),
        ("12,50", 12_500),
        ("0,250", 250),
        (",5", 500),
        (" 3 ", 3000),
        ("1e3", 1_000_000),
    ],
)
def test_an_amount(text: str, amount: int) -> None:
    assert thousandths(text) == amount


@pytest.mark.parametrize("text", ["1,000", "12,345", "1,5,5", "1,", ",", "1.5,5", "1,5.5", "1,5e3"])
def test_a_comma_that_could_be_anything_else_is_refused(text: str) -> None:
    with pytest.raises(AmountError, match="is not an amount"):
        thousandths(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" ", "The target is missing; write a number such as 2 or 42.5."),
        ("0", "The target must be more than zero."),
        ("2e9", "That target is too large; the most is 1,000,000,000."),
        ("1.2345", "The target can have at most 3 decimal places."),
    ],
)
def test_a_refusal_calls_it_what_it_is(text: str, said: str) -> None:
    with pytest.raises(AmountError) as refused:
        thousandths(text, noun="target")
    assert str(refused.value) == said


def test_what_may_be_zero_must_not_be_less() -> None:
    assert thousandths("0", zero_allowed=True) == 0
    with pytest.raises(AmountError, match="must be zero or more"):
        thousandths("-1", zero_allowed=True)
