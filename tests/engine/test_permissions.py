"""Who may do what (docs/domain.md section 6), for every operation there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from unbroken.core.errors import ErrorCode, Forbidden
from unbroken.engine.api import Engine
from unbroken.engine.callers import GUEST, Caller
from unbroken.engine.permissions import ADMIN_ONLY, ANYBODY, OWNERS

DAY = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)

CALLS: dict[str, Callable[[Engine], Any]] = {
    "add": lambda engine: engine.add("Walk"),
    "edit": lambda engine: engine.edit("read", grace_periods=1),
    "pause": lambda engine: engine.pause("read"),
    "resume": lambda engine: engine.resume("read"),
    "archive": lambda engine: engine.archive("read"),
    "restore": lambda engine: engine.restore("read"),
    "removal": lambda engine: engine.removal("read"),
    "remove": lambda engine: engine.remove("read"),
    "add_owner": lambda engine: engine.add_owner("Cid"),
    "remove_owner": lambda engine: engine.remove_owner("Bo"),
    "configure": lambda engine: engine.configure("strict", "on"),
    "import_document": lambda engine: engine.import_document({}, foreign=False),
    "export_document": lambda engine: engine.export_document(),
    "export_stream": lambda engine: engine.export_stream(),
    "backup": lambda engine: engine.backup(),
    "restore_copy": lambda engine: engine.restore_copy(Path("copy.db")),
    "doctor": lambda engine: engine.doctor(),
    "sync_place": lambda engine: engine.sync_place("folder"),
    "sync_setup": lambda engine: engine.sync_setup("folder"),
    "sync_waiting": lambda engine: engine.sync_waiting(),
    "sync_ask": lambda engine: engine.sync_ask("folder"),
    "sync_admit": lambda engine: engine.sync_admit("code"),
    "sync": lambda engine: engine.sync(),
    "sync_status": lambda engine: engine.sync_status(),
    "sync_leave": lambda engine: engine.sync_leave(),
    "sync_rebuild": lambda engine: engine.sync_rebuild(),
    "all_progress": lambda engine: engine.progress(all_owners=True),
    "all_rewards": lambda engine: engine.rewards(all_owners=True),
    "all_logs": lambda engine: engine.history(all_owners=True),
    "all_figures": lambda engine: engine.overview(all_owners=True),
    "status": lambda engine: engine.status(),
    "due": lambda engine: engine.due(),
    "progress": lambda engine: engine.progress(),
    "progress_record": lambda engine: engine.progress_record("x"),
    "rewards": lambda engine: engine.rewards(),
    "history": lambda engine: engine.history(),
    "why": lambda engine: engine.why("read"),
    "calendar": lambda engine: engine.calendar(),
    "month": lambda engine: engine.month(),
    "days": lambda engine: engine.days(None, DAY, DAY),
    "periods": lambda engine: engine.periods(None, DAY, DAY),
    "recent": lambda engine: engine.recent([], 3),
    "chains": lambda engine: engine.chains("read"),
    "statistics": lambda engine: engine.statistics(),
    "owner": lambda engine: engine.owner(),
    "owners": lambda engine: engine.owners(),
    "member_id": lambda engine: engine.member_id("x"),
    "set_coupon": lambda engine: engine.set_coupon("x", coupon_code="c"),
    "log_count": lambda engine: engine.log_count(),
    "notes": lambda engine: engine.notes(),
    "overview": lambda engine: engine.overview(),
    "year_review": lambda engine: engine.year_review(),
    "log_by_id": lambda engine: engine.log_by_id("x"),
    "reply": lambda engine: engine.reply("x"),
    "keep_reply": lambda engine: engine.keep_reply("x", "y", 200, b""),
    "webhooks": lambda engine: engine.webhooks(),
    "add_webhook": lambda engine: engine.add_webhook("http://localhost/", []),
    "remove_webhook": lambda engine: engine.remove_webhook("x"),
    "tell": lambda engine: engine.tell(None),  # type: ignore[arg-type]
    "announce": lambda engine: engine.announce([]),
    "due_events": lambda engine: engine.due_events(),
    "settle_events": lambda engine: engine.settle_events({}),
    "add_member": lambda engine: engine.add_member("x", tz="UTC", profile={}),
    "add_milestone": lambda engine: engine.add_milestone("read", 1, "x"),
    "edit_milestone": lambda engine: engine.edit_milestone("x", 1),
    "remove_milestone": lambda engine: engine.remove_milestone("x"),
    "owner_named": lambda engine: engine.owner_named("me"),
    "streak": lambda engine: engine.streak("read"),
    "streaks": lambda engine: engine.streaks(),
    "settings": lambda engine: engine.settings(),
    "skips": lambda engine: engine.skips(),
    "moments": lambda engine: engine.moments(),
    "log": lambda engine: engine.log("read"),
    "start": lambda engine: engine.start("read"),
    "stop": lambda engine: engine.stop("read"),
    "timer": lambda engine: engine.timer(),
    "remind": lambda engine: engine.remind(),
    "edit_log": lambda engine: engine.edit_log("x", note="y"),
    "delete_log": lambda engine: engine.delete_log("x"),
    "fill": lambda engine: engine.fill("read", DAY, DAY),
    "undo": lambda engine: engine.undo(),
    "redo": lambda engine: engine.redo(),
    "undo_to": lambda engine: engine.undo_to(1),
    "redo_to": lambda engine: engine.redo_to(1),
    "journal": lambda engine: engine.journal(),
    "skip": lambda engine: engine.skip("read", DAY),
    "unskip": lambda engine: engine.unskip("read", DAY),
    "reorder": lambda engine: engine.reorder([]),
    "edit_owner": lambda engine: engine.edit_owner("me", grace_period_days=1),
    "add_zone": lambda engine: engine.add_zone("me", "Asia/Tokyo", AT),
    "edit_zone": lambda engine: engine.edit_zone("me", AT, zone="Asia/Tokyo"),
    "remove_zone": lambda engine: engine.remove_zone("me", AT),
}


def test_every_operation_stands_in_one_table() -> None:
    public = {name for name in dir(Engine) if not name.startswith("_")}
    public |= {"caller", "clock", "store"}
    everybodys = {"all_progress", "all_rewards", "all_logs", "all_figures"}
    assert public == (set(ADMIN_ONLY) - everybodys) | OWNERS | ANYBODY
    assert not set(ADMIN_ONLY) & OWNERS and not OWNERS & ANYBODY
    assert set(CALLS) == set(ADMIN_ONLY) | OWNERS


@pytest.mark.parametrize("operation", sorted(ADMIN_ONLY))
def test_an_owner_may_not_do_what_is_the_admins(engine: Engine, operation: str) -> None:
    engine.add("Read")
    bo = engine.add_owner("Bo", tz="UTC")
    with pytest.raises(Forbidden) as refused:
        CALLS[operation](engine.acting_as(Caller(False, bo.id)))
    assert refused.value.code == ErrorCode.FORBIDDEN
    assert ADMIN_ONLY[operation] in refused.value.message


@pytest.mark.parametrize("operation", sorted({*ADMIN_ONLY, *OWNERS}))
def test_a_guest_may_do_nothing(engine: Engine, operation: str) -> None:
    engine.add("Read")
    before = engine.export_document()
    with pytest.raises(Forbidden):
        CALLS[operation](engine.acting_as(GUEST))
    assert engine.export_document() == before
