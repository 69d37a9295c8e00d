"""Keys in groups, as text."""

from __future__ import annotations

import pytest

from unbroken.tui.model.field_help import FieldHelp
from unbroken.tui.model.key_help import HelpGroup, HelpLine, found_in, help_content

GROUPS = [
    HelpGroup(
        "Changes",
        (HelpLine("u", "Take back the last change", "dashboard.undo"), HelpLine("^r", "Redo")),
    ),
    HelpGroup("Café", (HelpLine("space enter", "Log it once [/b]"),)),
]


def test_keys_stand_in_a_column_and_long_ones_above_their_words() -> None:
    assert str(help_content(GROUPS, None, 60)).splitlines() == [
        "Changes",
        "u            Take back the last change",
        "^r           Redo",
        "",
        "Café",
        "space enter  Log it once [/b]",
    ]
    assert str(help_content(GROUPS, None, 20)).splitlines() == [
        "Changes",
        "u   Take back the",
        "    last change",
        "^r  Redo",
        "",
        "Café",
        "space enter",
        "    Log it once [/b]",
    ]


def test_wide_windows_have_two_columns() -> None:
    many = [*GROUPS, HelpGroup("More", tuple(HelpLine(f"f{at}", "More") for at in range(20)))]
    told = str(help_content([many[2], *GROUPS], None, 108)).splitlines()
    assert told[0].split() == ["More", "Changes"]
    assert told[4].endswith("Café")
    assert len(str(help_content(GROUPS, None, 108)).splitlines()) == 6
    assert told[5].endswith("space enter  Log it once [/b]")
    assert told[5].index("space") == 56


ABOUT = FieldHelp("what it is", "More of it. " * 9, (("-2h", "so long ago"),), "unbroken x --y")


@pytest.mark.parametrize("width", range(16, 110, 7))
def test_nothing_is_wider_than_there_is_room_for(width: int) -> None:
    told = str(help_content(GROUPS, ABOUT, width)).splitlines()
    assert max(map(len, told)) <= width
    assert told[0] == "What it is."


@pytest.mark.parametrize("width", [0, 1, 5])
def test_where_there_is_no_room_it_is_told_all_the_same(width: int) -> None:
    told = str(help_content(GROUPS, ABOUT, width)).splitlines()
    assert told[:2] == ["What it", "is."]
    assert "Log it" in "\n".join(told)


def test_a_search_finds_keys_words_and_groups() -> None:
    def found(sought: str) -> list[tuple[str, ...]]:
        return [tuple(line.keys for line in each.lines) for each in found_in(GROUPS, sought)]

    assert found("") == [("u", "^r"), ("space enter",)]
    assert found(" REDO") == found("^r") == [("^r",)]
    assert found("cafe") == [("space enter",)]
    assert found("change") == [("u", "^r")]
    assert found("undo") == [("u",)]
    assert str(help_content(GROUPS, None, 60, "zebra")) == "No key has “zebra” in what it does."
