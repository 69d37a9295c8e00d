"""Lists of records: filtered, sorted, cut to a page and to some fields (docs/service.md)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from operator import eq, ge, gt, le, lt, ne
from typing import Annotated, Any, Final

from msgspec import Meta, Struct, convert
from msgspec import ValidationError as NotSo

from unbroken.core.instants import EPOCH
from unbroken.http.faults import Fault

LARGEST_OFFSET: Final = 1_000_000
DEEPEST: Final = 4
MOST_CONDITIONS: Final = 50
MOST_ORDERS: Final = 10
_OPERATORS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "EQUAL": eq,
    "NOT_EQUAL": ne,
    "GREATER_THAN": gt,
    "GREATER_THAN_OR_EQUAL": ge,
    "LESS_THAN": lt,
    "LESS_THAN_OR_EQUAL": le,
}

Record = dict[str, Any]
Fields = Mapping[str, Any]
"""What a list can be filtered and sorted by, with the type of each."""


class ListQuery(Struct, frozen=True, rename="camel"):
    """Which page of which records; `fields`, `filters` and `sort_by` are JSON."""

    fields: str | None = None
    filters: str | None = None
    sort_by: str | None = None
    offset: Annotated[int, Meta(ge=0, le=LARGEST_OFFSET)] = 0
    limit: Annotated[int, Meta(ge=1, le=1000)] = 20
    fetch_total_count: bool = False
    streak_id: str | None = None
    owned_by_id: str | None = None
    streak_progress_status: str | None = None

    def is_plain(self) -> bool:
        """Whether records come as they are stored, without a filter or an order."""
        return self.filters is None and self.sort_by is None

    def needs_all(self) -> bool:
        """Whether all records have to be looked at, whatever the page is."""
        return self.sort_by is not None or (self.fetch_total_count and self.filters is not None)


class Paging(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Where a page lies; `total_count` only where it was asked for."""

    offset: Annotated[int, Meta()]
    limit: int
    has_more: bool
    total_count: int | None = None


class Page(Struct, frozen=True):
    """A page of records."""

    data: list[dict[str, Any]]
    paging: Paging


class Single(Struct, frozen=True):
    """One record."""

    data: dict[str, Any]


def page_of(
    records: Iterable[Record], query: ListQuery, known: Fields, *, total: int | None = None
) -> Page:
    """A page of some records; `total` is how many there are where not all of them are given.

    Of records that come in their order no more are taken than it needs. Raises Fault (400) for a
    filter, an order or a field that is none.
    """
    end = query.offset + query.limit
    if query.filters is not None:
        test = _filter(_json("filters", query.filters), known, DEEPEST, [0])
        records = filter(test, records)
    if not query.needs_all() and (total is not None or not query.fetch_total_count):
        records = islice(records, end + 1)
    found = list(records)
    if query.sort_by is not None:
        _sort(found, _json("sortBy", query.sort_by), known)
    page = found[query.offset : end]
    if query.fields is not None:
        page = _cut(page, _json("fields", query.fields))
    total = len(found) if total is None else total
    asked = total if query.fetch_total_count else None
    return Page(page, Paging(query.offset, query.limit, total > end, asked))


def limits_of(query: ListQuery, slug: str, known: Fields) -> tuple[Any, Any]:
    """Between which values a field lies in all that the filter lets through; None has no end.

    Only conditions that must all hold are looked at. Raises Fault (400) for a value that is none.
    """
    low = high = None
    given = None if query.filters is None else _json("filters", query.filters)
    for each in _needed(given, DEEPEST):
        operator = each.get("operator")
        if each.get("fieldSlug") != slug or each.get("value") is None:
            continue
        if operator in ("EQUAL", "GREATER_THAN", "GREATER_THAN_OR_EQUAL"):
            value = _value(slug, each["value"], known[slug])
            low = value if low is None else max(low, value)
        if operator in ("EQUAL", "LESS_THAN", "LESS_THAN_OR_EQUAL"):
            value = _value(slug, each["value"], known[slug])
            high = value if high is None else min(high, value)
    return low, high


def _needed(given: Any, depth: int) -> Iterator[Record]:
    """The conditions of a filter that must hold whatever else does."""
    if not isinstance(given, dict):
        return
    inner = given.get("conditions")
    if inner is None:
        yield given
    elif given.get("operator") == "AND" and isinstance(inner, list) and depth:
        for each in inner:
            yield from _needed(each, depth - 1)


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise _bad(f"{name} must be JSON.") from None


def _bad(message: str) -> Fault:
    return Fault(400, "bad_list", message)


def _filter(given: Any, known: Fields, depth: int, count: list[int]) -> Callable[[Record], bool]:
    """What tells whether a record is wanted; `count` is how many conditions there were before."""
    if not isinstance(given, dict):
        raise _bad("A filter is an object.")
    operator = given.get("operator")
    if "conditions" not in given:
        count[0] += 1
        if count[0] > MOST_CONDITIONS:
            raise _bad(f"A filter has at most {MOST_CONDITIONS} conditions.")
        return _condition(given, known)
    conditions = given["conditions"]
    if operator not in ("AND", "OR") or not isinstance(conditions, list):
        raise _bad("A filter joins a list of conditions by AND or OR.")
    if depth == 0:
        raise _bad(f"Filters lie at most {DEEPEST} deep in each other.")
    inner = [_filter(each, known, depth - 1, count) for each in conditions]
    if operator == "AND":
        return lambda record: all(each(record) for each in inner)
    return lambda record: any(each(record) for each in inner)


def _condition(given: Record, known: Fields) -> Callable[[Record], bool]:
    operator, value = given.get("operator"), given.get("value")
    slug, kind = _kind(given.get("fieldSlug"), known)
    if operator == "IN":
        if not isinstance(value, list):
            raise _bad("IN needs a list of values.")
        wanted = [_value(slug, each, kind) for each in value]
        return lambda record: record[slug] in wanted
    if operator not in _OPERATORS:
        raise _bad(f"An operator is IN or one of {', '.join(_OPERATORS)}.")
    compare, right = _OPERATORS[operator], _value(slug, value, kind)
    if compare in (eq, ne):
        return lambda record: compare(record[slug], right)
    if right is None:
        raise _bad(f"{operator} needs a value.")
    return lambda record: record[slug] is not None and compare(record[slug], right)


def _kind(slug: Any, known: Fields) -> tuple[str, Any]:
    if not isinstance(slug, str) or slug not in known:
        raise _bad(f"Filter and sort by {', '.join(known)}.")
    return slug, known[slug]


def _value(slug: str, value: Any, kind: Any) -> Any:
    if value is None:
        return None
    try:
        found = convert(value, kind, strict=kind is not Decimal)
    except NotSo:
        raise _bad(f"{slug} has no such value.") from None
    if isinstance(found, Decimal) and not found.is_finite():
        raise _bad(f"{slug} has no such value.")
    if isinstance(found, datetime) and found.tzinfo is None:
        raise _bad(f"{slug} must say its offset, such as Z.")
    return found


def _sort(records: list[Record], given: Any, known: Fields) -> None:
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise _bad('sortBy is a list of {"fieldSlug", "order"}.')
    if len(given) > MOST_ORDERS:
        raise _bad(f"sortBy has at most {MOST_ORDERS} orders.")
    for each in reversed(given):
        order = each.get("order", "asc")
        slug, kind = _kind(each.get("fieldSlug"), known)
        if not isinstance(order, str) or order.lower() not in ("asc", "desc"):
            raise _bad("An order is asc or desc.")
        least = _LEAST[kind]
        records.sort(
            key=lambda record, slug=slug, least=least: (  # type: ignore[misc]
                record[slug] is not None,
                least if record[slug] is None else record[slug],
            ),
            reverse=order.lower() == "desc",
        )


_LEAST: Final[dict[Any, Any]] = {
    str: "",
    int: 0,
    bool: False,
    Decimal: 0,
    date: date.min,
    datetime: EPOCH,
}
"""What stands in for a value that is not there: such records come first."""


def _cut(records: Sequence[Record], names: Any) -> list[Record]:
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise _bad("fields is a list of names.")
    wanted = {"id", *names}
    return [{name: value for name, value in each.items() if name in wanted} for each in records]
