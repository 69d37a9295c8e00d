"""A JSON document with one long list, read item by item, so that it takes little memory.

Where something in it is not as it has to be, `json_file` reads the whole document, and says so.
"""

from __future__ import annotations

import json
import os
import re
from collections import deque
from collections.abc import Collection, Iterator
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final

from unbroken.exchange.contract import ExchangeError, too_many
from unbroken.exchange.readers import json_file
from unbroken.exchange.readers.text_file import check, reason

_AT_ONCE: Final = 1 << 18
"""Characters that are read at once."""
_BATCH: Final = 500
"""Items of the list that are looked at together."""
_OPEN_END: Final = 2
"""Characters behind a number that may be its own as soon as more is read: `e+`."""
_END: Final = "\n  }"
"""How an item of the list ends where it is exported."""
_NO_BLANK: Final = re.compile(r"[^ \t\n\r]").search
_ODD: Final = (ValueError, OSError, RecursionError)
"""What is raised where a document is not as it has to be."""


class StreamedList:
    """The list of a name in a document, taken once; its length hint is that of the whole list.

    `document` has what stands before it, and once all of it was taken what stands behind it, too.
    """

    def __init__(self, path: Path, name: str, most: int) -> None:
        self.document: dict[str, Any] = {}
        self._path, self._name, self._most = path, name, most
        self._text = _Text(path)
        self._keys: set[str] = set()
        self._count = 0
        self._is_taken = False

    def find(self, needed: Collection[str]) -> bool:
        """Whether it is there, with what is needed before it, as it has to be."""
        try:
            self._text.take("{")
            while (key := self._key()) != self._name:
                self._read_value(key)
                self._text.take(",")
            self._text.take("[")
        except _ODD:
            return False
        return self._keys.issuperset(needed)

    def __length_hint__(self) -> int:
        return self._count * self._text.size // max(self._text.place, 1)

    def __iter__(self) -> Iterator[Any]:
        """Raises ExchangeError for what is not as it has to be, or is too much."""
        for batch in self._batches():
            yield from batch

    def finish(self) -> None:
        """Reads what is left of the document, to find out whether it is as it has to be."""
        deque(self._batches(), maxlen=0)

    def close(self) -> None:
        """Closes the file."""
        self._text.close()

    def _batches(self) -> Iterator[list[Any]]:
        while not self._is_taken:
            try:
                batch = self._batch()
                if self._is_taken:
                    self._read_rest()
            except _ODD:
                raise self._fault() from None
            self._count += len(batch)
            if self._count <= self._most:
                yield batch
        if self._count > self._most:
            raise too_many(f"“{self._path.name}”", self._most, self._name)

    def _batch(self) -> list[Any]:
        """The next items; with the last of them all is taken."""
        batch: list[Any] = []
        text = self._text
        if not self._count and text.sign() == "]":
            self._is_taken = bool(text.take("]"))
        while not self._is_taken and len(batch) < _BATCH:
            batch += text.values() or [text.value()]
            self._is_taken = text.take(",]") == "]"
        json_file.check_depth(batch, json_file.DEEPEST - 1)
        return batch

    def _read_rest(self) -> None:
        while self._text.take(",}") == ",":
            self._read_value(self._key())
        if self._text.sign():
            raise ValueError

    def _key(self) -> str:
        if self._text.sign() != '"':
            raise ValueError
        key = str(self._text.value())
        if key in self._keys:
            raise ValueError
        self._keys.add(key)
        self._text.take(":")
        return key

    def _read_value(self, key: str) -> None:
        value = self._text.value()
        json_file.check_depth([value], json_file.DEEPEST)
        if value is not None:
            self.document[key] = value

    def _fault(self) -> ExchangeError:
        """What is wrong with the document, as a reader of all of it finds it."""
        try:
            json_file.load(self._path)
        except ExchangeError as error:
            return error
        return ExchangeError(f"“{self._path.name}” was changed while it was read.")


class _Text:
    """The text of a file, of which only a part is held. Raises what is among `_ODD`."""

    def __init__(self, path: Path) -> None:
        check(path)
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise ExchangeError(f"“{path.name}” cannot be read: {reason(error)}.") from error
        self.size = os.fstat(self._file.fileno()).st_size
        self.place = 0
        """How many of its bytes were read, about."""
        self._stream = TextIOWrapper(self._file, encoding="utf-8-sig", newline="")
        self._decoder = json.JSONDecoder(object_pairs_hook=_object, **json_file.NUMBERS)
        self._held, self._at = "", 0
        self._values = json_file.ValueCount()

    def close(self) -> None:
        self._stream.close()

    def sign(self) -> str:
        """The character that comes next; none at the end."""
        while True:
            found = _NO_BLANK(self._held, self._at)
            if found:
                self._at = found.start()
                return found[0]
            self._at = len(self._held)
            if not self._read_on():
                return ""

    def take(self, signs: str) -> str:
        """Takes one of some characters, which must come next."""
        sign = self.sign()
        if not sign or sign not in signs:
            raise ValueError
        self._at += 1
        return sign

    def value(self) -> Any:
        """Takes a value, which must come next."""
        self.sign()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._held, self._at)
            except json.JSONDecodeError:
                if not self._read_on():
                    raise ValueError from None
                continue
            is_open = len(self._held) - end <= _OPEN_END and isinstance(value, int | Decimal)
            if not (is_open and self._read_on()):
                self._at = end
                return value

    def values(self) -> list[Any]:
        """Takes the values that come next with commas between them, as far as they are held whole.

        As documents are exported such values end with a line of its own; else it finds none.
        """
        end = self._held.rfind(_END, self._at)
        if end < 0:
            return []
        try:
            values: list[Any] = self._decoder.decode(f"[{self._held[self._at : end + len(_END)]}]")
        except ValueError:
            return []
        self._at = end + len(_END)
        return values

    def _read_on(self) -> bool:
        """Holds more of the text, and no more what was taken; False at its end."""
        left = self._held[self._at :]
        more = self._stream.read(max(_AT_ONCE, len(left)))
        if not more:
            return False
        self._values.count_in(more)
        self._held, self._at = left + more, 0
        self.place = self._file.tell()
        return True


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found
