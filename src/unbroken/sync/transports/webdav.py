"""A WebDAV server, such as Nextcloud's, with what Python brings along (RFC 4918)."""

from __future__ import annotations

import http.client
import ssl
from base64 import b64encode
from collections.abc import Collection
from contextlib import suppress
from http import HTTPStatus
from ipaddress import ip_address
from netrc import NetrcParseError, netrc
from typing import Final
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree

from unbroken.core.errors import ErrorCode, SyncError
from unbroken.sync.errors import no_access, no_room, not_there, unreachable
from unbroken.sync.transports.addresses import shown

_TIMEOUT: Final = 20.0
"""Seconds that an answer is waited for."""
_QUESTION: Final = (
    b'<?xml version="1.0" encoding="utf-8"?>'
    b'<propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/></prop></propfind>'
)
_THERE: Final = (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.CONFLICT)
"""How a server says that a folder to be made is there already."""
_OUT: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class WebDav:
    """A folder on a WebDAV server, by its URL, with one connection that is kept open.

    Name and password stand in the URL or in `~/.netrc`. They are sent by https only, except to
    this machine itself.
    """

    is_near = False

    def __init__(self, url: str) -> None:
        self.place = shown(url)
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
            host.encode("idna")  # as every connection does
        except ValueError:
            host = ""
        if not host or parts.scheme not in ("http", "https"):
            raise SyncError(
                ErrorCode.BAD_FILE, f"{self.place} is no address of a folder on a server."
            )
        self._path = quote(unquote(parts.path)).rstrip("/")
        credentials = _credentials(host, parts.username, parts.password)
        if credentials and parts.scheme == "http" and not _is_this_machine(host):
            raise SyncError(
                ErrorCode.NO_ACCESS,
                f"{self.place} would get the password in the open; give an https address.",
            )
        self._headers = {"User-Agent": "unbroken"}
        if credentials:
            encoded = b64encode(":".join(credentials).encode()).decode()
            self._headers["Authorization"] = f"Basic {encoded}"
        self._connection: http.client.HTTPConnection
        if parts.scheme == "https":
            self._connection = http.client.HTTPSConnection(
                host, port, timeout=_TIMEOUT, context=ssl.create_default_context()
            )
        else:
            self._connection = http.client.HTTPConnection(host, port, timeout=_TIMEOUT)

    def names(self) -> list[str]:
        return [path for path, size in (self._list("", "1") or {}).items() if size is not None]

    def files(self, folder: str) -> Collection[str]:
        return self.sizes(folder)

    def sizes(self, folder: str) -> dict[str, int]:
        found = self._list(folder, "infinity")
        if found is None:  # many servers answer for one level only
            found = self._list(folder, "1") or {}
        files = {path: size for path, size in found.items() if size is not None}
        for path in found.keys() - files.keys():
            # one that seems empty may be one that the server did not look into
            if not any(other.startswith(f"{path}/") for other in found):
                below = self.sizes(f"{folder}/{path}")
                files |= {f"{path}/{name}": size for name, size in below.items()}
        return files

    def read(self, name: str) -> bytes:
        status, content = self._ask("GET", name)
        if status == HTTPStatus.NOT_FOUND:
            raise FileNotFoundError(name)
        self._expect(status, HTTPStatus.OK)
        return content

    def write_new(self, name: str, content: bytes) -> None:
        status = self._put(name, content)
        if status in (HTTPStatus.CONFLICT, HTTPStatus.NOT_FOUND):  # its folder is not there
            self._make_folders(name)
            status = self._put(name, content)
        if status == HTTPStatus.PRECONDITION_FAILED:
            raise FileExistsError(name)
        self._expect(status, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT, HTTPStatus.OK)

    def delete(self, name: str) -> None:
        status, _ = self._ask("DELETE", name)
        self._expect(status, HTTPStatus.NO_CONTENT, HTTPStatus.OK, HTTPStatus.NOT_FOUND)

    def pull(self) -> None:
        """The server has everything already."""

    def push(self) -> None:
        """The server has everything already."""

    def close(self) -> None:
        self._connection.close()

    def _put(self, name: str, content: bytes) -> int:
        return self._ask("PUT", name, content, {"If-None-Match": "*"})[0]

    def _make_folders(self, name: str) -> None:
        """Makes the folders that lead to a file, but not the one that the URL names."""
        folders = name.split("/")[:-1]
        for depth in range(1, len(folders) + 1):
            status, _ = self._ask("MKCOL", "/".join(folders[:depth]) + "/")
            if status == HTTPStatus.CONFLICT and depth == 1:
                raise not_there(self.place)
            self._expect(status, HTTPStatus.CREATED, *_THERE)

    def _list(self, folder: str, depth: str) -> dict[str, int | None] | None:
        """What lies below a folder, each file with its size; None where the depth is refused."""
        name = f"{folder}/" if folder else ""
        headers = {"Depth": depth, "Content-Type": "application/xml; charset=utf-8"}
        status, content = self._ask("PROPFIND", name, _QUESTION, headers)
        if status == HTTPStatus.NOT_FOUND:
            if not folder:
                raise not_there(self.place)
            return {}
        if status != HTTPStatus.MULTI_STATUS and depth == "infinity" and status not in _OUT[:1]:
            return None
        self._expect(status, HTTPStatus.MULTI_STATUS)
        root = unquote(f"{self._path}/{quote(name)}")
        try:
            answers = ElementTree.fromstring(content).findall("{DAV:}response")
        except ElementTree.ParseError as error:
            raise unreachable(self.place, "it does not speak WebDAV") from error
        found: dict[str, int | None] = {}
        for answer in answers:
            path = unquote(urlsplit(answer.findtext("{DAV:}href") or "").path)
            if path.startswith(root) and path.rstrip("/") != root.rstrip("/"):
                is_folder = answer.find(".//{DAV:}collection") is not None
                size = answer.findtext(".//{DAV:}getcontentlength") or ""
                length = int(size) if size.isascii() and size.isdigit() else 0
                found[path.removeprefix(root).rstrip("/")] = None if is_folder else length
        return found

    def _ask(
        self, method: str, name: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Asks once more where a connection that was kept open has been closed meanwhile."""
        path = f"{self._path}/{quote(name)}"
        was_open = self._connection.sock is not None
        for is_last in (False, True):
            try:
                self._connection.request(
                    method, path, body or None, self._headers | (headers or {})
                )
                answer = self._connection.getresponse()
                return answer.status, answer.read()
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()
                if is_last or not was_open or isinstance(error, TimeoutError):
                    raise unreachable(self.place, _reason(error)) from error
        raise AssertionError

    def _expect(self, status: int, *expected: int) -> None:
        if status in expected:
            return
        if status in _OUT:
            raise no_access(self.place)
        if status in (HTTPStatus.INSUFFICIENT_STORAGE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE):
            raise no_room(self.place)
        raise unreachable(
            self.place, f"it answers {status} {http.client.responses.get(status, '')}"
        )


def _credentials(host: str, name: str | None, password: str | None) -> tuple[str, str] | None:
    if name is not None:
        return unquote(name), unquote(password or "")
    with suppress(OSError, NetrcParseError):
        known = netrc().authenticators(host)
        if known:
            return known[0], known[2] or ""
    return None


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "it does not answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return "the connection was closed"
