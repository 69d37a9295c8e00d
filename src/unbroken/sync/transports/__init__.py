"""How the files of a vault reach other machines: one module a way, all with the same few calls.

Which of them leads to a place follows from how a person names it.
"""

from __future__ import annotations

import os

from unbroken.core.typing import TYPE_CHECKING

if TYPE_CHECKING:  # it is loaded by type checkers alone
    from unbroken.sync.transports.transport import Transport


def transport_to(place: str, *, git: bool = False) -> Transport:
    """The way to a folder, an `https://` address of WebDAV, or any URL that fsspec knows.

    Raises SyncError where it cannot be gone.
    """
    scheme, divider, _ = place.partition("://")
    if divider and scheme in ("http", "https"):
        from unbroken.sync.transports.webdav import WebDav  # only for a server

        return WebDav(place)
    if divider and scheme != "file":
        from unbroken.sync.transports.remote import Remote  # only for an extra

        return Remote(place)
    path = os.path.expanduser(place.removeprefix("file://"))
    if git:
        from unbroken.sync.transports.git import GitFolder  # only where it is asked for

        return GitFolder(path)
    from unbroken.sync.transports.folder import Folder  # each way loads its own module

    return Folder(path)
