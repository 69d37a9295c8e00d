"""Writing a long text in an editor of the person's own, for as long as the app steps aside."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from textual.app import App, SuspendNotSupported


class EditorFault(Exception):
    """Why nothing came back from the editor, in one sentence."""


def edit_text(app: App[Any], text: str) -> str:
    """What a text was made into with `$VISUAL`, or else `$EDITOR`.

    It lies meanwhile in a folder that nobody else can look into, and that goes with it. Raises
    EditorFault where there is no editor, or it ends with an error; what it has written is then
    as good as not written.
    """
    command = _command()
    try:
        with TemporaryDirectory(prefix="unbroken-") as folder, app.suspend():
            path = Path(folder, "note.txt")
            path.write_text(f"{text}\n" if text else "", encoding="utf-8")
            path.chmod(0o600)
            code = subprocess.run([*command, str(path)], check=False).returncode
            written = path.read_text(encoding="utf-8")
    except SuspendNotSupported:
        raise EditorFault("An editor cannot be opened in this terminal.") from None
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        said = f"The editor “{command[0][:40]}” cannot be started; $VISUAL or $EDITOR names another"
        raise EditorFault(f"{said}.") from None
    except (OSError, ValueError):
        raise EditorFault("The editor left nothing that can be read; the note is as it was.") from (
            None
        )
    if code:
        raise EditorFault(f"The editor ended with error {code}; the note is as it was.")
    return written.rstrip("\n")


def _command() -> list[str]:
    """The editor with its options. Raises EditorFault where there is none."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        command = shlex.split(named, posix=os.name == "posix")
    except ValueError:  # a quote that does not end
        command = []
    if not command:
        raise EditorFault("Say in $VISUAL or $EDITOR which editor to open.")
    return command
