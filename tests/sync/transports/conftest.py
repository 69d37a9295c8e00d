"""Servers on this machine for the transports; where one cannot start, its tests are left out."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def dav_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a WebDAV server that knows one person, and its folder."""
    wsgidav = pytest.importorskip("wsgidav.wsgidav_app", reason="wsgidav is not installed")
    cheroot = pytest.importorskip("cheroot.wsgi", reason="cheroot is not installed")
    folder = tmp_path_factory.mktemp("dav")
    app = wsgidav.WsgiDAVApp(
        {
            "provider_mapping": {"/": str(folder)},
            "simple_dc": {"user_mapping": {"*": {"me": {"password": "se:cret"}}}},
            "http_authenticator": {"accept_digest": False},
            "logging": {"enable": False},
            "verbose": 0,
        }
    )
    server = cheroot.Server(("127.0.0.1", 0), app)
    try:
        server.prepare()
    except OSError as error:
        pytest.skip(f"no server can be started: {error}")
    thread = threading.Thread(target=server.serve)
    thread.start()
    yield f"127.0.0.1:{server.bind_addr[1]}", folder
    server.stop()
    thread.join()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of an S3 server."""
    moto = pytest.importorskip("moto.server", reason="moto is not installed")
    pytest.importorskip("s3fs", reason="s3fs is not installed")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    try:
        server.start()
    except OSError as error:
        pytest.skip(f"no server can be started: {error}")
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()
