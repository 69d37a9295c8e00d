"""The rows of a database as they were, and as they become."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from unbroken.core.instants import Instant
from unbroken.core.local_days import LocalDays
from unbroken.core.typing import Any
from unbroken.engine.salvage.findings import Fault, Finding, said
from unbroken.store.stored_values import Row


class Rows:
    """The rows of a database as they were, and as they become, table after table."""

    def __init__(self, raw: Mapping[str, list[Row]], now: Instant) -> None:
        self.raw: dict[str, list[Row]] = defaultdict(list, raw)
        self.now = now
        self.made: dict[str, dict[Any, Row]] = defaultdict(dict)
        """By table and id."""
        self.findings: list[Finding] = []
        self.faults: list[str] = []
        """What is wrong with the row at hand."""
        self.renamed: dict[tuple[str, Any], str] = {}
        """By table and id as it was: the id that a row got in its place."""
        self.enrolment_of: dict[Any, int] = {}
        """By the id of an enrolment as it was: the one that its logs belong to."""
        self.days: dict[str, LocalDays] = {}
        """By owner."""
        self.fractions: dict[str, list[int]] = defaultdict(list)
        """By whose streak: the fractions among the amounts of one that counts logs or days."""
        self._seen: set[tuple[Any, ...]] = set()

    def mend(self, table: str, mend: Callable[[Rows, Row], Row], key: str = "id") -> None:
        """Makes each row of a table anew; where that raises Fault, the row is left out."""
        made = self.made[table]
        for row in self.raw[table]:
            self.faults = []
            try:
                new = mend(self, dict(row))
            except Fault as fault:
                self.find(str(fault), table, row, kept=False)
                continue
            for text in self.faults:
                self.find(text, table, row, kept=True)
            made[new[key]] = new

    def find(self, text: str, table: str, row: Row, *, kept: bool) -> None:
        """Notes what is wrong with a row."""
        self.findings.append(Finding(text, table, row, kept))

    def fitting(self, value: Any, fits: bool, whose: str, noun: str, instead: Any) -> Any:
        """The value where it fits, else another, which is noted."""
        if fits:
            return value
        self.faults.append(f"{whose}: {said(value)} is no {noun}")
        return instead

    def is_new(self, *key: Any) -> bool:
        """Whether this is the first time that something is asked after."""
        known = key in self._seen
        self._seen.add(key)
        return not known

    def name(self, table: str, key: str) -> str:
        """What an owner or a streak is called."""
        return str(self.made[table][key]["name"])
