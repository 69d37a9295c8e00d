"""Schemas as plain SQL: the first version's, and what was added; `migrations` puts it together."""

from __future__ import annotations

from unbroken.core.typing import Any, Final

APPLICATION_ID: Final = 0x556E_6272
"""The first letters of the product's name, so that no other SQLite file is taken for ours."""

VERSION: Final = 7
"""The number of the schema that this program works with: that of the ladder's last step."""

FIRST: Final = (
    """CREATE TABLE owners (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        position INTEGER NOT NULL,
        day_start INTEGER NOT NULL CHECK (day_start BETWEEN 0 AND 12),
        week_start INTEGER NOT NULL CHECK (week_start BETWEEN 0 AND 6),
        grace_period_days INTEGER NOT NULL CHECK (grace_period_days >= 0)
    ) STRICT""",
    """CREATE TABLE timezones (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        owner_id TEXT NOT NULL REFERENCES owners DEFERRABLE INITIALLY DEFERRED,
        effective_from INTEGER NOT NULL,
        timezone TEXT NOT NULL,
        UNIQUE (owner_id, effective_from)
    ) STRICT""",
    """CREATE TABLE streaks (
        id TEXT PRIMARY KEY NOT NULL,
        activity_type TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        description TEXT NOT NULL,
        unit TEXT,
        color TEXT,
        group_name TEXT,
        aggregation_method TEXT NOT NULL CHECK (aggregation_method IN ('sum', 'count', 'days')),
        aggregation_period TEXT NOT NULL
            CHECK (aggregation_period IN ('daily', 'weekly', 'monthly', 'quarterly', 'yearly')),
        every INTEGER NOT NULL CHECK (every >= 1),
        goal TEXT NOT NULL CHECK (goal IN ('at_least', 'at_most')),
        aggregation_target_value INTEGER NOT NULL CHECK (aggregation_target_value >= 0),
        completion_target_value INTEGER CHECK (completion_target_value >= 1),
        grace_periods INTEGER CHECK (grace_periods >= 0),
        schedule TEXT,
        starts_on TEXT NOT NULL,
        strict INTEGER NOT NULL CHECK (strict IN (0, 1)),
        status TEXT NOT NULL CHECK (status IN ('live', 'paused', 'archived')),
        archived_at INTEGER,
        position INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE targets (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        streak_id TEXT NOT NULL REFERENCES streaks DEFERRABLE INITIALLY DEFERRED,
        from_day TEXT NOT NULL,
        aggregation_target_value INTEGER NOT NULL CHECK (aggregation_target_value >= 0),
        UNIQUE (streak_id, from_day)
    ) STRICT""",
    """CREATE TABLE milestones (
        id TEXT PRIMARY KEY NOT NULL,
        streak_id TEXT NOT NULL REFERENCES streaks DEFERRABLE INITIALLY DEFERRED,
        milestone_target_value INTEGER NOT NULL CHECK (milestone_target_value >= 1),
        title TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX milestones_of_streak ON milestones (streak_id)",
    """CREATE TABLE enrolments (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        streak_id TEXT NOT NULL REFERENCES streaks DEFERRABLE INITIALLY DEFERRED,
        owner_id TEXT NOT NULL REFERENCES owners DEFERRABLE INITIALLY DEFERRED,
        enrolled_at INTEGER NOT NULL,
        position INTEGER NOT NULL,
        total_count INTEGER NOT NULL DEFAULT 0,
        last_activity_at INTEGER,
        last_activity_date TEXT,
        cursor_day TEXT,
        total INTEGER NOT NULL DEFAULT 0,
        reached INTEGER NOT NULL DEFAULT 0,
        chain INTEGER NOT NULL DEFAULT 0,
        longest INTEGER NOT NULL DEFAULT 0,
        chain_missed INTEGER NOT NULL DEFAULT 0,
        attempt_missed INTEGER NOT NULL DEFAULT 0,
        last_day TEXT,
        record_id TEXT REFERENCES progress_records DEFERRABLE INITIALLY DEFERRED,
        UNIQUE (owner_id, streak_id)
    ) STRICT""",
    "CREATE INDEX enrolments_of_streak ON enrolments (streak_id)",
    """CREATE TABLE logs (
        id TEXT PRIMARY KEY NOT NULL,
        enrolment_id INTEGER NOT NULL REFERENCES enrolments DEFERRABLE INITIALLY DEFERRED,
        activity_at INTEGER NOT NULL,
        timezone TEXT NOT NULL,
        local_date TEXT NOT NULL,
        value INTEGER NOT NULL CHECK (value > 0),
        note TEXT NOT NULL,
        unique_identifier TEXT,
        recorded_at INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX logs_in_time ON logs (enrolment_id, activity_at)",
    "CREATE INDEX logs_by_day ON logs (enrolment_id, local_date)",
    """CREATE UNIQUE INDEX logs_once ON logs (enrolment_id, unique_identifier)
        WHERE unique_identifier IS NOT NULL""",
    """CREATE TABLE skips (
        id TEXT PRIMARY KEY NOT NULL,
        owner_id TEXT NOT NULL REFERENCES owners DEFERRABLE INITIALLY DEFERRED,
        streak_id TEXT REFERENCES streaks DEFERRABLE INITIALLY DEFERRED,
        first_day TEXT NOT NULL,
        last_day TEXT CHECK (last_day >= first_day),
        reason TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX skips_of_owner ON skips (owner_id, streak_id, last_day)",
    "CREATE INDEX skips_of_streak ON skips (streak_id)",
    """CREATE TABLE progress_records (
        id TEXT PRIMARY KEY NOT NULL,
        enrolment_id INTEGER NOT NULL REFERENCES enrolments DEFERRABLE INITIALLY DEFERRED,
        unique_identifier TEXT NOT NULL,
        opened_on TEXT NOT NULL,
        current_progress_value INTEGER NOT NULL,
        streak_progress_status TEXT NOT NULL
            CHECK (streak_progress_status IN ('in_progress', 'completed', 'broken')),
        streak_started_at INTEGER NOT NULL,
        streak_completed_at INTEGER,
        streak_broken_at INTEGER,
        last_task_contribution_at INTEGER,
        last_task_completed_at INTEGER
    ) STRICT""",
    "CREATE INDEX progress_in_time ON progress_records (enrolment_id, streak_started_at)",
    """CREATE UNIQUE INDEX progress_one_in_progress ON progress_records (unique_identifier)
        WHERE streak_progress_status = 'in_progress'""",
    """CREATE TABLE reward_logs (
        id TEXT PRIMARY KEY NOT NULL,
        milestone_id TEXT NOT NULL REFERENCES milestones DEFERRABLE INITIALLY DEFERRED,
        progress_id TEXT NOT NULL REFERENCES progress_records DEFERRABLE INITIALLY DEFERRED,
        reward_issued_at INTEGER NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX reward_logs_once ON reward_logs (progress_id, milestone_id)",
    "CREATE INDEX reward_logs_of_milestone ON reward_logs (milestone_id)",
    "CREATE TABLE settings (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT",
    """CREATE TABLE changes (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        owner_id TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        label TEXT NOT NULL,
        undone INTEGER NOT NULL CHECK (undone IN (0, 1))
    ) STRICT""",
    "CREATE INDEX changes_of_owner ON changes (owner_id, undone, id)",
    """CREATE TABLE change_parts (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        change_id INTEGER NOT NULL REFERENCES changes ON DELETE CASCADE,
        data BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX change_parts_of_change ON change_parts (change_id)",
)

OF_APPS: Final = (
    "ALTER TABLE owners ADD COLUMN external_id TEXT",
    "ALTER TABLE owners ADD COLUMN profile TEXT NOT NULL DEFAULT '{}'",
    """CREATE UNIQUE INDEX owners_by_external_id ON owners (external_id)
        WHERE external_id IS NOT NULL""",
    "ALTER TABLE logs ADD COLUMN metadata TEXT",
    "ALTER TABLE logs ADD COLUMN reference TEXT",
    """CREATE TABLE coupons (
        id TEXT PRIMARY KEY NOT NULL,
        coupon_code TEXT,
        issued_at INTEGER,
        expires_at INTEGER
    ) STRICT""",
    """CREATE TABLE replies (
        id TEXT PRIMARY KEY NOT NULL,
        fingerprint TEXT NOT NULL,
        status INTEGER NOT NULL,
        body BLOB NOT NULL,
        made_at INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX replies_in_time ON replies (made_at)",
    """CREATE TABLE webhooks (
        id TEXT PRIMARY KEY NOT NULL,
        url TEXT NOT NULL,
        secret TEXT NOT NULL,
        events TEXT NOT NULL,
        made_at INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE deliveries (
        id TEXT PRIMARY KEY NOT NULL,
        webhook_id TEXT NOT NULL REFERENCES webhooks ON DELETE CASCADE,
        body TEXT NOT NULL,
        due_at INTEGER NOT NULL,
        tries INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX deliveries_due ON deliveries (due_at)",
    "CREATE INDEX deliveries_of_webhook ON deliveries (webhook_id)",
    "CREATE TABLE announced (id TEXT PRIMARY KEY NOT NULL, made_at INTEGER NOT NULL) STRICT",
)
"""What apps that record by HTTP add: who a member is to them, what they know of an activity and of
a reward; and what the service itself keeps, which is in no document."""

OF_REMINDERS: Final = (
    "ALTER TABLE owners ADD COLUMN quiet_hours TEXT",
    "ALTER TABLE streaks ADD COLUMN reminders TEXT",
    """CREATE TABLE sent_reminders (
        id TEXT PRIMARY KEY NOT NULL,
        enrolment_id INTEGER NOT NULL REFERENCES enrolments ON DELETE CASCADE,
        last_day TEXT NOT NULL,
        sent_at INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX sent_reminders_of_enrolment ON sent_reminders (enrolment_id)",
    """CREATE TABLE timers (
        id TEXT PRIMARY KEY NOT NULL,
        started_at INTEGER NOT NULL,
        streak_id TEXT NOT NULL REFERENCES streaks DEFERRABLE INITIALLY DEFERRED,
        owner_id TEXT NOT NULL REFERENCES owners DEFERRABLE INITIALLY DEFERRED,
        UNIQUE (streak_id, owner_id)
    ) STRICT""",
    "CREATE INDEX timers_of_owner ON timers (owner_id)",
)
"""When to be reminded of a streak, which reminders were sent, and the timers that run."""

OF_SYNC: Final = (
    """CREATE TABLE sync_vault (
        id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
        vault TEXT NOT NULL,
        place TEXT NOT NULL,
        device TEXT NOT NULL,
        bound TEXT NOT NULL,
        number INTEGER NOT NULL,
        hash TEXT NOT NULL,
        milliseconds INTEGER NOT NULL,
        counter INTEGER NOT NULL,
        secret TEXT
    ) STRICT""",
    """CREATE TABLE sync_registers (
        id TEXT PRIMARY KEY NOT NULL,
        stamp TEXT NOT NULL,
        value TEXT
    ) STRICT""",
    """CREATE INDEX sync_registers_kept ON sync_registers (id)
        WHERE value IS NOT NULL AND value <> 'null'""",
    """CREATE TABLE sync_outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        register TEXT NOT NULL,
        stamp TEXT NOT NULL,
        value TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE sync_devices (
        id TEXT PRIMARY KEY NOT NULL,
        number INTEGER NOT NULL,
        hash TEXT NOT NULL,
        seen_at INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE sync_notes (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        made_at INTEGER NOT NULL,
        text TEXT NOT NULL
    ) STRICT""",
)
"""What agreeing with other machines needs (docs/sync.md); all of it is empty until it is set up.

`sync_vault` is one row: the folder, who this database is in it, and its clock. `sync_registers` has
the time of what every register holds, and its value, unless a row of `logs` has that; `sync_outbox`
what the folder has not got yet; `sync_devices` how far each other device was read; `sync_notes`
what was settled, in words.
"""

ZONES: Final = """CREATE TABLE zones (
        id INTEGER PRIMARY KEY NOT NULL,
        name TEXT NOT NULL UNIQUE
    ) STRICT"""
"""The names of the time zones in which anything was logged."""

SMALL_LOGS: Final = """CREATE TABLE logs (
        id ANY NOT NULL,
        enrolment_id INTEGER NOT NULL REFERENCES enrolments DEFERRABLE INITIALLY DEFERRED,
        activity_at INTEGER NOT NULL,
        timezone INTEGER NOT NULL,
        local_date TEXT NOT NULL,
        value INTEGER NOT NULL CHECK (value > 0),
        note TEXT NOT NULL,
        unique_identifier TEXT,
        recorded_at INTEGER NOT NULL,
        metadata TEXT,
        reference TEXT
    ) STRICT"""
"""Logs, each as `stored_log` makes it: why so, docs/decisions/0013."""

LOGS_WITHOUT_RULES: Final = """CREATE TABLE logs (
        id, enrolment_id, activity_at, timezone, local_date, value, note, unique_identifier,
        recorded_at, metadata, reference
    )"""
"""The same for rows that a fault of the disk has touched: the doctor sees it, and mends it."""

OF_SMALL_LOGS: Final = (
    "CREATE UNIQUE INDEX logs_by_id ON logs (id)",
    "CREATE INDEX logs_in_time ON logs (enrolment_id, activity_at)",
    """CREATE UNIQUE INDEX logs_once ON logs (enrolment_id, unique_identifier)
        WHERE unique_identifier IS NOT NULL""",
)

OF_UNDO: Final = (
    """CREATE TABLE former_judgements (
        change_id INTEGER PRIMARY KEY NOT NULL REFERENCES changes ON DELETE CASCADE,
        data BLOB NOT NULL,
        enrolment_id INTEGER NOT NULL REFERENCES enrolments ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX former_judgements_of_enrolment ON former_judgements (enrolment_id)",
)
"""What was judged of an enrolment before a log that came in order (docs/decisions/0014). Whatever
judges the enrolment anew deletes its rows: one that is there is still true.
"""

ADDED: Final[dict[str, dict[str, Any]]] = {
    "owners": {"external_id": None, "profile": "{}", "quiet_hours": None},
    "streaks": {"reminders": None},
    "logs": {"metadata": None, "reference": None},
}
"""What columns hold in the rows of before their rung, such as those of older journal entries."""

KEYS_APPLICATION_ID: Final = 0x556E_624B

KEYS: Final = (
    """CREATE TABLE apps (
            id TEXT PRIMARY KEY NOT NULL,
            org_id TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            created_by TEXT NOT NULL,
            is_configured INTEGER NOT NULL CHECK (is_configured IN (0, 1))
        ) STRICT""",
    """CREATE TABLE access_keys (
            id TEXT PRIMARY KEY NOT NULL,
            app_id TEXT NOT NULL REFERENCES apps,
            user_id TEXT,
            scopes TEXT NOT NULL,
            digest BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            revoked_at INTEGER
        ) STRICT""",
    "CREATE INDEX access_keys_of_app ON access_keys (app_id)",
)
"""The schema of the service's own file of apps and access keys."""
