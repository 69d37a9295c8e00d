"""A real Chromium, driven over a pipe (the DevTools protocol)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

CHROMIUM: Final = shutil.which("chromium")
_FLAGS: Final = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-extensions", "--disable-background-networking"),
)


class Browser:
    """One page of a browser of the tests' own."""

    def __init__(self, profile: Path) -> None:
        assert CHROMIUM is not None
        reads, self._out = os.pipe()
        self._in, writes = os.pipe()
        self._process = subprocess.Popen(
            [
                *("bash", "-c", f'exec "$0" "$@" 3<&{reads} 4>&{writes}', CHROMIUM, *_FLAGS),
                *("--remote-debugging-pipe", f"--user-data-dir={profile}"),
            ],
            pass_fds=(reads, writes),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(reads)
        os.close(writes)
        self._number = 0
        self._session: str | None = None
        self._rest = b""
        self.faults: list[str] = []
        """What the page has complained of."""

    def begin(self) -> None:
        """Begins with an empty page, that shares nothing with those before it."""
        self._session = None
        self.faults.clear()
        room = self._call("Target.createBrowserContext")["browserContextId"]
        target = self._call("Target.createTarget", url="about:blank", browserContextId=room)
        target = target["targetId"]
        attached = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Runtime", "Log", "Page"):
            self._call(f"{domain}.enable")

    def open(self, url: str) -> None:
        """Goes to an address."""
        self._call("Page.navigate", url=url)

    def wait(self, condition: str) -> Any:
        """What an expression comes to, once it is true; raises AssertionError after 20 seconds."""
        look = (
            "new Promise((resolve, reject) => { const until = Date.now() + 20000;"
            f"const look = () => {{ let found = null; try {{ found = ({condition}); }} catch {{}}"
            "if (found) resolve(found);"
            "else if (Date.now() > until) reject(document.body.innerText);"
            "else setTimeout(look, 20); }; look(); })"
        )
        answer = self._call(
            "Runtime.evaluate", expression=look, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, (condition, answer["result"].get("value"))
        return answer["result"]["value"]

    def press(self, key: str) -> None:
        """Presses and lets go a key, where the focus is."""
        text = {"Enter": "\r", "Tab": "\t"}.get(key, key)
        code = {"Enter": 13, "Tab": 9}.get(key, 0)
        common = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self._call("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        self._call("Input.dispatchKeyEvent", type="keyUp", **common)

    def close(self) -> None:
        """Ends the browser."""
        self._session = None
        self._call("Browser.close")
        self._process.wait(timeout=30)
        os.close(self._out)
        os.close(self._in)

    def _call(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        message: dict[str, Any] = {
            "id": self._number,
            "method": method,
            "params": parameters,
        }
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            found = self._next()
            if found.get("id") == self._number:
                assert "error" not in found, found
                return found["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._in, 65536)
            assert piece, "the browser has gone"
            self._rest += piece
        data, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(data)
        if found.get("method") == "Runtime.exceptionThrown":
            self.faults.append(found["params"]["exceptionDetails"]["text"])
        if found.get("method") == "Log.entryAdded":
            self.faults.append(found["params"]["entry"]["text"])
        return found
