"""What a WebDAV server may answer, and what it then is in one sentence."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from unbroken.core.errors import SyncError
from unbroken.sync.transports.webdav import WebDav


@contextmanager
def answering(*answers: int, body: bytes = b"") -> Iterator[tuple[str, list[str]]]:
    """A server that gives the answers in turn, the last one for ever, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline()
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked.append(f"{self.command} {self.path} {self.headers.get('Depth', '')}".strip())
            status = answers[min(len(asked), len(answers)) - 1]
            if status == 0:  # hangs up
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    "status, code",
    [
        (401, "no_access"),
        (403, "no_access"),
        (413, "disk"),
        (507, "disk"),
        (302, "unreachable"),
        (423, "unreachable"),
        (500, "unreachable"),
        (503, "unreachable"),
        (200, "unreachable"),
    ],
)
def test_an_answer_that_will_not_do_is_one_sentence(status: int, code: str) -> None:
    with answering(status) as (address, _), closing(WebDav(f"http://{address}/h")) as place:
        calls: list[Callable[[], object]] = [
            place.names,
            lambda: place.files("unbroken"),
            lambda: place.delete("a"),
            lambda: place.read("a"),
            lambda: place.write_new("a", b""),
        ]
        for call in calls[: 2 if status == 200 else 5]:
            with pytest.raises(SyncError) as caught:
                call()
            assert caught.value.code == code
            assert caught.value.message.startswith(f"http://{address}/h ")


def test_what_is_no_webdav_is_told() -> None:
    with answering(207, body=b"<html") as (address, _), closing(WebDav(f"http://{address}")) as dav:
        with pytest.raises(SyncError) as caught:
            dav.names()
        assert "does not speak WebDAV" in caught.value.message


def test_a_connection_that_was_closed_meanwhile_is_opened_again() -> None:
    with answering(200, 0, 200, 0) as (address, asked), closing(WebDav(f"http://{address}")) as dav:
        assert dav.read("a") == dav.read("b") == b""
        with pytest.raises(SyncError) as caught:
            dav.read("c")
        assert "cannot be reached now (the connection was closed)" in caught.value.message
        assert asked == ["GET /a", "GET /b", "GET /b", "GET /c", "GET /c"]


ONE_LEVEL = b"""<?xml version="1.0"?><D:multistatus xmlns:D="DAV:">
<D:response><D:href>/h/unbroken/</D:href><D:propstat><D:prop><D:resourcetype><D:collection/>
</D:resourcetype></D:prop></D:propstat></D:response>
<D:response><D:href>http://other.example/h/unbroken/vault.json</D:href></D:response>
<D:response><D:href>/h/unbroken/d%20d/</D:href><D:propstat><D:prop><D:resourcetype><D:collection/>
</D:resourcetype></D:prop></D:propstat></D:response>
</D:multistatus>"""


def test_a_server_that_looks_one_level_deep_is_asked_again() -> None:
    with (
        answering(207, 404, body=ONE_LEVEL) as (address, asked),
        closing(WebDav(f"http://{address}/h/")) as place,
    ):
        assert place.sizes("unbroken") == {"vault.json": 0}
        assert asked == [
            "PROPFIND /h/unbroken/ infinity",
            "PROPFIND /h/unbroken/d%20d/ infinity",
        ]
    with (
        answering(403, 207, 404, body=ONE_LEVEL) as (address, asked),
        closing(WebDav(f"http://{address}/h/")) as place,
    ):
        assert place.sizes("unbroken") == {"vault.json": 0}
        assert asked[:2] == ["PROPFIND /h/unbroken/ infinity", "PROPFIND /h/unbroken/ 1"]


def test_a_server_that_is_off_is_told() -> None:
    with answering(200) as (address, _):
        pass
    with pytest.raises(SyncError) as caught:
        WebDav(f"http://{address}/").names()
    assert "cannot be reached now (Connection refused)" in caught.value.message


def test_a_password_that_is_wrong_is_told(dav_server: tuple[str, Path]) -> None:
    with closing(WebDav(f"http://me:other@{dav_server[0]}/")) as place:
        for call in (place.names, lambda: place.files("unbroken")):
            with pytest.raises(SyncError) as caught:
                call()
            assert caught.value.code == "no_access"
            assert "other" not in caught.value.message


def test_a_folder_that_is_not_there_is_told(dav_server: tuple[str, Path]) -> None:
    with closing(WebDav(f"http://me:se%3Acret@{dav_server[0]}/none")) as place:
        for call in (place.names, lambda: place.write_new("unbroken/a", b"")):
            with pytest.raises(SyncError) as caught:
                call()
            assert caught.value.code == "unreachable"
            assert "is not there" in caught.value.message


def test_a_password_may_stand_in_netrc(
    dav_server: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login me password se:cret\n")
    netrc.chmod(0o600)
    with closing(WebDav(f"http://{dav_server[0]}/")) as place:
        assert place.names() == []


def test_a_password_is_not_sent_in_the_open() -> None:
    with pytest.raises(SyncError) as caught:
        WebDav("http://me:secret@dav.example/habits")
    assert "https" in caught.value.message
    assert "secret" not in caught.value.message
    for url in (
        *("http:///habits", "https://", "https://[", "https://host:port/", "https://a..b/"),
        f"https://{'long' * 20}.example/",
    ):
        with pytest.raises(SyncError) as caught:
            WebDav(url)
        assert caught.value.code == "bad_file"
