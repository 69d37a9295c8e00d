"""A service in this process, with a clock that the test moves; no socket."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx

from hand_clock import Hand
from unbroken.core.reports import NewKey
from unbroken.http.routes import ROUTES
from unbroken.http.service import Service


class Desk:
    """Asks a service of the test's own, and waits for the answer."""

    def __init__(self, data: Path, clock: Hand, **options: Any) -> None:
        self.data = data
        self.clock = clock
        self.runner = asyncio.Runner()
        self.service = Service(data, clock, ROUTES, **{"private_hooks": True, **options})
        transport = httpx.ASGITransport(self.service)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://localhost")

    def key(self, app: str = "shop", scopes: str = "read,write,admin", **who: Any) -> NewKey:
        """A new key."""
        return self.service.keys.add(app, scopes.split(","), **who)

    def ask(
        self, method: str, path: str, key: NewKey | str | None = None, **options: Any
    ) -> httpx.Response:
        """One request, with a key or none."""
        headers = dict(options.pop("headers", {}))
        if key is not None:
            headers["x-api-key"] = key if isinstance(key, str) else key.key
        return self.runner.run(self.client.request(method, path, headers=headers, **options))

    def ask_at_once(
        self, *requests: tuple[str, str, Any, Any], **more: str
    ) -> list[httpx.Response]:
        """Several requests (method, path, key, body), with `more` headers, under way together."""
        headers = {name.replace("_", "-"): text for name, text in more.items()}

        async def everything() -> list[httpx.Response]:
            return await asyncio.gather(
                *(
                    self.client.request(
                        method, path, json=body, headers={"x-api-key": key.key, **headers}
                    )
                    for method, path, key, body in requests
                )
            )

        return self.runner.run(everything())

    def record(self, key: NewKey, user: str = "ann", **body: Any) -> dict[str, Any]:
        """Records an activity; answers what that did."""
        answer = self.ask("POST", f"/apps/{key.app_id}/streaks/{user}/record", key, json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def close(self) -> None:
        """Closes everything."""
        self.runner.run(self.client.aclose())
        self.runner.run(self.service.close())
        self.runner.close()
