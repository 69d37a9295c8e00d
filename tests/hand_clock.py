"""A clock that tests move."""

from __future__ import annotations

from datetime import datetime, timedelta


class Hand:
    """A clock that is moved by hand."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def set(self, text: str) -> None:
        """Sets the clock to an RFC 3339 instant."""
        self.moment = datetime.fromisoformat(text)

    def forward(self, **span: int) -> None:
        """Moves the clock by a timedelta's arguments."""
        self.moment += timedelta(**span)
