"""Apps and their configs: the routes under `/apps` that need an admin's key (docs/service.md)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from unbroken.core.instants import instant_of, moment_of
from unbroken.core.members import App
from unbroken.core.text import activity_type_of, one_line
from unbroken.engine.access_keys import APP_ID
from unbroken.engine.api import Engine
from unbroken.http.activities import ActivityType
from unbroken.http.calls import Answer, Call
from unbroken.http.faults import Fault, invalid, not_found
from unbroken.version import __version__

if TYPE_CHECKING:  # what is not served loads no server
    from unbroken.http.service import Service


class ConfigChange(Struct, frozen=True):
    """What of a config is to be another: null is left as it is, an empty list allows any type."""

    grace_period_days: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    activity_types: Annotated[list[ActivityType], Meta(max_length=1000)] | None = None


class Config(Struct, frozen=True):
    """What an app wants: how many missed days are forgiven, and which types may begin."""

    grace_period_days: int
    activity_types: list[str]


class AppConfig(Struct, frozen=True):
    """An app with its config."""

    app_id: str
    org_id: str
    created_at: datetime
    created_by: str
    config: Config


class AppList(Struct, frozen=True):
    """The apps of an organisation."""

    apps: list[AppConfig]


class OrganisationQuery(Struct, frozen=True):
    """Of which organisation."""

    org_id: Annotated[str, Meta(max_length=200)]


class NewApp(Struct, frozen=True):
    """An app to be made."""

    app_id: Annotated[str, Meta(pattern=f"^{APP_ID}$")]
    org_id: Annotated[str, Meta(max_length=200)]


class Health(Struct, frozen=True):
    """That the service is there."""

    status: str
    service: str
    version: str


async def create_app(service: Service, call: Call) -> AppConfig:
    """Makes an app, or gives the key's own app an organisation and a config."""
    body, known = call.body, service.keys.apps().get(call.body.app_id)
    if known is None:
        now = instant_of(service.clock())
        app = App(body.app_id, body.org_id, now, call.access.key_id, True)
    elif _is_keeper(call, known):
        app = known._replace(org_id=body.org_id, is_configured=True)
    else:
        raise Fault(409, "exists", "There is an app of that name already; choose another.")
    service.keys.save_app(app)
    return await _answer(service, app)


async def list_apps(service: Service, call: Call) -> AppList:
    """The apps of an organisation that the key may see."""
    apps = [
        each
        for each in service.keys.apps().values()
        if each.org_id == call.query.org_id and each.is_configured and _is_keeper(call, each)
    ]
    return AppList([await _answer(service, each) for each in apps])


async def get_config(service: Service, call: Call) -> AppConfig:
    """The config of an app."""
    app = _app(service, call)
    if not app.is_configured:
        raise not_found("This app has no config; make one with POST.")
    return await _answer(service, app)


async def set_config(service: Service, call: Call) -> AppConfig:
    """Changes what is given of the config of an app."""
    app, change = _app(service, call), call.body
    await service.apps.thread(app.id).write(lambda engine: _configure(engine, change))
    if not app.is_configured:
        app = app._replace(is_configured=True)
        service.keys.save_app(app)
    return await _answer(service, app)


async def delete_config(service: Service, call: Call) -> Answer:
    """Gives an app the config of an app that never had one."""
    app, empty = _app(service, call), ConfigChange(0, [])
    if not app.is_configured:
        raise not_found("This app has no config.")
    await service.apps.thread(app.id).write(lambda engine: _configure(engine, empty))
    service.keys.save_app(app._replace(is_configured=False))
    return Answer(None, 204)


async def health(service: Service, call: Call) -> Health:
    """That the service is there."""
    return Health("healthy", "unbroken", __version__)


def _configure(engine: Engine, change: ConfigChange) -> None:
    if change.grace_period_days is not None:
        engine.configure("grace_period_days", str(change.grace_period_days))
    if change.activity_types is not None:
        for number, each in enumerate(change.activity_types):
            if not one_line(each):
                place = ("body", "activity_types", number)
                raise invalid(place, "An activity type has at least one letter.", "bad_name")
        types = map(activity_type_of, change.activity_types)
        engine.configure("activity_types", ",".join(types))


async def _answer(service: Service, app: App) -> AppConfig:
    settings = await service.apps.thread(app.id).read(lambda engine: engine.settings())
    config = Config(settings["grace_period_days"], settings["activity_types"])
    return AppConfig(app.id, app.org_id, moment_of(app.created_at), app.created_by, config)


def _app(service: Service, call: Call) -> App:
    app = service.keys.apps().get(call.path["app_id"])
    if app is None or not _is_keeper(call, app):
        raise not_found("There is no such app.")
    return app


def _is_keeper(call: Call, app: App) -> bool:
    """Whether an app is the key's own, or was made with it."""
    return call.access.app_id == app.id or call.access.key_id == app.created_by
