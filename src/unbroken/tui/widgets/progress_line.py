"""The progress of a long task on the engine's thread."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import ProgressBar, Static

from unbroken.exchange.cancellation import Steps


class ProgressLine(Horizontal):
    """Names the task that runs and shows its progress; hidden while none does."""

    DEFAULT_CSS = """
    ProgressLine {
        display: none;
        height: 1;
        padding: 0 1;
        max-width: 84;

        Static { width: 16; }
        ProgressBar, Bar { width: 1fr; }
    }
    """

    class Progressed(Message):
        """The task that runs is done to a percentage."""

        def __init__(self, percent: int) -> None:
            super().__init__()
            self.percent = percent

        def can_replace(self, message: Message) -> bool:
            """Only the newest matters."""
            return isinstance(message, ProgressLine.Progressed)

    def __init__(self) -> None:
        super().__init__()
        self.steps: Steps | None = None
        """What takes the steps of what is under way, if anything is."""
        self._then = ""

    def compose(self) -> ComposeResult:
        yield Static()
        yield ProgressBar(show_eta=False)

    def on_unmount(self) -> None:
        """Leaving the screen stops the task."""
        if self.steps is not None:
            self.steps.stop()

    def begin(self, doing: str, then: str = "") -> Steps:
        """Something begins, called `then` once it tells how far it is; it is to take the steps."""
        self.steps = Steps(lambda percent: self.post_message(self.Progressed(percent)))
        self._then = then
        self.query_one(Static).update(doing)
        self.query_one(ProgressBar).update(total=None, progress=0)
        self.display = True
        return self.steps

    def end(self) -> None:
        """The task has ended."""
        self.steps = None
        self.display = False

    def stop(self) -> None:
        """Stops the task at its next step."""
        if self.steps is not None:
            self.steps.stop()
            self.query_one(Static).update("Stopping …")

    @on(Progressed)
    def show_progress(self, event: Progressed) -> None:
        event.stop()
        if self.steps is not None:
            self.query_one(ProgressBar).update(total=100, progress=event.percent)
            if self._then and not self.steps.stopped:
                self.query_one(Static).update(self._then)
