"""What can be clicked on shows it under the pointer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual.pilot import Pilot
from textual.strip import Strip

from tui.calendar_bench import calendar, tap
from tui.support import Bench, dashboard, opened, press, seed, until
from unbroken.tui.screens.streak_editor import StreakEditor
from unbroken.tui.widgets.day_map import Spot
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.toggles import Toggles

Make = Callable[..., Bench]


def lit(strip: Strip) -> str:
    """What is underlined of a line."""
    parts = (each.text for each in strip if each.style and each.style.underline)
    return " ".join(part.strip() for part in parts)


def test_what_the_pointer_is_on_is_underlined(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        streaks = dashboard(pilot).streaks
        at = {line.about: y for y, line in reversed(list(enumerate(streaks.lines)))}
        [_, walk, *_] = dashboard(pilot).rows
        y = at[walk.streak_id]
        assert lit(streaks.render_line(y)) == ""
        await pilot.hover(streaks, (20, y))
        assert "Walk" in lit(streaks.render_line(y))
        assert streaks.render_line(y).cell_length == streaks.size.width
        assert lit(streaks.render_line(at[dashboard(pilot).rows[0].streak_id])) == ""
        limit = next(row.streak_id for row in dashboard(pilot).rows if row.is_limit)
        await pilot.hover(streaks, (20, at[limit]))
        assert "No sugar" in lit(streaks.render_line(at[limit]))
        await pilot.click(streaks, offset=(20, at[limit]))
        assert lit(streaks.render_line(at[limit])) == "", "another click does nothing"
        await pilot.hover(streaks, (21, at[limit]))
        assert lit(streaks.render_line(at[limit])) == ""
        keys = dashboard(pilot).query_one(KeyLine)
        await pilot.hover(keys, (2, 0))
        assert lit(streaks.render_line(y)) == ""
        assert keys.hovered is not None and keys.hovered.name == "streaks.log"
        assert "underline" in str(keys.render().markup)  # type: ignore[union-attr]

        await press(pilot, "n")
        editor = await opened(pilot, StreakEditor)
        kinds = editor.query_one("#kind", Toggles)
        await pilot.hover(kinds, (2, 2))
        assert kinds.hovered == 2
        await pilot.hover(editor.query_one("#name"))
        assert kinds.hovered is None
        assert editor.query_one("#name").styles.text_style.underline
        editor.dismiss(None)

        days = await calendar(pilot, "read")
        day = Spot(date(2026, 11, 11))
        y, line = next(
            (y, line) for y, line in enumerate(days.grid.lines) if days.grid.cells_of(line, day)[1]
        )
        await pilot.hover(days.grid, (days.grid.cells_of(line, day)[0] + 1, y))
        assert days.grid.hovered == day
        told = [lit(days.grid.render_line(y)) for y in range(days.grid.size.height)]
        assert any(each.startswith("11") for each in told)
        assert not any("12" in each for each in told)

        await tap(pilot, "left")
        panel = days.panel
        y = next(y for y, line in enumerate(panel.lines) if line.about is not None)
        await pilot.hover(panel, (6, y))
        assert "22 min" in lit(panel.render_line(y))
        await pilot.click(panel, offset=(6, y))
        await until(pilot, lambda: days.in_logs and lit(panel.render_line(y)) == "")

    bench(seed).run(act)
