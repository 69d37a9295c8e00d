"""The service: takes a request apart, asks the app's engine, and answers (ASGI)."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from unbroken.core.errors import Refusal, StoreError
from unbroken.engine.access_keys import AccessKeys
from unbroken.engine.clock import Clock
from unbroken.http.access import Access, access_of
from unbroken.http.app_thread import BROKEN
from unbroken.http.apps import Apps
from unbroken.http.bodies import json_bytes, read_body, read_query
from unbroken.http.calls import NOBODY, Answer, Call, Route, Runs
from unbroken.http.connections import has_arrived
from unbroken.http.faults import Family, Fault, fault_of, forbidden, invalid, not_found, overloaded
from unbroken.http.idempotency import HEADER, once, once_beside
from unbroken.http.limits import ANSWER_SECONDS, BODY_SECONDS, RateLimit
from unbroken.http.metrics import Metrics
from unbroken.http.news import Streams
from unbroken.http.origins import Origins
from unbroken.http.outbox import Outbox
from unbroken.http.recent_answers import RecentAnswers
from unbroken.http.record_access import is_id
from unbroken.http.router import Router, family_of

LOCAL_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_SWEEP_SECONDS: Final = 30.0
_MOST_HOSTS: Final = 100


class Service:
    """One process of the service, over a folder of data or over one's own database.

    What all requests share is here: the keys, the open apps, the rate limit. Everything else is
    of one request.
    """

    def __init__(
        self,
        data: Path,
        clock: Clock,
        routes: Iterable[Route],
        *,
        own: Path | None = None,
        hosts: Collection[str] = (),
        origins: Collection[str] = (),
        rate: float = 0,
        private_hooks: bool = False,
    ) -> None:
        self.clock = clock
        self.keys = AccessKeys(data / "keys.db", clock)
        self.apps = Apps(data / "apps", clock, own)
        self._turn = asyncio.Lock()
        """Held while a change beside the apps is made that may be sent again."""
        self.own_app: str | None = None
        """The app that one's own database is served as: that of the first key used."""
        self._has_own = own is not None
        self._hosts = LOCAL_HOSTS | {each.lower() for each in hosts}
        self._origins = Origins(origins)
        self._known_hosts: set[str] = set()
        """Hosts as they are written, that were found to be ours."""
        self._rate = RateLimit(rate)
        self._router = Router(routes)
        self._metrics = Metrics()
        self._recent = RecentAnswers()
        self.streams = Streams()
        self.private_hooks = private_hooks
        """Whether webhooks may lead to this machine and its own network."""
        self.outbox = Outbox(self.apps, clock, self._served, private=private_hooks)

    async def run(self) -> None:
        """Sends events and closes what is idle, again and again, until it is cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.outbox.run())
            tasks.create_task(self._sweep())
            if self._has_own:
                tasks.create_task(self.streams.watch(lambda: self.apps))

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            self.apps.close_idle()

    def stop(self) -> None:
        """Ends the streams, which would not end by themselves."""
        self.streams.end()

    async def close(self) -> None:
        """Finishes what was accepted, and closes everything."""
        await self.apps.close()
        self.keys.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request. A fault of ours is told to the caller before it is raised."""
        if scope["type"] != "http":
            return
        path = _path(scope)
        started, seen = monotonic(), list[Route]()
        answer, headers = None, _headers(scope)
        try:
            answer = await self._answer(scope, headers, receive, path, seen)
        finally:
            answer = answer or _refused(family_of(path), BROKEN)
            answer = self._origins.let_in(answer, headers)
            place = seen[0].path if seen else ""
            took = monotonic() - started
            self._metrics.count(scope["method"][:10], place, answer.status, took)
            if isinstance(answer.value, Response) and scope["method"] != "HEAD":
                await answer.value(scope, receive, send)
            elif isinstance(answer.value, Response):  # it has no end, but a head of its own
                await _send_head(answer.value, send)
            else:
                await _send(answer, send)

    def metrics_text(self) -> str:
        """Counts for Prometheus."""
        return self._metrics.text(
            open_apps=len(self.apps), waiting=self.apps.waiting(), streams=len(self.streams)
        )

    async def _answer(
        self,
        scope: Scope,
        headers: Mapping[str, str],
        receive: Receive,
        path: str,
        seen: list[Route],
    ) -> Answer:
        """The answer, as it is sent; the route, once it is known, is put into `seen`."""
        family = family_of(path)
        try:
            self._check_host(headers)
            if before := self._origins.before(scope["method"], headers):
                return before
            route, texts = self._router.find(scope["method"], path)
            seen.append(route)
            family = route.family
            client = scope["client"]
            access = self._access(headers, client[0] if client else "", route, texts)
            query = read_query(route.query, scope["query_string"])
            data = await _body(scope, headers, receive, route) if route.body else b""
            body = read_body(route.body, data) if route.body else None
            digest = sha256(data).hexdigest() if HEADER in headers else ""
            address = f"{path}?{scope['query_string']!r}" if route.runs is Runs.READS else ""
            call = Call(access, texts, query, body, headers, digest, address)
            return _answered(route, await self._run(route, call))
        except (Refusal, StoreError) as error:
            return _refused(family, fault_of(error, family))
        except Fault as fault:
            return _refused(family, fault)
        except TimeoutError:
            return _refused(family, overloaded())

    def _served(self) -> Iterable[str]:
        """The apps that are served; of one's own database that of the first key used."""
        if self._has_own:
            return [] if self.own_app is None else [self.own_app]
        return list(self.keys.apps())

    def _check_host(self, headers: Mapping[str, str]) -> None:
        """Refuses a request for a host that is not ours: a page that steers a browser here."""
        given = headers.get("host", "")
        if given in self._known_hosts:
            return
        try:
            host = urlsplit(f"//{given}").hostname
        except ValueError:
            host = None
        if host not in self._hosts and "*" not in self._hosts:
            message = "This host is not served here; name it with --allow-host."
            raise Fault(400, "bad_host", message)
        if len(self._known_hosts) < _MOST_HOSTS:
            self._known_hosts.add(given)

    def _access(
        self, headers: Mapping[str, str], caller: str, route: Route, texts: Mapping[str, str]
    ) -> Access:
        """Who asks, where the route is for them. Raises Fault (401, 403, 404, 429)."""
        if route.scope is None:
            self._rate.check(caller)
            return NOBODY
        try:
            access = access_of(headers, self.keys, self.clock())
        except Fault:
            self._rate.check(caller)
            raise
        self._rate.check(access.key_id)
        if self._has_own and access.app_id != (self.own_app or access.app_id):
            raise not_found("There is no such app.")
        if self._has_own:
            self.own_app = access.app_id
        is_other = texts.get("app_id", access.app_id) != access.app_id
        if is_other and route.runs is not Runs.SERVES:
            raise not_found("There is no such app.")
        if access.user_id is not None and texts.get("user_id", access.user_id) != access.user_id:
            raise not_found("There is no such person.")
        if not access.allows(route.scope):
            raise forbidden(route.scope)
        return access

    async def _run(self, route: Route, call: Call) -> Any:
        """What the handler answers. Raises TimeoutError where it is not done in time."""
        if route.runs is Runs.READS:
            return await self._read(route, call)
        if route.runs is Runs.SERVES:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._serve(route, call)
        if route.check is not None:
            async with asyncio.timeout(ANSWER_SECONDS):
                await route.check(self, call)
        app_id = call.access.app_id
        answer = await self.apps.thread(app_id).write(lambda engine: once(engine, route, call))
        self.streams.tell(app_id, self._told(call))
        if route.adds_webhook:
            self.outbox.add_app(app_id)
        return answer

    def _told(self, call: Call) -> str | None:
        """For whom a change is news, as their streams name them; None: that is not sure."""
        user_id = call.path.get("user_id", call.access.user_id)
        if self._has_own or (user_id is not None and is_id(user_id)):
            return None  # they may be called otherwise, too
        return user_id

    async def _read(self, route: Route, call: Call) -> bytes:
        """What is answered to a question, also to who asks the same a moment later."""
        access = call.access
        thread = self.apps.thread(access.app_id)
        question = (access.app_id, access.user_id, call.address)
        version, second = thread.version, int(self.clock().timestamp())
        held = self._recent.find(question, version, second)
        if held is None:
            held = await thread.read(lambda engine: json_bytes(route.handler(engine, call)))
            self._recent.hold(question, version, second, held)
        return held

    async def _serve(self, route: Route, call: Call) -> Any:
        """What is done beside the apps."""
        if route.method == "GET":
            return await route.handler(self, call)
        app_id = call.access.app_id
        if HEADER in call.headers:
            thread, work = self.apps.thread(app_id), partial(route.handler, self, call)
            answer = await once_beside(thread, self._turn, route, call, work)
        else:
            answer = await route.handler(self, call)
        self.streams.tell(call.path.get("app_id", app_id), None)
        return answer


def _path(scope: Scope) -> str:
    """The path as it was sent, its segments still encoded."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.partition(b"?")[0].decode("latin-1")


def _headers(scope: Scope) -> dict[str, str]:
    """The headers of a request; of one that is sent more than once the first."""
    return {
        name.decode("latin-1"): value.decode("latin-1")
        for name, value in reversed(scope["headers"])
    }


async def _body(scope: Scope, headers: Mapping[str, str], receive: Receive, route: Route) -> bytes:
    """The body of a request. Raises Fault (400, 408, 413, 422)."""
    stated = headers.get("content-length", "0")
    if not stated.isdigit() or int(stated) > route.largest:
        raise _too_large(route)
    if has_arrived(scope):  # as most have: without a clock, which takes longer than the rest of it
        data = await _received(receive, route)
    else:
        try:
            async with asyncio.timeout(BODY_SECONDS):
                data = await _received(receive, route)
        except TimeoutError:
            raise Fault(408, "too_slow", "The body took too long to arrive.") from None
    kind = headers.get("content-type", "application/json").partition(";")[0].strip()
    if kind.lower() not in ("application/json", ""):
        raise invalid(("header", "content-type"), "Send application/json.", "content_type")
    return data


async def _received(receive: Receive, route: Route) -> bytes:
    data, is_whole = b"", False
    while not is_whole:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Fault(400, "gone", "The body has not arrived.")
        data += message.get("body", b"")
        is_whole = not message.get("more_body", False)
        if len(data) > route.largest:
            raise _too_large(route)
    return data


def _too_large(route: Route) -> Fault:
    return Fault(413, "too_large", f"A body here may have {route.largest:,} bytes.")


def _answered(route: Route, given: Any) -> Answer:
    """An answer as it is sent: its value bytes, or a response of its own."""
    answer = given if isinstance(given, Answer) else Answer(given, route.status)
    if answer.status == 204:
        return answer._replace(value=b"")
    if isinstance(answer.value, bytes | Response):
        return answer
    return answer._replace(value=json_bytes(answer.value))


def _refused(family: Family, fault: Fault) -> Answer:
    return Answer(json_bytes(fault.body(family)), fault.status, fault.headers)


async def _send_head(response: Response, send: Send) -> None:
    start = {"status": response.status_code, "headers": response.raw_headers}
    await send({"type": "http.response.start", **start})
    await send({"type": "http.response.body", "body": b""})


async def _send(answer: Answer, send: Send) -> None:
    body: bytes = answer.value
    headers = [
        (name.lower().encode("latin-1"), text.encode("latin-1"))
        for name, text in answer.headers.items()
    ]
    if answer.status != 204:
        headers.append((b"content-length", b"%d" % len(body)))
        headers.append((b"content-type", answer.media_type.encode("latin-1")))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
