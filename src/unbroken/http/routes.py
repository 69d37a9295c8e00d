"""The one table of routes: it routes, checks, and is the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import Struct

from unbroken.http import (
    activities,
    app_configs,
    docs_page,
    hooks,
    live_page,
    log_records,
    member_records,
    milestone_records,
    more_activities,
    openapi,
    progress_records,
    record_bodies,
    streak_records,
    streams,
)
from unbroken.http.calls import Answer, Call, Handler, Route, Runs
from unbroken.http.faults import Family
from unbroken.http.limits import BATCH_BODY
from unbroken.http.lists import ListQuery, Page, Single
from unbroken.http.news import StandingList

if TYPE_CHECKING:  # what is not served loads no server
    from unbroken.http.service import Service

_Activities = partial(Route, family=Family.ACTIVITIES)
_Records = partial(Route, family=Family.RECORDS)
_USER: Final = "/apps/{app_id}/streaks/{user_id}"


def _activity_routes() -> Iterator[Route]:
    for path in ("/", "/health"):
        yield _Activities(
            *("GET", path, app_configs.health, Runs.SERVES),
            scope=None,
            summary="Whether the service is there",
            answer=app_configs.Health,
        )
    yield _Activities(
        *("POST", f"{_USER}/record", activities.record, Runs.WRITES),
        scope="write",
        summary="Record an activity",
        body=activities.RecordActivity,
        answer=activities.Recorded,
    )
    yield _Activities(
        *("GET", _USER, activities.user_streaks, Runs.READS),
        scope="read",
        summary="A person's streaks",
        query=activities.ActivityTypeQuery,
        answer=list[activities.UserStreak],
    )
    yield _Activities(
        *("GET", f"{_USER}/history", activities.user_history, Runs.READS),
        scope="read",
        summary="A person's activities, newest first",
        query=activities.HistoryQuery,
        answer=activities.UserHistory,
    )
    yield _Activities(
        *("POST", "/apps", app_configs.create_app, Runs.SERVES),
        scope="admin",
        summary="Make an app",
        body=app_configs.NewApp,
        answer=app_configs.AppConfig,
    )
    yield _Activities(
        *("GET", "/apps", app_configs.list_apps, Runs.SERVES),
        scope="admin",
        summary="The apps of an organisation",
        query=app_configs.OrganisationQuery,
        answer=app_configs.AppList,
    )
    yield _Activities(
        *("POST", "/apps/{app_id}/batch", more_activities.record_batch, Runs.WRITES),
        scope="write",
        summary="Record up to 1,000 activities in one transaction",
        body=more_activities.Batch,
        answer=more_activities.BatchAnswer,
        largest=BATCH_BODY,
    )
    yield _Activities(
        *("GET", f"{_USER}/periods", more_activities.user_periods, Runs.READS),
        scope="read",
        summary="The periods of a streak: met, missed, forgiven, skipped or open",
        query=more_activities.PeriodQuery,
        answer=more_activities.PeriodHistory,
    )
    yield _Activities(
        *("GET", f"{_USER}/why", more_activities.why, Runs.READS),
        scope="read",
        summary="Why a streak stands as it does",
        query=more_activities.WhyQuery,
        answer=more_activities.WhyAnswer,
    )
    yield _Activities(
        *("POST", f"{_USER}/undo", more_activities.undo, Runs.WRITES),
        scope="write",
        summary="Take back what a person has done last",
        answer=more_activities.UndoAnswer,
    )
    for name in ("streaks-config", "config"):
        path = f"/apps/{{app_id}}/{name}"
        yield _Activities(
            *("GET", path, app_configs.get_config, Runs.SERVES),
            scope="admin",
            summary="The config of an app",
            answer=app_configs.AppConfig,
        )
        for method in ("POST", "PUT"):
            yield _Activities(
                *(method, path, app_configs.set_config, Runs.SERVES),
                scope="admin",
                summary="Change the config of an app",
                body=app_configs.ConfigChange,
                answer=app_configs.AppConfig,
            )
        yield _Activities(
            *("DELETE", path, app_configs.delete_config, Runs.SERVES),
            scope="admin",
            summary="Remove the config of an app",
            status=204,
        )


class _Slug(NamedTuple):
    """What one kind of record can be asked for."""

    slug: str
    noun: str
    writes: str
    """The scope that changes it."""
    list_all: Handler
    get_one: Handler
    create: tuple[Handler, type[Struct]] | None = None
    change: tuple[Handler, type[Struct]] | None = None
    delete: Handler | None = None


_SLUGS: Final = (
    _Slug(
        *("streak", "streak", "admin"),
        list_all=streak_records.list_streaks,
        get_one=streak_records.get_streak,
        create=(streak_records.create_streak, record_bodies.NewStreak),
        change=(streak_records.change_streak, record_bodies.StreakChange),
        delete=streak_records.delete_streak,
    ),
    _Slug(
        *("streak_log", "log", "write"),
        list_all=log_records.list_logs,
        get_one=log_records.get_log,
        create=(log_records.create_log, record_bodies.NewLog),
    ),
    _Slug(
        *("streak_progress", "record", "admin"),
        list_all=progress_records.list_progress,
        get_one=progress_records.get_progress,
    ),
    _Slug(
        *("milestone", "milestone", "admin"),
        list_all=milestone_records.list_milestones,
        get_one=milestone_records.get_milestone,
        create=(milestone_records.create_milestone, record_bodies.NewMilestone),
        change=(milestone_records.change_milestone, record_bodies.MilestoneChange),
        delete=milestone_records.delete_milestone,
    ),
    _Slug(
        *("reward_log", "reward", "admin"),
        list_all=milestone_records.list_rewards,
        get_one=milestone_records.get_reward,
        change=(milestone_records.change_reward, record_bodies.RewardChange),
    ),
    _Slug(
        *("account_user", "member", "admin"),
        list_all=member_records.list_members,
        get_one=member_records.get_member,
        create=(member_records.create_member, record_bodies.NewMember),
        change=(member_records.change_member, record_bodies.ProfileChange),
        delete=member_records.delete_member,
    ),
)


def _record_routes(slug: _Slug) -> Iterator[Route]:
    many, one = f"/schema/{slug.slug}/record", f"/schema/{slug.slug}/record/{{id}}"
    reads, writes = partial(_Records, scope="read"), partial(_Records, scope=slug.writes)
    yield reads(
        *("GET", many, slug.list_all, Runs.READS),
        summary=f"A page of {slug.noun}s",
        query=ListQuery,
        answer=Page,
    )
    yield reads(*("GET", one, slug.get_one, Runs.READS), summary=f"One {slug.noun}", answer=Single)
    if slug.create is not None:
        create, body = slug.create
        yield writes(
            *("POST", many, create, Runs.WRITES),
            summary=f"Make a {slug.noun}",
            body=body,
            answer=Single,
            status=201,
            also=(200,) if slug.slug == "streak_log" else (),
        )
    if slug.change is not None:
        change, body = slug.change
        yield writes(
            *("PATCH", one, change, Runs.WRITES),
            summary=f"Change a {slug.noun}",
            body=body,
            answer=Single,
        )
    if slug.delete is not None:
        yield writes(
            *("DELETE", one, slug.delete, Runs.WRITES),
            summary=f"Delete a {slug.noun}",
            status=204,
        )


def _live_routes() -> Iterator[Route]:
    yield _Activities(
        *("GET", f"{_USER}/status", streams.user_standing, Runs.READS),
        scope="read",
        summary="How a person's streaks stand, with the open period",
        answer=StandingList,
    )
    yield _Activities(
        *("GET", f"{_USER}/events", streams.user_events, Runs.SERVES),
        scope="read",
        summary="The same as server-sent events, whenever it changes",
        media_type="text/event-stream",
    )
    yield _Activities(
        *("GET", "/access", streams.access, Runs.SERVES),
        scope="read",
        summary="What the key may do",
        answer=streams.AccessAnswer,
    )
    yield _Activities(
        *("GET", "/u/{user_id}", live_page.live_page, Runs.SERVES),
        scope=None,
        summary="A person's streaks as a live page",
        media_type="text/html",
    )
    many = "/apps/{app_id}/webhooks"
    yield _Activities(
        *("POST", many, hooks.create_webhook, Runs.WRITES),
        scope="admin",
        summary="Tell a URL of events",
        body=hooks.NewWebhook,
        check=hooks.check_webhook,
        adds_webhook=True,
        answer=hooks.WebhookAnswer,
        status=201,
    )
    yield _Activities(
        *("GET", many, hooks.list_webhooks, Runs.READS),
        scope="admin",
        summary="The webhooks of an app",
        answer=hooks.WebhookList,
    )
    yield _Activities(
        *("DELETE", f"{many}/{{id}}", hooks.delete_webhook, Runs.WRITES),
        scope="admin",
        summary="Tell a URL of nothing any more",
        status=204,
    )


def _service_routes() -> Iterator[Route]:
    for path, handler, summary, kind in (
        ("/openapi.json", _openapi, "This document", None),
        ("/docs", _docs, "This document as a page", "text/html"),
        ("/metrics", _metrics, "Counts for Prometheus", "text/plain"),
    ):
        yield _Activities(
            *("GET", path, handler, Runs.SERVES),
            scope=None,
            summary=summary,
            answer=dict[str, Any] if kind is None else None,
            media_type=kind,
        )


async def _openapi(service: Service, call: Call) -> dict[str, Any]:
    """The OpenAPI document."""
    return _document()


@cache
def _document() -> dict[str, Any]:
    return openapi.document(ROUTES)


async def _docs(service: Service, call: Call) -> Answer:
    """The same as a page."""
    headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return Answer(docs_page.page(ROUTES), 200, headers, "text/html; charset=utf-8")


async def _metrics(service: Service, call: Call) -> Answer:
    """Counts for Prometheus."""
    return Answer(service.metrics_text().encode(), 200, {}, "text/plain; version=0.0.4")


ROUTES: Final[Sequence[Route]] = (
    *_activity_routes(),
    *_live_routes(),
    *_service_routes(),
    *(route for slug in _SLUGS for route in _record_routes(slug)),
)
