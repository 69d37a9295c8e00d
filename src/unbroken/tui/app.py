"""The app: a window on the engine.

It is long since what holds on every screen is here: Textual finds an app's actions, and the entries
of its palette, by their names on this one class.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import on, work
from textual.app import App, SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.driver import Driver
from textual.events import Event, InputEvent, Key, Paste, Resize
from textual.filter import LineFilter
from textual.screen import Screen

from unbroken.engine.callers import Caller
from unbroken.engine.clock import Clock
from unbroken.engine.preferences import own_themes
from unbroken.tui.actions.change_watcher import ChangeWatcher
from unbroken.tui.actions.daily_copies import DailyCopies
from unbroken.tui.actions.preference_keeper import PreferenceKeeper
from unbroken.tui.actions.preloading import Preloading
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import OwnScreen, is_for_nobody, open_over, opens
from unbroken.tui.idle_keys import tell_idle, why_idle
from unbroken.tui.keymap import Keymap, keymap_path, save_keymap
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.palette_titles import HOW, palette_title
from unbroken.tui.screens.dashboard import Dashboard
from unbroken.tui.themes import DARK, next_theme, spare_variables, themes_for
from unbroken.tui.typed_keys import Passed, TypedKeys
from unbroken.wording.symbols import ASCII, Shapes, shapes_named

_HELP = "Explain the field, and list the keys"
_JUMP = "Go to a thing in sight by the letter on it"
_LEAST_WIDTH = 10
ENTER_SPENT = 0.5
"""Seconds after `enter` has left a form in which another `enter` is for nobody."""
_LOOK_EVERY = 1.0
"""Seconds between two looks at the file of preferences."""
_MOUNT_SECONDS = 0.005
_MOUNT_LOOKS = 400
"""How long, and how often at most, a screen is waited for that has no widgets yet."""
_RECENT = 5
"""So many of the commands that were chosen last are remembered."""
_ZONE_AFTER = 0.5
"""Seconds until the machine's zone is looked up, which takes a while and is in no hurry."""


def _streak_commands() -> type[Provider]:
    """The palette's entries, imported when it is first opened, since the start needs none."""
    from unbroken.tui.command_palette import StreakCommands  # the first frame goes without

    return StreakCommands


def _action_commands() -> type[Provider]:
    from unbroken.tui.command_palette import ActionCommands  # the first frame goes without

    return ActionCommands


class UnbrokenApp(App[None], inherit_bindings=False):
    """Shows the dashboard of the owner whom `engine_thread`'s engine acts for.

    `page` is what was read first. `clock` tells the present moment; `clock_is_set` that it is not
    the machine's. `demo` says that nothing is kept. `preferences` are how the person wants it to
    look, and `keymap` what they want of the keys. `notice` is said at the start, if there is one.

    All other screens and dialogs are imported when they are first opened, since the start needs
    none of them.
    """

    TITLE = "Unbroken"
    CSS_PATH = "app.tcss"
    COMMANDS = {_action_commands, _streak_commands}  # noqa: RUF012
    BINDING_GROUP_TITLE = "App"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit", "quit", id="app.quit", tooltip="Quit"),
        Binding("ctrl+q", "quit", show=False, system=True),
        Binding("ctrl+c", "tell_way_out", show=False, system=True),
        Binding("question_mark", "help", "help", id="app.help", tooltip=_HELP),
        Binding("f1", "help", "help", show=False, id="app.field_help", tooltip=_HELP),
        Binding("ctrl+g", "jump", "jump", show=False, id="app.jump", tooltip=_JUMP),
        Binding(
            "ctrl+t",
            "next_theme",
            "theme",
            show=False,
            id="app.theme",
            tooltip="Change between the dark and the light theme",
        ),
        Binding(
            "ctrl+p,colon",
            "command_palette",
            "commands",
            show=False,
            id="app.commands",
            tooltip="Search all commands",
        ),
    ]

    def __init__(
        self,
        engine_thread: EngineThread,
        page: Page,
        clock: Clock,
        preferences: PreferenceKeeper,
        *,
        clock_is_set: bool,
        demo: bool = False,
        keymap: Keymap = Keymap({}),  # noqa: B008
        notice: str = "",
    ) -> None:
        super().__init__()
        self.loop: asyncio.AbstractEventLoop | None = None
        """What the app runs in, once it does."""
        self.to_demo = False
        """Whether the app was left to look at the demo."""
        self._engine_thread, self._page = engine_thread, page
        self._clock, self._clock_is_set, self._demo = clock, clock_is_set, demo
        self._keys, self.preferences, self._notice = keymap, preferences, notice
        self._copies = DailyCopies(self, engine_thread)
        self._preloading = Preloading(self)
        self._signs: LineFilter | None = None
        self._enter_spent_until = 0.0
        self.typed = TypedKeys(self, self._give)
        self.set_keymap(keymap.keys)
        for theme in themes_for(self.console.color_system):
            self.register_theme(theme)
        self._theme_faults = self._register_own(preferences.path)
        self._use_theme(preferences.preferences.theme)
        self.use_symbols(shapes_named(page.settings["symbols"]))

    def _register_own(self, path: Path | None) -> tuple[str, ...]:
        """Takes up the themes that lie beside the preferences; answers why some will not do."""
        folder = None if path is None else own_themes(path)
        if folder is None or not folder.is_dir():
            return ()
        from unbroken.tui.theme_files import read_themes  # most people have none

        found = read_themes(folder)
        for theme in found.themes:
            self.register_theme(theme)
        return found.faults

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver for this terminal, where that is one of POSIX forgiving what it reads.

        `TEXTUAL_DRIVER` names another one, as ever.
        """
        chosen = super().get_driver_class()
        if chosen.__name__ != "LinuxDriver":
            return chosen
        from unbroken.tui.terminal_driver import TerminalDriver  # POSIX alone has it

        return TerminalDriver

    def watch_title(self, title: str) -> None:
        """The terminal's window is called as the app is."""
        name_window = getattr(self._driver, "name_window", None)
        if name_window is not None:
            name_window(title)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What a theme of somebody else has to do with."""
        return spare_variables(dark=self.current_theme.dark)

    def notify(self, message: str, **how: Any) -> None:
        """Says something, in the place of what was said before; a warning keeps its time."""
        if all(each.severity == "information" for each in self._notifications):
            self.clear_notifications()
        super().notify(message, **how)

    def use_symbols(self, shapes: Shapes) -> None:
        """Draws all signs in ASCII from now on, or no longer."""
        if (shapes is ASCII) == (self._signs is not None):
            return
        if shapes is ASCII:
            from unbroken.tui.drawing.ascii import AsciiFilter  # most people go without

            self._signs = AsciiFilter()
        else:
            self._signs = None
        for screen in self.screen_stack if self.is_running else ():
            for widget in screen.walk_children(with_self=True):
                widget.refresh()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to all that is drawn."""
        filters = super().get_line_filters()
        return filters if self._signs is None else [*filters, self._signs]

    def get_default_screen(self) -> Dashboard:
        """The dashboard is what the app opens with."""
        dashboard = Dashboard(
            self._engine_thread,
            self._page,
            self._clock,
            self.preferences,
            clock_is_set=self._clock_is_set,
            demo=self._demo,
        )
        self.watch(dashboard, "shapes", self.use_symbols, init=False)
        return dashboard

    async def on_event(self, event: Event) -> None:
        """What is pressed, clicked or pasted waits until the screen in front has its widgets; while
        the last one is closing it is for nobody.

        A window has ten cells at least: in fewer there can be none left for a widget, or a scroll
        bar comes and goes for ever. The terminal cuts off what is beyond its edge.
        """
        if isinstance(event, Resize) and event.size.width < _LEAST_WIDTH:
            roomy = event.size.with_width(_LEAST_WIDTH)
            event = Resize(roomy, roomy, roomy, event.pixel_size)
        if isinstance(event, InputEvent | Paste):
            if not self.screen_stack:
                return
            if isinstance(event, Key | Paste) and not event.is_forwarded:
                await self.typed.take(event)
                return
            await self._until_mounted()
        await super().on_event(event)
        if isinstance(event, Key):
            self.typed.came_back(event)

    async def _until_mounted(self) -> None:
        """Waits for the widgets of the screen in front, whichever that is by then: one that is
        taken away before it has any never says so.
        """
        for _ in range(_MOUNT_LOOKS):
            if not self.screen_stack or self.screen._mounted_event.is_set():
                return
            await asyncio.sleep(_MOUNT_SECONDS)

    async def _give(self, event: Event) -> None:
        """Gives a key or a paste to the widget that has the focus."""
        if isinstance(event, Key) and event.key == "enter" and event.time < self._enter_spent_until:
            self._enter_spent_until = event.time + ENTER_SPENT  # it may be held
            return
        await super().on_event(event)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Does what a key is for; where that cannot be, it says what would be needed."""
        done = await super()._check_bindings(key, priority)
        reason = "" if done or priority else why_idle(self.screen, key)
        if reason:
            tell_idle(self, reason)
        return done

    def _handle_exception(self, error: Exception) -> None:
        """Ends the app, but not for what came when the screen that waited for it had been left."""
        if not is_for_nobody(error):
            super()._handle_exception(error)

    def on_passed(self, message: Passed) -> None:
        """What was sent behind a key has come up to here."""
        self.typed.came_back(message)

    def pop_screen(self) -> AwaitComplete:
        """Takes the screen in front away; an `enter` that was meant for it goes with it."""
        if isinstance(self.screen, OwnScreen) and self.screen.spends_enter:
            self._enter_spent_until = time.monotonic() + ENTER_SPENT
        return super().pop_screen()

    def on_mount(self) -> None:
        """Says what the person has to know at the start, and listens for the end."""
        self.call_after_refresh(self._preloading.start)
        self._engine_thread.told = partial(self.notify, severity="error", markup=False, timeout=10)
        self._tell_theme(self.preferences.preferences.theme)
        if self.preferences.warning:
            self.notify(self.preferences.warning, severity="warning", markup=False, timeout=10)
        if self._theme_faults:
            line = f"A theme is left out. {' '.join(self._theme_faults)}"
            self.notify(line, severity="warning", markup=False, timeout=10)
        if self._notice:
            self.notify(with_keys(self, self._notice), markup=False, timeout=10)
        if self._keys.faults:
            line = f"The keys stay as they are. {'; '.join(self._keys.faults)}."
            self.notify(line, severity="warning", markup=False, timeout=10)
        if self._page.admin and not (self._clock_is_set or self._demo):
            self.set_timer(_ZONE_AFTER, self._ask_zone)
        self.set_interval(_LOOK_EVERY, self.follow_preferences)
        self.loop = asyncio.get_running_loop()

    @work(group="preferences", exclusive=True)
    async def follow_preferences(self) -> None:
        """Uses the theme that was chosen in another window."""
        before = self.preferences.preferences.theme
        now = await self.preferences.follow()
        if now is not None and now.theme != before:
            self._use_theme(now.theme)
            self._tell_theme(now.theme)

    @on(ChangeWatcher.Written)
    def copy_today(self, message: ChangeWatcher.Written) -> None:
        """Each real day on which something is changed gets a copy."""
        if not (self._clock_is_set or self._demo):
            self._copies.note_write() if message.own else self._copies.note_day_end()

    @work(group="zone")
    async def _ask_zone(self) -> None:
        """Once the dashboard is there: is the person somewhere else now?"""
        from unbroken.tui.dialogs.zone_question import ask_zone  # the first frame goes without

        if await ask_zone(self, self._engine_thread, self._page, self.preferences):
            self._dashboard().pages.reload(changed=True)

    async def on_settings_screen_person_chosen(self, message: Any) -> None:
        """Goes on as another person; on one's own machine one is the admin all the same."""
        if not self._is_admin():
            line = "Only the first owner of this database may act for others."
            self.notify(line, severity="warning", markup=False)
            return
        await self._engine_thread.act_as(Caller(True, message.owner_id))
        self._dashboard().pages.reload(changed=True)

    def _dashboard(self) -> Dashboard:
        screen = self.screen_stack[0]
        assert isinstance(screen, Dashboard)
        return screen

    def _is_admin(self) -> bool:
        """Whether the person in use may act for all."""
        return self._dashboard().pages.page.admin

    def _use_theme(self, wanted: str) -> None:
        """Puts a theme in force; one that there is none of gives way to the dark one."""
        self.theme = wanted if wanted in self.available_themes else DARK.name

    def _tell_theme(self, wanted: str) -> None:
        if wanted not in self.available_themes:
            line = f"There is no theme “{wanted[:40]}”; this is {DARK.name}."
            self.notify(line, severity="warning", markup=False)

    def action_tell_way_out(self) -> None:
        """Says which key quits, to those who expect another one to."""
        line = with_keys(self, "<app.quit> quits; escape goes back from here.")
        self.notify(line, timeout=3, markup=False)

    def action_press(self, key: str) -> None:
        """Does what a key would do, for whoever clicks on its name."""
        self.call_later(self.simulate_key, key)  # what a widget sends goes no further than itself

    def get_key_display(self, binding: Binding) -> str:
        """How a key is shown: in letters, which every font has."""
        return "enter" if binding.key == "enter" else super().get_key_display(binding)

    def action_help(self) -> None:
        """Explains the field that has the focus, and lists the keys of the screen in front."""
        self._help(self.screen)

    @opens
    @work(group="help")
    async def _help(self, front: Screen[Any]) -> None:
        # the first frame goes without
        from unbroken.tui.dialogs.help import HelpScreen, help_groups
        from unbroken.tui.focused_field import field_help

        if isinstance(front, HelpScreen):
            return
        title, about = field_help(front) or (front.BINDING_GROUP_TITLE or "Keys", None)
        groups = help_groups(self, front, [*front.active_bindings.values()])
        groups += getattr(front, "legends", ())
        if await open_over(front, HelpScreen(groups, title, about)) == "keys":
            self._keys_screen(front)

    def action_keys(self) -> None:
        """Shows every action with its keys."""
        self._keys_screen(self.screen)

    @opens
    @work(group="keys")
    async def _keys_screen(self, front: Screen[Any]) -> None:
        from unbroken.tui.screens.keys import KeysScreen  # the first frame goes without

        chosen = {name: tuple(keys.split(",")) for name, keys in self._keys.keys.items()}
        await open_over(front, KeysScreen(chosen, self._keep_keys))

    async def _keep_keys(self, keys: dict[str, str]) -> None:
        """Puts keys in force, and writes them down; those of the demo hold for the demo."""
        self._keys = self._keys._replace(keys=keys)
        self.set_keymap(keys)
        if not self._demo:
            path = keymap_path()
            await self._engine_thread.call(lambda _: save_keymap(path, keys))

    def action_jump(self) -> None:
        """Shows a letter on each thing in sight, and goes to the one that is typed."""
        self._jump(self.screen)

    @opens
    @work(group="jump")
    async def _jump(self, front: Screen[Any]) -> None:
        # the first frame goes without
        from unbroken.tui.dialogs.jump import JumpScreen, cells_of, go_to, targets

        found = targets(front)
        if not found:
            tell_idle(self, "There is nothing here to go to.")
        target = await open_over(front, JumpScreen(found, cells_of(front))) if found else None
        if target is not None:
            go_to(target)

    def action_import_data(self) -> None:
        """Brings in a file of another tracker, or of Unbroken."""
        self._import_data(self.screen)

    @opens
    @work(group="moving")
    async def _import_data(self, front: Screen[Any]) -> None:
        from unbroken.tui.screens.import_file import ImportScreen  # the first frame goes without

        database = await self._database()
        screen = ImportScreen(self._engine_thread, self._dashboard().pages.page, database)
        if await open_over(front, screen):
            self._dashboard().pages.reload(changed=True)

    def action_export_data(self) -> None:
        """Writes everything to a file, or the habits for another tracker."""
        self._export_data(self.screen)

    @opens
    @work(group="moving")
    async def _export_data(self, front: Screen[Any]) -> None:
        from unbroken.tui.screens.export import ExportScreen  # the first frame goes without

        database = await self._database()
        screen = ExportScreen(self._engine_thread, self._dashboard().pages.page, database)
        await open_over(front, screen)

    async def _database(self) -> Path | None:
        """Where the database lies; None where it is only in memory."""
        return await ask(self, self._engine_thread, lambda engine: engine.database)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The demo is for those who have nothing to look at yet."""
        return action != "demo" or (self._dashboard().empty and not self._demo)

    def action_demo(self) -> None:
        """Leaves for the demo, which has a database of its own."""
        self.to_demo = True
        self.exit()

    def action_settings(self) -> None:
        """Shows the settings in front of whatever there is."""
        self._dashboard().navigation.open_settings()

    def action_next_theme(self) -> None:
        """Changes the theme; an admin's choice is kept."""
        self.choose_theme(next_theme(self.theme))

    def choose_theme(self, name: str) -> None:
        """Puts a theme in force; an admin's choice is kept."""
        self.theme = name
        if self._is_admin():
            self._keep_theme(self.theme)

    @work(group="settings")
    async def _keep_theme(self, name: str) -> None:
        await self.preferences.keep(self, {"theme": name})

    def action_command_palette(self) -> None:
        """Opens the palette, unless it is open."""
        from unbroken.tui.command_palette import Palette  # the first frame goes without

        if not isinstance(self.screen, Palette):
            recent = self.preferences.preferences.recent
            self.push_screen(Palette(recent, self.remember_command))

    @work(group="settings")
    async def remember_command(self, title: str) -> None:
        """Keeps what was chosen among the commands, before what was chosen earlier."""
        recent = [title, *(each for each in self.preferences.preferences.recent if each != title)]
        await self.preferences.keep(self, {"recent": "\n".join(recent[:_RECENT])})

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette offers what the keys do."""
        told, recent = set(), self.preferences.preferences.recent
        for node, binding, enabled, _ in screen.active_bindings.values():
            plain = binding.id and not binding.group and "(" not in binding.action
            if binding.id in ("app.commands", "app.field_help"):
                continue  # the palette is open, and the help has an entry by its first key
            if plain and enabled and binding.id not in told:
                told.add(binding.id)
                run = partial(self.run_action, binding.action, node)
                said = f"{self.get_key_display(binding)} · {binding.tooltip}"
                if binding.id in HOW:
                    said += f"; {with_keys(node, HOW[binding.id])}"
                yield SystemCommand(palette_title(binding), said, run)
        from unbroken.tui.screens.calendar import CalendarScreen  # the first frame goes without

        if isinstance(screen, CalendarScreen | Dashboard):
            yield SystemCommand("Keys", "Give actions other keys", self.action_keys)
            yield SystemCommand("Export", "Write everything to a file", self.action_export_data)
            if "dashboard.import" not in told:
                said = "Bring in a file of another tracker, or of Unbroken"
                yield SystemCommand("Import", said, self.action_import_data)
        for name in sorted(self.available_themes):
            choose = partial(self.choose_theme, name)
            title = f"Theme: {name}"
            again = title in recent
            yield SystemCommand(title, "Draw all in its colours", choose, discover=again)
        from unbroken.tui.widgets.settings_form import LABELS, OF_ALL  # as above

        for field, label in LABELS.items():
            if field not in OF_ALL or self._is_admin():
                title = f"Setting: {label}"
                show = partial(self._dashboard().navigation.open_settings, field)
                again = title in recent
                yield SystemCommand(title, "Change it among the settings", show, discover=again)
