"""Rows of a database as they must be to be worked with, made of rows that a fault has touched.

What is wrong with a row is told in words and the row is kept as it was, to be set aside. As much of
it as still has a meaning goes on: a log whose date is gone gets it from its time, one whose owner
is gone gets an owner. Only what says nothing any more is left out. What is judged is left to the
judge. A row that nothing is wrong with comes out as it went in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from unbroken.core.amounts import decimal_of
from unbroken.core.instants import Instant
from unbroken.core.json_text import number_text
from unbroken.core.text import counted
from unbroken.engine.salvage.app_rows import mend_apps_tables
from unbroken.engine.salvage.enrolments import adopt_logs, mend_enrolment
from unbroken.engine.salvage.findings import Fault, Finding, said
from unbroken.engine.salvage.journal import mend_journal
from unbroken.engine.salvage.logs_and_skips import mend_log, mend_skip
from unbroken.engine.salvage.owners import mend_owner
from unbroken.engine.salvage.rows import Rows
from unbroken.engine.salvage.streaks import mend_streak
from unbroken.engine.salvage.targets_and_milestones import mend_milestone, mend_target
from unbroken.engine.salvage.timers_and_reminders import mend_sent_reminder, mend_timer
from unbroken.engine.salvage.values import is_key
from unbroken.engine.salvage.zones import give_zones, mend_timezone
from unbroken.store.raw_tables import Tables
from unbroken.store.stored_values import Row


class Salvaged(NamedTuple):
    """Rows to work with, and what was wrong with those they were made of."""

    tables: Tables
    findings: list[Finding]
    notes: list[str]
    """What is odd, but can be so."""


def salvaged(raw: Mapping[str, list[Row]], now: Instant) -> Salvaged:
    """The rows of a database, each as it is or mended: table after table, each behind those it
    refers to. What is judged is left out.
    """
    rows = Rows(raw, now)
    rows.mend("settings", _setting, "key")
    rows.mend("owners", mend_owner)
    rows.mend("streaks", mend_streak)
    rows.mend("enrolments", mend_enrolment)
    adopt_logs(rows)
    rows.mend("timezones", mend_timezone)
    give_zones(rows)
    rows.mend("targets", mend_target)
    rows.mend("milestones", mend_milestone)
    rows.mend("logs", mend_log)
    rows.mend("skips", mend_skip)
    rows.mend("timers", mend_timer)
    rows.mend("sent_reminders", mend_sent_reminder)
    mend_apps_tables(rows)
    mend_journal(rows)
    notes = [
        f"{whose}: {counted(len(amounts), 'log')} with an amount that is no number of times"
        f" ({number_text(decimal_of(amounts[0]))}); each counts as one"
        for whose, amounts in rows.fractions.items()
    ]
    tables = {name: list(made.values()) for name, made in rows.made.items()}
    return Salvaged(tables, rows.findings, notes)


def _setting(rows: Rows, row: Row) -> Row:
    key, value = row["key"], row["value"]
    whose = f"the setting {said(key).strip('“”')}"
    try:
        json.loads(value if isinstance(value, str) else "")
    except ValueError:
        raise Fault(f"{whose}: {said(value)} is no value") from None
    if not is_key(key) or key in rows.made["settings"]:
        raise Fault(f"{whose}: it is no setting, or there twice")
    return row
