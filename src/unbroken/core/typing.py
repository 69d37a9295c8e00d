"""The names of `typing` and `enum` that every command needs, without loading those.

Importing `typing` takes a third of Python's own start, and each class of `typing.NamedTuple` a
hundred microseconds. Annotations are never evaluated here, so that their names can be anything; and
a class of named tuples gets its constructor when many of them are made.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from enum import StrEnum
    from typing import Any, Final, NamedTuple, NewType, NoReturn, Self, TextIO, TypeVar, cast
else:
    try:
        from _collections import _tuplegetter as _field  # what collections.namedtuple takes
    except ImportError:
        from operator import itemgetter

        def _field(place, _doc):
            """A field of a tuple by its place."""
            return property(itemgetter(place))

    _FEW = 50
    """How many tuples a class makes without a constructor of its own."""

    Final = NoReturn = Self = TextIO = object

    class Any:
        """What annotations call anything."""

    def NewType(_name, kind):
        """The type itself: what it is called is for the type checker alone."""
        return kind

    def TypeVar(_name, **_more):
        """Nothing that is ever asked for."""
        return object

    def cast(_kind, value):
        """The value itself."""
        return value

    def _constructor(fields, defaults):
        """Makes the first tuples of a class, and gives it a constructor if more are wanted.

        To compile one takes as long as to make some fifty tuples, and of most classes a command
        makes but one or two.
        """
        count = 0

        def first(cls, *values, **named):
            nonlocal count
            count += 1
            if count <= _FEW:
                if len(values) == len(fields) and not named:
                    return tuple.__new__(cls, values)
                given = dict(zip(fields, values, strict=False))
                if len(values) == len(given) and not given.keys() & named.keys():
                    given = defaults | given | named
                    if len(given) == len(fields) and all(field in given for field in fields):
                        return tuple.__new__(cls, [given[field] for field in fields])
            names = ", ".join(fields)
            made = eval(f"lambda cls, {names}: new(cls, ({names},))", {"new": tuple.__new__})
            made.__defaults__ = tuple(defaults.values())
            owner = next(each for each in cls.__mro__ if "_fields" in vars(each))
            owner.__new__ = made
            return made(cls, *values, **named)

        return first

    class _Fields(type):
        """Makes the annotations of a class the fields of its tuples."""

        def __new__(cls, name, bases, body):
            body["__slots__"] = ()
            fields = tuple(body.get("__annotations__", ()))
            if fields:
                defaults = {field: body[field] for field in fields if field in body}
                body |= {field: _field(place, None) for place, field in enumerate(fields)}
                body |= {"_fields": fields, "__match_args__": fields, "_field_defaults": defaults}
                body["__new__"] = _constructor(fields, defaults)
            return super().__new__(cls, name, bases, body)

    class NamedTuple(tuple, metaclass=_Fields):
        """`typing.NamedTuple`, whose classes cost less to make."""

        @classmethod
        def _make(cls, values):
            """A tuple of the values of all fields, in their order."""
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
            return made

        def _replace(self, /, **changes):
            """The same with other values of some fields."""
            made = self._make(map(changes.pop, self._fields, self))
            if changes:
                raise TypeError(f"{type(self).__name__} has no field {', '.join(changes)}")
            return made

        def _asdict(self):
            """The values by their fields."""
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            said = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({said})"

        def __getnewargs__(self):
            return tuple(self)

    class _Members(type):
        """Makes the texts of a class its members."""

        def __new__(cls, name, bases, body):
            made = super().__new__(cls, name, bases, body)
            made._members = {}
            for key, value in body.items():
                if not key.startswith("_"):
                    member = made._members[value] = str.__new__(made, value)
                    setattr(made, key, member)
            return made

        def __call__(cls, value):
            """The member of that value."""
            if value not in cls._members:
                raise ValueError(f"{value!r} is not a valid {cls.__name__}")
            return cls._members[value]

        def __iter__(cls):
            return iter(cls._members.values())

    class StrEnum(str, metaclass=_Members):
        """`enum.StrEnum`, as far as it is used."""

        __slots__ = ()


__all__ = [
    "TYPE_CHECKING",
    "Any",
    "Final",
    "NamedTuple",
    "NewType",
    "NoReturn",
    "Self",
    "StrEnum",
    "TextIO",
    "TypeVar",
    "cast",
]
