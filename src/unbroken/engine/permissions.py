"""Who may do what (docs/domain.md section 6).

What is the admin's asks this table. What is the owners' goes by whose streaks the caller means, and
a guest means nobody's (`context.owner_id_of`); a test tries every operation as each caller.
"""

from __future__ import annotations

from unbroken.core.errors import Forbidden
from unbroken.core.typing import Final
from unbroken.engine.callers import Caller

ADMIN_ONLY: Final = {
    "add": "make a streak",
    "edit": "change a streak's rules",
    "pause": "pause a streak",
    "resume": "resume a streak",
    "archive": "archive a streak",
    "restore": "restore a streak",
    "removal": "remove a streak",
    "remove": "remove a streak",
    "add_owner": "add an owner",
    "remove_owner": "remove an owner",
    "configure": "change settings",
    "member_id": "look people up",
    "add_member": "add people",
    "reply": "see what was answered",
    "webhooks": "see webhooks",
    "add_webhook": "add a webhook",
    "remove_webhook": "remove a webhook",
    "tell": "tell of events",
    "announce": "tell of events",
    "due_events": "send events",
    "settle_events": "send events",
    "keep_reply": "keep what was answered",
    "add_milestone": "make a milestone",
    "edit_milestone": "change a milestone",
    "remove_milestone": "remove a milestone",
    "set_coupon": "add to a reward",
    "import_document": "import",
    "export_document": "export everything",
    "export_stream": "export everything",
    "backup": "make a backup",
    "restore_copy": "restore a copy",
    "doctor": "check the database",
    "sync_place": "sync the database",
    "sync_setup": "sync the database",
    "sync_ask": "sync the database",
    "sync_waiting": "see how it is synced",
    "sync_admit": "let other machines in",
    "sync": "sync the database",
    "sync_status": "see how it is synced",
    "sync_leave": "end syncing",
    "sync_rebuild": "sync the database",
    "all_progress": "see everybody's progress",
    "all_rewards": "see everybody's rewards",
    "all_logs": "see everybody's logs",
    "all_figures": "see everybody's figures",
}
"""Operation to what it does: for the admin, who on their own machine is the first owner."""

OWNERS: Final = frozenset(
    {
        *("status", "due", "progress", "progress_record", "rewards", "history", "why"),
        *("calendar", "month", "days", "periods", "recent", "chains"),
        *("statistics", "overview", "year_review"),
        *("owner", "owners", "owner_named", "streak", "streaks", "settings", "skips", "moments"),
        *("log", "edit_log", "delete_log", "fill", "skip", "unskip", "reorder"),
        *("log_by_id", "log_count", "notes"),
        *("start", "stop", "timer", "remind"),
        *("undo", "redo", "undo_to", "redo_to", "journal"),
        *("edit_owner", "add_zone", "edit_zone", "remove_zone"),
    }
)
"""Operations on what is the caller's own, which a guest may not do."""

ANYBODY: Final = frozenset(
    {
        *("acting_as", "caller", "clock", "close", "database", "former_file", "store", "version"),
        *("copy_is_due", "daily_backup", "daily_copy"),
        *("is_used_by", "snapshot", "transaction"),
        *("is_synced", "is_synced_by_now", "unsent_since", "leave_sending"),
        *("sync_read", "sync_write"),
    }
)
"""What tells nothing of anybody's streaks."""


def require_admin(caller: Caller, operation: str) -> None:
    """Raises Forbidden where only the admin may do an operation, and the caller is not."""
    if not caller.admin:
        raise Forbidden(f"Only the first owner of this database may {ADMIN_ONLY[operation]}.")
