"""Exporting everything, as an interchange document: exact, and always in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from unbroken.core import owner_fields
from unbroken.core.amounts import ONE, decimal_of
from unbroken.core.instants import rfc3339
from unbroken.core.local_days import Day, iso
from unbroken.core.rules import WEEKDAYS
from unbroken.core.streak_fields import FIELDS, Kind
from unbroken.core.typing import Any, Final
from unbroken.engine.answers.owner import owner_answer
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.interchange.document import CONFIG, VERSION
from unbroken.engine.permissions import require_admin
from unbroken.engine.settings import setting_value
from unbroken.store.connection import Store
from unbroken.store.enrolments import load_places
from unbroken.store.logs import count_logs, load_all_logs
from unbroken.store.owners import OwnerRow, load_owners
from unbroken.store.progress import load_coupons
from unbroken.store.settings import load_settings
from unbroken.store.skips import load_skips
from unbroken.store.stored_values import Known, stored_object
from unbroken.store.streaks import StreakRow, load_streaks


def export_document(context: Context, caller: Caller) -> dict[str, Any]:
    """Everything, as an interchange document (docs/interfaces.md section 3)."""
    with context.store.reading():
        document = export_stream(context, caller)
        return {**document, "logs": list(iter(document["logs"]))}


def export_stream(context: Context, caller: Caller) -> dict[str, Any]:
    """The same; its logs are read when they are taken, and are to be taken in one `snapshot`."""
    require_admin(caller, "export_stream")
    store = context.store
    with store.reading():
        owners, streaks = load_owners(store), load_streaks(store)
        types = Known((each.id, each.activity_type) for each in streaks.values())
        return {
            "format": "unbroken",
            "version": VERSION,
            "owners": [_owner(each) for each in owners.values()],
            "streaks": [_streak(each) for each in streaks.values()],
            "enrolments": list(_enrolments(store, types)),
            "logs": _Logs(store, owners),
            "skips": _skips(store, types),
            **_of_apps(store),
        }


def _enrolments(store: Store, types: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for streak_id, owner_id, enrolled_at, position in load_places(store):
        yield {
            "activity_type": types[streak_id],
            "owner_id": owner_id,
            "enrolled_at": rfc3339(enrolled_at),
            "position": position,
        }


class _Logs:
    """The logs of a document, read each time they are taken."""

    def __init__(self, store: Store, owners: Mapping[str, OwnerRow]) -> None:
        self._store = store
        self._owners = owners

    def __len__(self) -> int:
        return count_logs(self._store)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in load_all_logs(self._store):
            at = rfc3339(row.activity_at)
            is_at_once = row.recorded_at == row.activity_at
            log: dict[str, Any] = {
                "id": row.id,
                "activity_type": row.activity_type,
                "owner_id": self._owners[row.owner_id].id,
                "activity_at": at,
                "timezone": row.timezone,
                "local_date": row.local_date,
                "value": plain(row.value),
                "note": row.note,
                "unique_identifier": row.unique_identifier,
                "recorded_at": at if is_at_once else rfc3339(row.recorded_at),
            }
            if row.metadata is not None:
                log["metadata"] = stored_object(row.metadata)
            if row.reference is not None:
                log["reference"] = row.reference
            yield log


def _skips(store: Store, types: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "id": skip.id,
            "activity_type": None if skip.streak_id is None else types[skip.streak_id],
            "owner_id": skip.owner_id,
            "first_day": iso(skip.first_day),
            "last_day": None if skip.last_day is None else iso(skip.last_day),
            "reason": skip.reason,
        }
        for skip in load_skips(store)
    ]


def _of_apps(store: Store) -> dict[str, Any]:
    """What only apps that record by HTTP put into a database; without them the keys are left out.

    Their settings are in it, since a streak is judged by them when it is made.
    """
    stored = load_settings(store)
    config = {key: setting_value(stored, key) for key in CONFIG}
    coupons = [
        _given(
            id=each.id,
            coupon_code=each.coupon_code,
            reward_issued_at=None if each.issued_at is None else rfc3339(each.issued_at),
            reward_expiry_at=None if each.expires_at is None else rfc3339(each.expires_at),
        )
        for each in load_coupons(store).values()
    ]
    return _given(
        rewards=coupons or None,
        config=config if any(config.values()) else None,
    )


def _given(**values: Any) -> dict[str, Any]:
    """What there is of some values."""
    return {name: value for name, value in values.items() if value is not None}


def plain(amount: int) -> int | Decimal:
    """Thousandths as a JSON number: whole where it is whole."""
    whole, rest = divmod(amount, ONE)
    return decimal_of(amount) if rest else whole


def _owner(row: OwnerRow) -> dict[str, Any]:
    owner = owner_answer(row)
    written = {field.name: getattr(owner, field.name) for field in owner_fields.FIELDS}
    written["timezones"] = [
        {"effective_from": rfc3339(at), "timezone": zone} for at, zone in row.days.entries
    ]
    written["profile"] = dict(owner.profile) or None
    return _given(**written)


def _streak(streak: StreakRow) -> dict[str, Any]:
    return {
        field.name: _WRITTEN.get(field.kind, _as_it_is)(getattr(streak, field.name))
        for field in FIELDS
    }


def _as_it_is(value: Any) -> Any:
    return value


def _weekday_names(weekdays: tuple[int, ...] | None) -> list[str] | None:
    return None if weekdays is None else [WEEKDAYS[day] for day in weekdays]


def _targets(targets: tuple[tuple[Day, int], ...]) -> list[dict[str, Any]]:
    return [
        {"from_day": iso(day), "aggregation_target_value": plain(target)} for day, target in targets
    ]


_WRITTEN: Final[dict[Kind, Callable[[Any], Any]]] = {
    Kind.TARGET: plain,
    Kind.TARGETS: _targets,
    Kind.WEEKDAYS: _weekday_names,
    Kind.DAY: iso,
    Kind.REMINDERS: lambda times: None if times is None else list(times),
    Kind.INSTANT: lambda at: None if at is None else rfc3339(at),
    Kind.MILESTONES: lambda milestones: [each._asdict() for each in milestones],
}
"""What writes a streak's value into a document, where that is not the value as it is."""
