"""A field to search a list in, which is there while one searches."""

from __future__ import annotations

from unbroken.tui.widgets.text_field import TextField


class SearchField(TextField):
    """Hidden until it is begun; what is typed is for the screen to look for."""

    DEFAULT_CSS = """
    SearchField { display: none; }
    SearchField.-begun { display: block; }
    """

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, compact=True, id="filter")

    def begin(self) -> None:
        """Shows it, to be typed in."""
        self.add_class("-begun")
        self.focus()

    def end(self) -> bool:
        """Hides and empties it; answers whether anybody was searching."""
        searched = self.has_class("-begun")
        if searched:
            self.remove_class("-begun")
            self.value = ""
        return searched
