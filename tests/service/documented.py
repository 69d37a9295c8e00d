"""What the OpenAPI document says there is to ask: without what makes requests of it, which is slow
to load.
"""

from __future__ import annotations

from typing import Final

from unbroken.http.openapi import document
from unbroken.http.routes import ROUTES

DOCUMENT: Final = document(ROUTES)
STREAMS: Final = {route.path for route in ROUTES if route.media_type == "text/event-stream"}
PLACES: Final = [
    (method.upper(), path)
    for path, methods in DOCUMENT["paths"].items()
    for method in methods
    if path not in STREAMS  # a stream does not end
]
"""Each method of each path whose answers end."""
