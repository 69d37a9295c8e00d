"""What an export wrote, in words."""

from __future__ import annotations

from unbroken.core.exchange_results import ExportReport
from unbroken.core.text import counted


def counts_text(report: ExportReport) -> str:
    """`3 streaks, 1 log`."""
    return ", ".join(counted(number, name[:-1]) for name, number in report.numbers.items())


def size_text(octets: int) -> str:
    """A size in bytes, kB or MB of a thousand each."""
    if octets < 1000:
        return counted(octets, "byte")
    return f"{octets / 1000:,.0f} kB" if octets < 999_500 else f"{octets / 1_000_000:,.1f} MB"
