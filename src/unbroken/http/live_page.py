"""`/u/{user_id}`: a person's streaks, live. The page holds nothing of anybody; its key does."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unbroken.http.calls import Answer, Call

if TYPE_CHECKING:  # what is not served loads no server
    from unbroken.http.service import Service

_FILE: Final = Path(__file__).with_name("live_page.html")


async def live_page(service: Service, call: Call) -> Answer:
    """The page, which asks for the key where its address has none."""
    text, policy = _page()
    headers = {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"}
    return Answer(text, 200, headers, "text/html; charset=utf-8")


@cache
def _page() -> tuple[bytes, str]:
    """The page, and what it may load: its own script and this service."""
    text = _FILE.read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    hashes = " ".join(f"'sha256-{_hash(each)}'" for each in scripts)
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src {hashes}; connect-src 'self'"
    )
    return text.encode(), policy


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
