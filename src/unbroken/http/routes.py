"""The one table of routes: it routes, checks, and is the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from unbroken.http import activities, app_configs
from unbroken.http.calls import Route, Runs
from unbroken.http.faults import Family

_Activities = partial(Route, family=Family.ACTIVITIES)
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


ROUTES: Final[Sequence[Route]] = (*_activity_routes(),)
