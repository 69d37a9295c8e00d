"""`serve`: the service over HTTP, and the access keys to it."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from unbroken.cli.arguments import Parser
from unbroken.cli.output import columns, head
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.reports import KnownKey, NewKey
from unbroken.core.typing import Final
from unbroken.engine.access_keys import SCOPES, AccessKeys

HOST: Final = "127.0.0.1"
PORT: Final = 8320
RATE: Final = 5000
NEEDED: Final = ("h11", "httptools", "msgspec", "starlette", "uvicorn")


def declare(parser: Parser) -> None:
    parser.word("words", "nothing to serve; or: key add APP, key list, key revoke ID", nargs="*")
    parser.value("--host", "ADDRESS", f"where to listen (default {HOST})")
    parser.value("--port", "PORT", f"on which port; 0 is any that is free (default {PORT})")
    parser.value("--data", "PATH", "the folder of keys and apps (default: the platform's)")
    parser.value("--allow-host", "NAMES", "other names that this machine is called by, with commas")
    parser.value(
        "--allow-origin", "URLS", "pages that may ask from a browser, with commas; * is any"
    )
    parser.value("--rate", "N", f"requests a second for each key; 0 is any (default {RATE})")
    parser.flag("--allow-private-hooks", "send webhooks to this machine and its own network, too")
    parser.value(
        "--scopes", "LIST", "of a key: read,write,admin (default: all; with --user no admin)"
    )
    parser.value("--user", "EXTERNAL_ID", "of a key: for this person alone")


def run(session: Session) -> None:
    """Serves; or makes, lists or revokes access keys."""
    match session.options.words:
        case []:
            _serve(session)
        case ["key", "add", app]:
            _add(session, app)
        case ["key", "list"] | ["key"]:
            _list(session)
        case ["key", "revoke", key]:
            _revoke(session, key)
        case _:
            raise UsageError(
                "It is `unbroken serve`, or `unbroken serve key` with add APP, list or revoke ID."
            )


def _data(session: Session) -> Path:
    """The folder of the service's data."""
    given = session.options.data
    if given == "":
        raise UsageError("--data needs the path of a folder.")
    if given is None:
        from platformdirs import user_data_dir  # its import is felt where a path is given

        given = os.path.join(user_data_dir("unbroken", appauthor=False), "service")
    return Path(given)


def _keys(session: Session) -> AccessKeys:
    return AccessKeys(_data(session) / "keys.db", lambda: session.now)


def _add(session: Session, app: str) -> None:
    user = session.options.user
    given = session.options.scopes
    scopes = SCOPES[:2] if user is not None else SCOPES
    if given is not None:
        scopes = tuple(part.strip() for part in given.split(",") if part.strip())
    keys = _keys(session)
    try:
        made = keys.add(app, scopes, user)
    finally:
        keys.close()
    session.answer(made, lambda: _made(made))


def _made(made: NewKey) -> Iterator[str]:
    whose = f"{made.app_id}, for {made.user_id} alone" if made.user_id else made.app_id
    yield f"A key of {whose} ({', '.join(made.scopes)}). It is shown only this once:"
    yield f"  {made.key}"


def _list(session: Session) -> None:
    keys = _keys(session)
    try:
        known = keys.keys()
    finally:
        keys.close()
    session.answer(known, lambda: _keys_listed(known))


def _keys_listed(known: list[KnownKey]) -> Iterator[str]:
    if not known:
        yield "There is no key yet; make one with `unbroken serve key add APP`."
        return
    yield from columns(
        [
            head("key", "app", "for", "scopes", "made", ""),
            *(
                [
                    each.key_id,
                    each.app_id,
                    each.user_id or "everybody",
                    ",".join(each.scopes),
                    f"{each.created_at:%Y-%m-%d}",
                    "" if each.revoked_at is None else "revoked",
                ]
                for each in known
            ),
        ]
    )


def _revoke(session: Session, key: str) -> None:
    keys = _keys(session)
    try:
        gone = keys.revoke(key)
    finally:
        keys.close()
    session.answer(gone, lambda: [f"{gone.key_id} of {gone.app_id} opens nothing any more."])


def _serve(session: Session) -> None:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise Refusal(
            ErrorCode.NOT_INSTALLED,
            "The service is not installed with this; do so with `pip install 'unbroken[serve]'`.",
        )
    from unbroken.http.routes import ROUTES  # another command loads nothing of it
    from unbroken.http.server import listen, serve  # another command loads nothing of it
    from unbroken.http.service import LOCAL_HOSTS, Service  # another command loads nothing of it

    options, data = session.options, _data(session)
    rate, port = _whole("--rate", options.rate, RATE), _whole("--port", options.port, PORT)
    host = options.host or HOST
    own = Path(session.path) if options.db or os.environ.get("UNBROKEN_DB") else None
    hosts = {host, *_parts(options.allow_host)}
    service = Service(
        data,
        session.clock(),
        ROUTES,
        own=own,
        hosts=hosts,
        origins=_parts(options.allow_origin),
        rate=rate,
        private_hooks=options.allow_private_hooks or hosts <= LOCAL_HOSTS,
    )
    try:
        known = service.keys.keys()
        if host not in LOCAL_HOSTS and all(each.revoked_at for each in known):
            said = f"Without a key nothing is served on {host}; make one with"
            raise Refusal(ErrorCode.FORBIDDEN, f"{said} `unbroken serve key add`.")
        listening = listen(host, port)
    except BaseException:
        service.keys.close()
        raise
    port = listening.getsockname()[1]
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    place = str(own or data)
    gc.freeze()  # what is loaded by now is never garbage
    gc.enable()  # it stays, unlike a command
    serve(
        service,
        listening,
        lambda: session.answer({"url": url, "data": place}, lambda: _started(url, place)),
    )


def _started(url: str, place: str) -> Iterator[str]:
    yield f"Listening on {url}, with the data in {place}."
    yield "Make a key with `unbroken serve key add APP`; stop with ctrl+c."


def _parts(text: str | None) -> list[str]:
    """What stands between commas."""
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _whole(option: str, text: str | None, default: int) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()) or int(text) > 65_535:
        raise UsageError(f"{option} needs a whole number up to 65535.")
    return int(text)
