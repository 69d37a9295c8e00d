"""`/docs`: what can be asked, from the one table of routes; nothing of it comes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

import msgspec

from unbroken.http.calls import Route

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code { font: 0.95em ui-monospace, monospace; }
article { border-top: 1px solid #8886; padding: 0.75rem 0; }
h3 { margin: 0; font-size: 1rem; }
.method { display: inline-block; min-width: 4.5rem; font-weight: 700; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 1rem; margin: 0.5rem 0; }
dt, dd { margin: 0; }
"""


def page(routes: Iterable[Route]) -> bytes:
    """The page as HTML."""
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Unbroken: the service</title><style>{_STYLE}</style></head><body>",
        "<main><h1>What can be asked</h1>",
        '<p>The same for programs: <a href="/openapi.json">openapi.json</a>.</p>',
    ]
    for family, several in groupby(routes, key=lambda route: route.family):
        parts.append(f"<h2>{escape(family.capitalize())}</h2>")
        parts += [_article(route) for route in several]
    parts.append("</main></body></html>")
    return "".join(parts).encode()


def _article(route: Route) -> str:
    rows = [("Who", "everybody" if route.scope is None else f"a key with {route.scope}")]
    if (query := _fields(route.query)) != "":
        rows.append(("Asks", query))
    if route.body is not None:
        rows.append(("Sends", _fields(route.body)))
    if isinstance(route.answer, type) and issubclass(route.answer, msgspec.Struct):
        rows.append(("Answers", _fields(route.answer)))
    listed = "".join(f"<dt>{escape(a)}</dt><dd>{b}</dd>" for a, b in rows)
    return (
        f'<article><h3><span class="method">{route.method}</span><code>{escape(route.path)}</code>'
        f"</h3><div>{escape(route.summary)}</div><dl>{listed}</dl></article>"
    )


def _fields(kind: type[msgspec.Struct]) -> str:
    names = [field.encode_name for field in msgspec.structs.fields(kind)]
    return " ".join(f"<code>{escape(name)}</code>" for name in names)
