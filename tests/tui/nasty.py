"""Windows and names that nobody would choose, and some people have."""

from __future__ import annotations

from tui.support import SetClock
from unbroken.engine.api import Engine

NASTY = [
    "[bold]x[/] [@click=app.quit]q[/] oops [/",
    "👨‍👩‍👧 family 日本語テスト習慣の記録を続けるための長い名前",
    "e\u0301\u0301\u0301\u0301 combining ก\u0e33 ❤️ 🇩🇪",
    "x" * 60,
    "$primary [$warning]",
    "\x1b[2J\u202e\x07",
]
ODD = [(1, 1), (8, 4), (60, 9), (200, 60)]


def nasty(engine: Engine, clock: SetClock) -> None:
    for name in NASTY:
        engine.add(name, description=name, group=name)
    engine.add("Sum", aggregation_method="sum", unit=NASTY[0], milestones=[(1, NASTY[0])])
