"""The fields of a person: one list, from which every layer makes its own.

What is stored, read, judged anew, carried to other machines and answered follows from it, and what
people set for themselves. Order and names are those of the interchange document
(docs/interfaces.md section 3), meanings those of docs/domain.md section 2.
"""

from __future__ import annotations

from unbroken.core.typing import Any, Final, NamedTuple


class OwnerField(NamedTuple):
    """One field: by `name` in every layer, in JSON and in documents."""

    name: str
    default: Any = ""
    """The value, as it is stored, of a new person of whom nothing is said. Of its type the column
    is: None is a text that may be missing, and a tuple rows of a table of their own.
    """
    is_judged: bool = False
    """Whether judgements depend on it."""
    is_set: bool = False
    """Whether people set it for themselves."""
    called: str | None = None
    """What messages call it, where that is not its name."""


FIELDS: Final = (
    OwnerField("id"),
    OwnerField("name"),
    OwnerField("day_start", 0, is_judged=True, is_set=True, called="day start"),
    OwnerField("week_start", 0, is_judged=True, is_set=True, called="week start"),
    OwnerField("grace_period_days", 0, is_judged=True, is_set=True, called="grace"),
    OwnerField("timezones", (), is_judged=True),
    OwnerField("external_id", None),
    OwnerField("profile", "{}"),
    OwnerField("quiet_hours", None, is_set=True, called="quiet hours"),
)
"""Every field, in the order of documents and of JSON."""

STORED: Final = tuple(field for field in FIELDS if field.default != ())
"""The fields that are columns of the table of owners, in its order."""

DEFAULTS: Final = {field.name: field.default for field in STORED[2:]}
"""What a new person has beside an id and a name."""

SETTINGS: Final = tuple(field.name for field in FIELDS if field.is_set)
"""The names of what people set for themselves, beside their time zone."""
