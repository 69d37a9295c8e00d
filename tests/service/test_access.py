"""Who may do what, by which credentials; and what is not let in at all."""

from __future__ import annotations

from time import monotonic

import pytest

from hand_clock import Hand
from service.desk import Desk
from unbroken.core.errors import ErrorCode, NotFound, Refusal
from unbroken.core.reports import NewKey

USER = "/apps/shop/streaks/ann"


def test_a_key_goes_into_either_header(desk: Desk, key: NewKey) -> None:
    for headers in (
        {"x-api-key": key.key},
        {"authorization": f"Bearer {key.key}"},
        {"x-api-key": key.key_id, "x-api-secret": key.secret},
    ):
        assert desk.ask("GET", USER, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-api-key": ""},
        {"x-api-key": "unb_0000.11"},
        {"authorization": "Basic YTpi"},
        {"authorization": "Bearer "},
        {"x-api-key": "é".encode()},
    ],
)
def test_nobody_known_is_answered_401(desk: Desk, key: NewKey, headers: dict[str, str]) -> None:
    answer = desk.ask("GET", USER, headers=headers)
    assert (answer.status_code, set(answer.json())) == (401, {"detail"})


def test_a_wrong_secret_is_answered_401(desk: Desk, key: NewKey) -> None:
    assert desk.ask("GET", USER, f"{key.key_id}.{'0' * 66}").status_code == 401


def test_a_revoked_key_opens_nothing(desk: Desk, key: NewKey) -> None:
    assert desk.service.keys.revoke(key.key_id).revoked_at is not None
    assert desk.ask("GET", USER, key).status_code == 401


def test_a_key_that_another_process_revokes_opens_nothing(desk: Desk, key: NewKey) -> None:
    from unbroken.engine.access_keys import AccessKeys  # as another process has it

    assert desk.ask("GET", USER, key).status_code == 200
    other = AccessKeys(desk.data / "keys.db")
    other.revoke(key.key_id)
    other.close()
    began = monotonic()
    while desk.ask("GET", USER, key).status_code == 200:  # for a twentieth of a second
        assert monotonic() - began < 20
    assert desk.ask("GET", USER, key).status_code == 401


def test_scopes_are_kept(desk: Desk) -> None:
    reads, writes = desk.key(scopes="read"), desk.key(scopes="write")
    assert desk.ask("GET", USER, reads).status_code == 200
    assert desk.ask("POST", f"{USER}/record", reads, json={}).status_code == 403
    assert desk.ask("POST", f"{USER}/record", writes, json={}).status_code == 200
    assert desk.ask("GET", USER, writes).status_code == 403
    assert desk.ask("GET", "/apps/shop/config", reads).status_code == 403


def test_another_app_is_not_found(desk: Desk, key: NewKey) -> None:
    desk.key("cafe")
    for app in ("cafe", "nowhere"):
        answer = desk.ask("GET", f"/apps/{app}/streaks/ann", key)
        assert (answer.status_code, answer.json()) == (404, {"detail": "There is no such app."})
        assert desk.ask("GET", f"/apps/{app}/config", key).json() == answer.json()


def test_a_key_of_one_person_is_of_no_other(desk: Desk, key: NewKey) -> None:
    own = desk.key(scopes="read,write", user_id="ann")
    assert desk.record(own)["total_count"] == 1
    for method, path in (("GET", ""), ("GET", "/history"), ("POST", "/record")):
        answer = desk.ask(method, f"/apps/shop/streaks/bo{path}", own)
        assert answer.status_code == 404
    assert desk.ask("GET", "/apps/shop/config", own).status_code == 403


def test_keys_that_cannot_be(desk: Desk) -> None:
    for scopes, user, code in (
        ("", None, ErrorCode.BAD_SCOPE),
        ("read,all", None, ErrorCode.BAD_SCOPE),
        ("admin", "ann", ErrorCode.BAD_SCOPE),
        ("read", "a\nb", ErrorCode.BAD_ID),
    ):
        with pytest.raises(Refusal) as refused:
            desk.key(scopes=scopes, user_id=user)
        assert refused.value.code == code
    for app in ("", "../x", "a b", "-x", "x" * 65):
        with pytest.raises(Refusal):
            desk.key(app)
    with pytest.raises(NotFound):
        desk.service.keys.revoke("unb_00")


def test_only_hashes_are_kept(desk: Desk, key: NewKey) -> None:
    content = (desk.data / "keys.db").read_bytes()
    assert key.key_id.encode() in content
    assert key.secret.encode() not in content
    assert (desk.data / "keys.db").stat().st_mode & 0o077 == 0


def test_a_host_that_is_not_ours_is_refused(desk: Desk) -> None:
    for host, status in (("evil.example", 400), ("[::1]:80", 200), ("127.0.0.1:1", 200)):
        assert desk.ask("GET", "/health", headers={"host": host}).status_code == status


def test_a_host_is_named_in_any_case(tmp_path_factory: pytest.TempPathFactory, clock: Hand) -> None:
    desk = Desk(tmp_path_factory.mktemp("hosts"), clock, hosts=["Shop.Example"])
    for host in ("shop.example", "SHOP.EXAMPLE:80", "Localhost"):
        assert desk.ask("GET", "/health", headers={"host": host}).status_code == 200
    desk.close()


def test_only_pages_that_are_named_may_ask(
    tmp_path_factory: pytest.TempPathFactory, clock: Hand
) -> None:
    allowed = "access-control-allow-origin"
    asks = {"origin": "https://shop.example", "access-control-request-method": "POST"}
    for number, (named, may) in enumerate(
        (
            ((), False),
            (["https://other.example"], False),
            (["https://Shop.example/"], True),
            ("*", True),
        )
    ):
        desk = Desk(tmp_path_factory.mktemp(f"origin{number}"), clock, origins=named)
        before = desk.ask("OPTIONS", f"{USER}/record", headers=asks)
        assert (before.status_code, allowed in before.headers) == (
            (204, True) if may else (405, False)
        )
        if may:
            assert "x-api-key" in before.headers["access-control-allow-headers"]
        page = {"origin": asks["origin"]}
        for path, key, status in ((USER, desk.key(), 200), (USER, None, 401), ("/docs", None, 200)):
            answer = desk.ask("GET", path, key, headers=page)
            assert answer.status_code == status
            assert answer.headers.get(allowed) == (page["origin"] if may else None)
        stream = desk.ask("HEAD", f"{USER}/events", desk.key(), headers=page)
        assert stream.headers.get(allowed) == (page["origin"] if may else None)
        assert allowed not in desk.ask("GET", "/health").headers
        assert desk.ask("GET", "/health", headers={"host": "evil", **page}).status_code == 400
        desk.close()


def test_too_large_a_body_is_refused(desk: Desk, key: NewKey) -> None:
    answer = desk.ask("POST", f"{USER}/record", key, content=b" " * 65_537)
    assert (answer.status_code, set(answer.json())) == (413, {"detail"})


def test_a_method_that_is_not_there(desk: Desk, key: NewKey) -> None:
    answer = desk.ask("PATCH", "/apps/shop/config", key)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST, PUT, DELETE, HEAD"
    assert desk.ask("GET", "/nowhere", key).status_code == 404
    assert desk.ask("HEAD", "/health").status_code == 200


def test_too_often_is_429(tmp_path_factory: pytest.TempPathFactory, clock: Hand) -> None:
    desk = Desk(tmp_path_factory.mktemp("rate"), clock, rate=2)
    key = desk.key()
    answers = [desk.ask("GET", USER, key) for _ in range(20)]
    assert [each.status_code for each in answers[:4]] == [200] * 4
    refused = [each for each in answers if each.status_code == 429]
    assert refused and refused[0].headers["retry-after"] == "1"
    assert desk.ask("GET", USER, desk.key()).status_code == 200
    desk.close()
