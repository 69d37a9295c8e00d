"""Finding the route of a request, by the segments of its path as they were sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple
from urllib.parse import unquote

from unbroken.http.calls import Route
from unbroken.http.faults import Family, Fault, not_found

_RECORDS: Final = "/schema/"


class _Pattern(NamedTuple):
    """A path with braces: which of its segments are fixed, and which have names."""

    fixed: list[tuple[int, str]]
    named: list[tuple[int, str]]
    methods: dict[str, Route]


class Router:
    """Routes by path. A segment in braces takes any text; what it has of slashes is encoded."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._paths: dict[str, dict[str, Route]] = {}
        for each in routes:
            self._paths.setdefault(each.path, {})[each.method] = each
        self._plain = {path: found for path, found in self._paths.items() if "{" not in path}
        self._patterns: dict[int, list[_Pattern]] = {}
        for path, found in self._paths.items():
            if "{" in path:
                places = list(enumerate(path.split("/")))
                fixed = [(place, text) for place, text in places if text[:1] != "{"]
                named = [(place, text[1:-1]) for place, text in places if text[:1] == "{"]
                self._patterns.setdefault(len(places), []).append(_Pattern(fixed, named, found))

    def find(self, method: str, path: str) -> tuple[Route, Mapping[str, str]]:
        """The route of a request, with the texts in its path. Raises Fault (404 or 405)."""
        methods, texts = self._methods(path)
        if methods is None:
            raise not_found("There is no such path here; see /docs.")
        route = methods.get("GET" if method == "HEAD" else method)
        if route is None:
            known = [*methods, *(["HEAD"] if "GET" in methods else [])]
            allowed = {"Allow": ", ".join(known)}
            raise Fault(405, "method_not_allowed", "That cannot be done here.", headers=allowed)
        return route, texts

    def _methods(self, path: str) -> tuple[dict[str, Route] | None, Mapping[str, str]]:
        if path in self._plain:
            return self._plain[path], {}
        given = path.split("/")
        for fixed, named, methods in self._patterns.get(len(given), ()):
            if all(given[place] == text for place, text in fixed):
                try:
                    texts = {name: unquote(given[place], errors="strict") for place, name in named}
                except UnicodeDecodeError:  # two of them would be read as the same text
                    continue
                if all(texts.values()):
                    return methods, texts
        return None, {}


def family_of(path: str) -> Family:
    """Whose conventions hold where no route is found."""
    return Family.RECORDS if path.startswith(_RECORDS) else Family.ACTIVITIES
