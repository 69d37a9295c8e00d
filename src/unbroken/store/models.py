"""The tables as Peewee models. They are bound to no database: every query is given one.

`schema` makes the tables; a test holds the two together.
"""

from __future__ import annotations

from typing import Final

from peewee import (
    SQL,
    AnyField,
    AutoField,
    BlobField,
    BooleanField,
    IntegerField,
    Model,
    TextField,
)

from unbroken.core.streak_fields import STORED, Kind
from unbroken.store.peewee_fields import DayField, InstantField


class Owner(Model):
    """A person whose habits these are. `week_start` is 0 for Monday; `profile` is JSON."""

    id = TextField(primary_key=True)
    name = TextField()
    position = IntegerField()
    day_start = IntegerField()
    week_start = IntegerField()
    grace_period_days = IntegerField()
    external_id = TextField(null=True)
    profile = TextField(constraints=[SQL("DEFAULT '{}'")])
    quiet_hours = TextField(null=True)

    class Meta:
        table_name = "owners"


class Timezone(Model):
    """An entry of an owner's timezone timeline."""

    id = AutoField()
    owner_id = TextField()
    effective_from = InstantField()
    timezone = TextField()

    class Meta:
        table_name = "timezones"


_OF_KIND: Final = {
    Kind.WHOLE: IntegerField,
    Kind.TARGET: IntegerField,
    Kind.DAY: DayField,
    Kind.FLAG: BooleanField,
    Kind.INSTANT: InstantField,
}
"""The columns that are no texts."""


class Streak(Model):
    """The rules of one habit. Amounts are thousandths; `schedule` is weekdays as `0,1,4`."""

    id = TextField(primary_key=True)

    class Meta:
        table_name = "streaks"


for _field in STORED[1:]:
    _column = _OF_KIND.get(_field.kind, TextField)(null=_field.is_optional)
    Streak._meta.add_field(_field.column, _column)
Streak._meta.add_field("position", IntegerField())


class Target(Model):
    """A target that holds from a day on."""

    id = AutoField()
    streak_id = TextField()
    from_day = DayField()
    aggregation_target_value = IntegerField()

    class Meta:
        table_name = "targets"


class Milestone(Model):
    """A number of periods at which the owner gets something."""

    id = TextField(primary_key=True)
    streak_id = TextField()
    milestone_target_value = IntegerField()
    title = TextField()

    class Meta:
        table_name = "milestones"


class Enrolment(Model):
    """An owner taking part in a streak; behind `position` all columns are its judged summary."""

    id = AutoField()
    streak_id = TextField()
    owner_id = TextField()
    enrolled_at = InstantField()
    position = IntegerField()
    total_count = IntegerField(constraints=[SQL("DEFAULT 0")])
    last_activity_at = InstantField(null=True)
    last_activity_date = DayField(null=True)
    cursor_day = DayField(null=True)
    total = IntegerField(constraints=[SQL("DEFAULT 0")])
    reached = BooleanField(constraints=[SQL("DEFAULT 0")])
    chain = IntegerField(constraints=[SQL("DEFAULT 0")])
    longest = IntegerField(constraints=[SQL("DEFAULT 0")])
    chain_missed = IntegerField(constraints=[SQL("DEFAULT 0")])
    attempt_missed = IntegerField(constraints=[SQL("DEFAULT 0")])
    last_day = DayField(null=True)
    record_id = TextField(null=True)

    class Meta:
        table_name = "enrolments"


class Log(Model):
    """One recorded activity; `id` and `timezone` as `stored_log` has them, `value` thousandths,
    `metadata` JSON.
    """

    id = AnyField(primary_key=True)
    enrolment_id = IntegerField()
    activity_at = InstantField()
    timezone = IntegerField()
    local_date = DayField()
    value = IntegerField()
    note = TextField()
    unique_identifier = TextField(null=True)
    recorded_at = InstantField()
    metadata = TextField(null=True)
    reference = TextField(null=True)

    class Meta:
        table_name = "logs"


class Zone(Model):
    """The name of a time zone in which something was logged."""

    id = AutoField()
    name = TextField()

    class Meta:
        table_name = "zones"


class Skip(Model):
    """Excused local dates. Without a streak: all of the owner's; without a last day: open-ended."""

    id = TextField(primary_key=True)
    owner_id = TextField()
    streak_id = TextField(null=True)
    first_day = DayField()
    last_day = DayField(null=True)
    reason = TextField()

    class Meta:
        table_name = "skips"


class ProgressRecord(Model):
    """One attempt at a streak by one owner, as judged from the logs."""

    id = TextField(primary_key=True)
    enrolment_id = IntegerField()
    unique_identifier = TextField()
    opened_on = DayField()
    current_progress_value = IntegerField()
    streak_progress_status = TextField()
    streak_started_at = InstantField()
    streak_completed_at = InstantField(null=True)
    streak_broken_at = InstantField(null=True)
    last_task_contribution_at = InstantField(null=True)
    last_task_completed_at = InstantField(null=True)

    class Meta:
        table_name = "progress_records"


class RewardLog(Model):
    """A milestone reached in one attempt."""

    id = TextField(primary_key=True)
    milestone_id = TextField()
    progress_id = TextField()
    reward_issued_at = InstantField()

    class Meta:
        table_name = "reward_logs"


class Coupon(Model):
    """What an app has added to a reward log, by the id that the reward has or will have."""

    id = TextField(primary_key=True)
    coupon_code = TextField(null=True)
    issued_at = InstantField(null=True)
    expires_at = InstantField(null=True)

    class Meta:
        table_name = "coupons"


class Setting(Model):
    """A setting of the database; `value` is JSON."""

    key = TextField(primary_key=True)
    value = TextField()

    class Meta:
        table_name = "settings"


class Change(Model):
    """An entry of the journal: one change by one owner, that can be taken back and done again."""

    id = AutoField()
    owner_id = TextField()
    made_at = InstantField()
    label = TextField()
    undone = BooleanField()

    class Meta:
        table_name = "changes"


class ChangePart(Model):
    """A slice of what a change did to which rows, as compressed JSON."""

    id = AutoField()
    change_id = IntegerField()
    data = BlobField()

    class Meta:
        table_name = "change_parts"


class FormerJudgement(Model):
    """What was judged of an enrolment before a change that is one log, as compressed JSON."""

    change_id = AutoField()
    data = BlobField()
    enrolment_id = IntegerField()

    class Meta:
        table_name = "former_judgements"


class Reply(Model):
    """What a write by HTTP was answered, to be answered again when it is sent again."""

    id = TextField(primary_key=True)
    fingerprint = TextField()
    status = IntegerField()
    body = BlobField()
    made_at = InstantField()

    class Meta:
        table_name = "replies"


class Webhook(Model):
    """Who is told of events; `events` are their names, with commas."""

    id = TextField(primary_key=True)
    url = TextField()
    secret = TextField()
    events = TextField()
    made_at = InstantField()

    class Meta:
        table_name = "webhooks"


class Delivery(Model):
    """One event that waits to be sent to one webhook."""

    id = TextField(primary_key=True)
    webhook_id = TextField()
    body = TextField()
    due_at = InstantField()
    tries = IntegerField()

    class Meta:
        table_name = "deliveries"


class Announced(Model):
    """An event that time has brought, and that the webhooks were told of."""

    id = TextField(primary_key=True)
    made_at = InstantField()

    class Meta:
        table_name = "announced"


class SentReminder(Model):
    """A reminder that was sent, by its id; it is forgotten some time after the last day."""

    id = TextField(primary_key=True)
    enrolment_id = IntegerField()
    last_day = DayField()
    sent_at = InstantField()

    class Meta:
        table_name = "sent_reminders"


class Timer(Model):
    """A timer that runs for one streak of one owner."""

    id = TextField(primary_key=True)
    started_at = InstantField()
    streak_id = TextField()
    owner_id = TextField()

    class Meta:
        table_name = "timers"


TABLES: tuple[type[Model], ...] = (
    Owner,
    Timezone,
    Streak,
    Target,
    Milestone,
    Enrolment,
    Zone,
    Log,
    Skip,
    ProgressRecord,
    RewardLog,
    Coupon,
    Setting,
    Change,
    ChangePart,
    FormerJudgement,
    Reply,
    Webhook,
    Delivery,
    Announced,
    SentReminder,
    Timer,
)

BY_TABLE: dict[str, type[Model]] = {model._meta.table_name: model for model in TABLES}
