"""Any file system that fsspec knows: S3, GCS, SFTP and others, each by its own package."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from unbroken.core.errors import ErrorCode, SyncError
from unbroken.sync.errors import no_access, not_installed, not_there, unreachable
from unbroken.sync.transports.addresses import shown

_FAULTS: Final = {
    "aiohttp": ("ClientError",),
    "azure.core.exceptions": ("AzureError",),
    "botocore.exceptions": ("BotoCoreError", "ClientError"),
    "gcsfs.retry": ("HttpError",),
    "google.auth.exceptions": ("GoogleAuthError",),
    "paramiko": ("SSHException",),
}
"""What the packages behind raise of their own, by module; other faults are OSErrors."""
_NO_KEYS: Final = ("NoCredentialsError", "PartialCredentialsError", "GoogleAuthError")


class Remote:
    """A folder of a file system, by its URL, such as `s3://bucket/folder`.

    Names and keys are asked for where its package looks for them. Raises SyncError where fsspec or
    the package of that kind is not installed.
    """

    is_near = False

    def __init__(self, url: str, **options: Any) -> None:
        """`options` are for the file system, such as `endpoint_url` of S3."""
        self.place = shown(url)
        try:
            from fsspec.core import url_to_fs  # an extra, which only such a place needs
        except ImportError:
            raise not_installed(f"{url.partition(':')[0]}://", "remote") from None
        try:
            with self._told():
                self._system, root = url_to_fs(
                    url, use_listings_cache=False, skip_instance_cache=True, **options
                )
        except ImportError as error:
            raise SyncError(
                ErrorCode.NOT_INSTALLED, f"{self.place} needs one more package: {error}."
            ) from None
        except ValueError as error:
            raise SyncError(ErrorCode.BAD_FILE, f"{self.place} is no address: {error}.") from None
        self._root = root.rstrip("/")

    def names(self) -> list[str]:
        return [name for name in self._found(self._root, 1) if "/" not in name]

    def files(self, folder: str) -> Collection[str]:
        return self.sizes(folder)

    def sizes(self, folder: str) -> dict[str, int]:
        return self._found(f"{self._root}/{folder}", None)

    def read(self, name: str) -> bytes:
        with self._told():
            content: bytes = self._system.cat_file(f"{self._root}/{name}")
        return content

    def write_new(self, name: str, content: bytes) -> None:
        path = f"{self._root}/{name}"
        with self._told():
            try:
                self._system.pipe_file(path, content, mode="create")
            except FileNotFoundError:  # a kind with real folders, or the place itself is not there
                if not self._system.exists(self._root):
                    raise not_there(self.place) from None
                self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
                self._system.pipe_file(path, content, mode="create")

    def delete(self, name: str) -> None:
        with self._told(), suppress(FileNotFoundError):
            self._system.rm_file(f"{self._root}/{name}")

    def pull(self) -> None:
        """The place has everything already."""

    def push(self) -> None:
        """The place has everything already."""

    def close(self) -> None:
        """Its package closes its connections when the file system goes."""

    def _found(self, folder: str, depth: int | None) -> dict[str, int]:
        with self._told():
            self._system.invalidate_cache()
            try:
                found = self._system.find(folder, maxdepth=depth, detail=True)
            except FileNotFoundError:
                return {}
        prefix = f"{folder}/"
        return {
            path.removeprefix(prefix): about["size"] or 0
            for path, about in found.items()
            if path.startswith(prefix)
        }

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns what a package raises into an error that says what to do."""
        try:
            yield
        except (FileExistsError, FileNotFoundError):
            raise
        except PermissionError as error:
            raise no_access(self.place) from error
        except _known_faults() as error:
            if type(error).__name__ in _NO_KEYS:
                raise no_access(self.place) from error
            reason = str(error).splitlines() or [type(error).__name__]
            raise unreachable(self.place, reason[0].rstrip(".")) from error


def _known_faults() -> tuple[type[Exception], ...]:
    """The faults of those packages that are loaded: one that is not has raised none."""
    return (
        OSError,
        *(
            getattr(sys.modules[module], name)
            for module, names in _FAULTS.items()
            if module in sys.modules
            for name in names
        ),
    )
