"""`unbroken serve` as a process: where it listens, keys, the published client, and stopping."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from mushu.streaks import Client
from mushu.streaks.api.app_config import (
    configure_streaks,
    create_streaks_config,
    delete_streaks_config,
    get_streaks_config,
    list_streaks_configs,
)
from mushu.streaks.api.health import health_check_health_get
from mushu.streaks.api.streaks import get_user_history, get_user_streaks, record_activity
from mushu.streaks.models import (
    ConfigureStreaksRequest,
    CreateAppConfigRequest,
    HTTPValidationError,
    RecordActivityRequest,
    RecordActivityRequestMetadataType0,
)

from service.process import NOW, answer
from torture.doors import run_here


@pytest.fixture
def published(url: str) -> Iterator[Client]:
    """The published client of this design, as it is."""
    with Client(base_url=url) as client:
        yield client


def test_the_published_client_records_and_asks(
    published: Client, served_key: dict[str, Any]
) -> None:
    client, who = published, {"x_api_key": served_key["key"]}
    there = health_check_health_get.sync(client=client)
    assert there is not None and there.status == "healthy"
    for ago in (3, 2, 1, 0):
        body = RecordActivityRequest(
            activity_type="workout",
            timestamp=NOW - timedelta(days=ago) if ago else None,
            timezone="America/Los_Angeles",
            metadata=RecordActivityRequestMetadataType0.from_dict({"ago": ago}),
        )
        done = record_activity.sync("shop", "u/1", client=client, body=body, **who)
    assert done is not None and not isinstance(done, HTTPValidationError)
    assert (done.current_streak, done.total_count, done.streak_extended) == (4, 4, True)
    streaks = get_user_streaks.sync("shop", "u/1", client=client, **who)
    assert isinstance(streaks, list)
    assert [(each.activity_type, each.last_activity_date) for each in streaks] == [
        ("workout", "2026-03-20")
    ]
    history = get_user_history.sync("shop", "u/1", client=client, limit=2, **who)
    assert history is not None and not isinstance(history, HTTPValidationError)
    assert history.total_count == 4
    assert [each.metadata["ago"] for each in history.activities] == [0, 1]  # type: ignore[index]
    late = RecordActivityRequest(timestamp=NOW + timedelta(days=1))
    refused = record_activity.sync("shop", "u/1", client=client, body=late, **who)
    assert isinstance(refused, HTTPValidationError)
    assert refused.detail[0].loc == ["body", "timestamp"]  # type: ignore[index]


def test_the_published_client_changes_the_config(
    published: Client, served_key: dict[str, Any]
) -> None:
    client, who = published, {"authorization": f"Bearer {served_key['key']}"}
    new = CreateAppConfigRequest(app_id="shop", org_id="acme")
    made = create_streaks_config.sync(client=client, body=new, **who)
    assert made is not None and not isinstance(made, HTTPValidationError)
    assert (made.app_id, made.org_id, made.created_by) == ("shop", "acme", served_key["key_id"])
    change = ConfigureStreaksRequest(grace_period_days=1, activity_types=["workout", "read"])
    configure_streaks.sync("shop", client=client, body=change, **who)
    found = get_streaks_config.sync("shop", client=client, **who)
    assert found is not None and not isinstance(found, HTTPValidationError)
    assert found.config.grace_period_days == 1
    assert found.config.activity_types == ["read", "workout"]
    listed = list_streaks_configs.sync(client=client, org_id="acme", **who)
    assert listed is not None and not isinstance(listed, HTTPValidationError)
    assert [each.app_id for each in listed.apps] == ["shop"]
    gone = delete_streaks_config.sync_detailed("shop", client=client, **who)
    assert gone.status_code == 204


def test_keys_are_listed_and_revoked(url: str, data: Path) -> None:
    made = answer("key", "add", "gym", "--user", "ann", data=data)
    assert (made["user_id"], made["scopes"]) == ("ann", ["read", "write"])
    listed = answer("key", "list", data=data)
    assert made["key_id"] in [each["key_id"] for each in listed]
    assert made["secret"] not in json.dumps(listed)
    place = f"{url}/apps/gym/streaks/ann"
    assert httpx.get(place, headers={"x-api-key": made["key"]}).status_code == 200
    gone = answer("key", "revoke", made["key_id"], data=data)
    assert gone["revoked_at"] == "2026-03-20T12:00:00Z"
    with httpx.Client(headers={"x-api-key": made["key"]}, timeout=20) as client:
        while client.get(place).status_code == 200:  # for a twentieth of a second
            continue
        assert client.get(place).status_code == 401


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("key", "add", "a b"), 1, "letters"),
        (("key", "add", "a", "--scopes", "all"), 1, "read, write and admin"),
        (("key", "revoke", "x"), 1, "no such key"),
        (("key", "shake"), 2, "It is"),
        (("--port", "many"), 2, "--port"),
        (("--host", "0.0.0.0", "--port", "0"), 1, "Without a key"),
        (
            (
                "--host",
                "no.such.host.invalid",
            ),
            1,
            "Without a key",
        ),
    ],
)
def test_what_cannot_be_is_said(
    words: tuple[str, ...], code: int, said: str, tmp_path: Path
) -> None:
    done = run_here("serve", *words, "--data", str(tmp_path), "--json")
    assert (done.code, done.out) == (code, "")
    assert said in json.loads(done.err)["error"]["message"]


def test_a_key_that_opens_nothing_lets_nobody_else_in(tmp_path: Path) -> None:
    made = answer("key", "add", "shop", data=tmp_path)
    answer("key", "revoke", made["key_id"], data=tmp_path)
    done = run_here("serve", "--host", "0.0.0.0", "--port", "0", "--data", str(tmp_path))
    assert (done.code, "Without a key" in done.err) == (1, True)


def test_without_the_extra_a_sentence_says_what_to_install(tmp_path: Path) -> None:
    code = (
        "import importlib.util as u; real = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'starlette' else real(name, *a)\n"
        f"import sys; sys.argv = ['unbroken', 'serve', '--data', {str(tmp_path)!r}]\n"
        "from unbroken.cli.main import run; run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "pip install 'unbroken[serve]'" in done.stderr
    assert done.stderr.count("\n") == 1
