"""File systems by fsspec: what is missing, and what their packages raise."""

from __future__ import annotations

import sys

import pytest

from sync.places import s3_options
from unbroken.core.errors import SyncError
from unbroken.sync.transports.remote import Remote


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(SyncError) as caught:
        Remote("s3://bucket")
    assert caught.value.code == "not_installed"
    assert "pip install 'unbroken[remote]'" in caught.value.message


def test_a_kind_whose_package_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(SyncError) as caught:
        Remote("gs://bucket")
    assert caught.value.code == "not_installed"
    assert "gcsfs" in caught.value.message
    with pytest.raises(SyncError) as caught:
        Remote("nothing://bucket")
    assert caught.value.code == "bad_file"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of s3fs itself
def test_a_bucket_that_is_not_there_is_told(s3_server: str) -> None:
    place = Remote("s3://no-such-bucket/habits", **s3_options(s3_server))
    with pytest.raises(SyncError) as caught:
        place.write_new("unbroken/vault.json", b"")
    assert caught.value.code == "unreachable"
    assert "is not there" in caught.value.message


@pytest.mark.parametrize(
    "error, code",
    [
        (PermissionError("Access Denied"), "no_access"),
        (OSError(5, "Input/output error"), "unreachable"),
        (TimeoutError("slow"), "unreachable"),
    ],
)
def test_what_a_package_raises_is_one_sentence(
    error: OSError, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Remote("memory://habits")

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(place._system, "cat_file", refuse)
    with pytest.raises(SyncError) as caught:
        place.read("a")
    assert caught.value.code == code


def test_faults_of_the_packages_own_kinds_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    botocore = pytest.importorskip("botocore.exceptions")
    place = Remote("memory://habits")

    def raised(error: Exception) -> str:
        def refuse(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(place._system, "find", refuse)
        with pytest.raises(SyncError) as caught:
            place.files("unbroken")
        return str(caught.value.code)

    assert raised(botocore.NoCredentialsError()) == "no_access"
    assert raised(botocore.EndpointConnectionError(endpoint_url="http://x")) == "unreachable"
