"""Where the tables of a database file begin, found by its pages alone: its schema is broken.

The format of pages and records is SQLite's (https://www.sqlite.org/fileformat2.html). A tree begins
with a page that no other one leads to. Which table it is, its records tell: how many values they
have, and of which kinds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from unbroken.core.typing import Final, NamedTuple

_INTERIOR: Final = 5
_LEAF: Final = 13
_SAMPLES: Final = 50
"""Records of a tree that are looked at."""
_CELLS: Final = 12
"""Octets before the numbers of the cells on an interior page; a leaf has four fewer."""


class Field(NamedTuple):
    """A value of a table's records: of which types it is, and whether old records lack it."""

    types: tuple[type, ...]
    may_lack: bool


class _Record(NamedTuple):
    types: tuple[type, ...]
    """Those of its values."""
    first: bytes
    """The first value, where it is a text."""


class _Tree(NamedTuple):
    root: int
    pages: int
    records: list[_Record]
    """Some of them."""


def table_roots(content: bytes, page: int, tables: Mapping[str, Sequence[Field]]) -> dict[str, int]:
    """By table: the number of its first page, of those tables that have records.

    Where several trees could be a table, it is the largest: pages that were given up may still be
    there.
    """
    best: dict[str, _Tree] = {}
    names = {each.encode() for each in tables}
    for tree in _trees(content, page):
        if names.issuperset(each.first for each in tree.records):
            continue  # SQLite's own table, of the last number in each of ours
        fits = {name: _fit(tree.records, fields) for name, fields in tables.items()}
        name = max(fits, key=lambda each: fits[each])
        if fits[name] > 0 and (name not in best or best[name].pages < tree.pages):
            best[name] = tree
    return {name: tree.root for name, tree in best.items()}


def _fit(records: Sequence[_Record], fields: Sequence[Field]) -> int:
    """How well records are those of a table: 0 where most cannot be."""
    whole = sum(_is_of(each.types, fields) for each in records)
    exact = sum(len(each.types) == len(fields) for each in records)
    return whole * 2 + exact if 2 * whole > len(records) else 0


def _is_of(types: tuple[type, ...], fields: Sequence[Field]) -> bool:
    return (
        len(types) <= len(fields)
        and all(each in field.types for each, field in zip(types, fields, strict=False))
        and all(field.may_lack for field in fields[len(types) :])
    )


def _trees(content: bytes, size: int) -> Iterator[_Tree]:
    """Every tree of a table with records, but for that of the schema."""
    pages = {
        number: content[(number - 1) * size : number * size]
        for number in range(2, len(content) // size + 1)
    }
    children = {number: list(_children(page)) for number, page in pages.items()}
    free = {each for page in pages.values() for each in _free_pages(page, len(pages) + 1)}
    led_to = {child for those in children.values() for child in those}
    for number, page in pages.items():
        if page[0] in (_INTERIOR, _LEAF) and number not in led_to and number not in free:
            below = _below(number, children)
            records: list[_Record] = []
            for each in below:
                if len(records) < _SAMPLES and each in pages:
                    records += _records(pages[each])
            if records:
                yield _Tree(number, len(below), records[:_SAMPLES])


def _below(root: int, children: Mapping[int, list[int]]) -> list[int]:
    """A page with all that it leads to, each once."""
    found, waiting = {root: None}, [root]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found[child] = None
                waiting.append(child)
    return list(found)


def _children(page: bytes) -> Iterator[int]:
    """The pages that an interior page of a table leads to."""
    if page[0] == _INTERIOR:
        for cell in _cells(page, _CELLS):
            yield _number(page, cell, 4)
        yield _number(page, 8, 4)


def _free_pages(page: bytes, last: int) -> Sequence[int]:
    """The pages that were given up, of a page that lists such; else none."""
    following, count = _number(page, 0, 4), _number(page, 4, 4)
    if following > last or not 0 < count <= len(page) // 4 - 2:
        return ()
    free = [_number(page, 8 + 4 * each, 4) for each in range(count)]
    return free if all(2 <= each <= last for each in free) else ()


def _cells(page: bytes, start: int) -> Iterator[int]:
    """Where the cells of a page begin."""
    for each in range(_number(page, 3, 2)):
        cell = _number(page, start + 2 * each, 2)
        if start < cell < len(page) - 4:
            yield cell


def _records(page: bytes) -> Iterator[_Record]:
    """Each record on a leaf."""
    if page[0] != _LEAF:
        return
    for cell in _cells(page, _CELLS - 4):
        try:
            _, at = _varint(page, cell)
            _, begin = _varint(page, at)
            length, at = _varint(page, begin)
            codes = []
            while at < begin + length:
                code, at = _varint(page, at)
                codes.append(code)
        except IndexError:
            continue
        types = tuple(map(_type, codes))
        text = (codes[0] - 13) // 2 if types[:1] == (str,) else 0
        yield _Record(types, page[begin + length : begin + length + text])


def _type(code: int) -> type:
    """The type of a value by its code in a record."""
    if code >= 12:
        return str if code % 2 else bytes
    return {0: type(None), 7: float}.get(code, int)


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine octets, and where the next one begins."""
    number = 0
    for place in range(at, at + 8):
        number = number << 7 | page[place] & 0x7F
        if page[place] < 0x80:
            return number, place + 1
    return number << 8 | page[at + 8], at + 9


def _number(page: bytes, at: int, length: int) -> int:
    return int.from_bytes(page[at : at + length], "big")
