"""Sources of importers, and what is looked at in their plans."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from unbroken.exchange.contract import Plan

Read = Callable[[Path], Plan]
RULES = (
    "aggregation_method",
    "aggregation_period",
    "every",
    "goal",
    "aggregation_target_value",
)


def write_json(path: Path, document: Any) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def logs_of(plan: Plan) -> list[tuple[Any, ...]]:
    return [
        (log["activity_type"], log["local_date"], log["value"], log["note"])
        for log in plan.document["logs"]
    ]


def rules_of(plan: Plan) -> list[tuple[Any, ...]]:
    return [tuple(streak[key] for key in RULES) for streak in plan.document["streaks"]]


def make_database(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(script)
    return path
