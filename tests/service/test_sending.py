"""Where webhooks may lead: not into the network of a service that others reach."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hand_clock import Hand
from service.desk import Desk
from service.receiver import Receiver
from service.test_live import HOOKS, look
from unbroken.http.sending import is_public

PUBLIC = "93.184.215.14"


@pytest.fixture
def guarded(tmp_path: Path, clock: Hand) -> Iterator[Desk]:
    """A service that sends to the internet alone."""
    made = Desk(tmp_path, clock, private_hooks=False)
    yield made
    made.close()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Addresses by name, in place of the machine's own way to them."""
    known: dict[str, str] = {}

    def getaddrinfo(host: Any, port: Any, *_: Any, **more: Any) -> list[Any]:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in known:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        family = socket.AF_INET6 if ":" in known[name] else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (known[name], port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (PUBLIC, True),
        ("2606:4700::1111", True),
        *((each, False) for each in ("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1")),
        *((each, False) for each in ("172.16.0.1", "192.168.1.1", "169.254.169.254")),
        *((each, False) for each in ("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::")),
        *((each, False) for each in ("fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1")),
        ("64:ff9b::7f00:1", False),  # 127.0.0.1 behind a translator
        ("2002:7f00:1::", False),  # and in a tunnel
    ],
)
def test_public_addresses(address: str, expected: bool) -> None:
    assert is_public(address) == expected


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "[::1]", "localhost", "10.1.2.3:80", "169.254.1.1"]
)
def test_a_url_into_its_own_network_is_refused(guarded: Desk, host: str) -> None:
    answer = guarded.ask("POST", HOOKS, guarded.key(), json={"url": f"http://{host}/x"})
    assert answer.status_code == 422
    [problem] = answer.json()["detail"]
    assert problem["loc"] == ["body", "url"] and "--allow-private-hooks" in problem["msg"]
    assert guarded.ask("GET", HOOKS, guarded.key()).json() == {"webhooks": []}


@pytest.mark.parametrize("url", ["http://", "http:///x", "http://a:b/", "http://[x/"])
def test_a_url_without_a_host_is_refused(guarded: Desk, url: str) -> None:
    answer = guarded.ask("POST", HOOKS, guarded.key(), json={"url": url})
    assert (answer.status_code, answer.json()["detail"][0]["loc"][:2]) == (422, ["body", "url"])


def test_a_name_that_comes_to_lead_elsewhere_is_not_told(
    guarded: Desk, names: dict[str, str], clock: Hand, receiver: Receiver
) -> None:
    key, port = guarded.key(), receiver.server.server_address[1]
    names["shop.example"] = PUBLIC
    made = guarded.ask("POST", HOOKS, key, json={"url": f"http://shop.example:{port}/x"})
    assert made.status_code == 201
    names["shop.example"] = "127.0.0.1"
    guarded.record(key)
    look(guarded)
    assert receiver.told == []
    engine = guarded.service.apps.thread("shop")
    clock.forward(seconds=10)
    waiting = guarded.runner.run(engine.read(lambda engine: engine.due_events()))
    assert len(waiting) == 1


def test_it_goes_to_the_address_under_its_name(
    desk: Desk, names: dict[str, str], receiver: Receiver
) -> None:
    key, port = desk.key(), receiver.server.server_address[1]
    names["shop.example"] = names["127.0.0.1"] = "127.0.0.1"
    desk.ask("POST", HOOKS, key, json={"url": f"http://shop.example:{port}/a b?c=é"})
    assert desk.ask("GET", HOOKS, key).json() == {"webhooks": []}
    desk.ask("POST", HOOKS, key, json={"url": f"http://shop.example:{port}/ä?c=é#d"})
    desk.record(key)
    look(desk)
    [(headers, _)] = receiver.told
    assert headers["host"] == f"shop.example:{port}"


def test_a_redirect_is_not_followed(desk: Desk, receiver: Receiver) -> None:
    key = desk.key()
    desk.ask("POST", HOOKS, key, json={"url": receiver.url})
    desk.record(key)
    receiver.status = 307
    look(desk)
    assert len(receiver.told) == 1


def test_who_does_not_answer_holds_up_nobody_else(
    desk: Desk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unbroken.http.sending.SEND_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        for app, where in (("deaf", url), ("shop", receiver.url)):
            key = desk.key(app)
            desk.ask("POST", f"/apps/{app}/webhooks", key, json={"url": where})
            desk.record(key)
        look(desk)
    assert len(receiver.told) == 1


def test_who_does_not_answer_holds_up_nobody_of_the_same_app(
    desk: Desk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unbroken.http.sending.SEND_SECONDS", 0.3)
    key = desk.key()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for url in (f"http://127.0.0.1:{silent.getsockname()[1]}/", receiver.url):
            desk.ask("POST", HOOKS, key, json={"url": url})
        people = [{"user_id": f"p{number}"} for number in range(60)]
        desk.ask("POST", "/apps/shop/batch", key, json={"activities": people})
        thread = desk.service.apps.thread("shop")

        async def turn() -> list[bool]:
            due = await thread.read(lambda engine: engine.due_events())
            taken = await desk.service.outbox._sent(due)
            await thread.write(lambda engine: engine.settle_events(taken))
            return list(taken.values())

        for told in (50, 60):
            assert desk.runner.run(turn()).count(False) == 1
            assert len(receiver.told) == told
