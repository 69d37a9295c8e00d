"""The rows of the database, made what its registers say (docs/sync.md).

A merge and a change made here end in the same way: what the registers of all machines hold is
settled, and where a row is another, it is changed through the unit of work, so that what depends
on it is judged anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from unbroken.core.instants import Instant
from unbroken.core.local_days import day_of
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.store.connection import Store
from unbroken.store.merging import (
    NoteRow,
    add_notes,
    enrolments_with_logs,
    kept_logs,
    known_log_ids,
    log_once,
    log_rows,
    logs_of_enrolment,
    registers_beside_logs,
    save_values,
    table_rows,
)
from unbroken.store.stored_values import Row, batched
from unbroken.store.sync import NOTHING, enrolments_by_key, save_registers
from unbroken.store.unit_of_work import UnitOfWork
from unbroken.sync.registers import LOG, ROW, Whose, log_value, register_id
from unbroken.sync.row_registers import DAYS, OF_JUDGING
from unbroken.sync.settlement import Held, Key, Registers, Settled, settle

_KEYS: Final[dict[str, Callable[[Row], Key]]] = {
    "settings": lambda row: (row["key"],),
    "timezones": lambda row: (row["owner_id"], str(row["effective_from"])),
    "targets": lambda row: (row["streak_id"], row["from_day"]),
    "enrolments": lambda row: (row["owner_id"], row["streak_id"]),
}
"""What names a row on every machine, where that is not its id."""
_UNIQUE: Final = {"owners": ("name", "external_id"), "streaks": ("activity_type",)}
"""Columns of which two rows may trade their values."""
_FIRST: Final = ("timezones", "targets", "milestones", "skips", "settings", "coupons")
"""Tables whose rows nothing but these tables' parents needs: what goes, goes at once."""
_LAST: Final = ("enrolments", "streaks", "owners")
"""Tables whose rows go once the logs stand where they are to."""
_BATCH: Final = 5000


class LogWrite(NamedTuple):
    """What the register of a log was given, and when; None where it was deleted."""

    stamp: str
    value: Row | None


class Outcome(NamedTuple):
    """How many rows a merge has changed, by table, and what it settled, in words."""

    logs: int
    gone: int
    said: list[str]

    def and_then(self, other: Outcome) -> Outcome:
        """What both have done."""
        return Outcome(self.logs + other.logs, self.gone + other.gone, self.said + other.said)


def load_held(store: Store) -> Registers:
    """What every register but those of logs holds."""
    found: dict[tuple[str, str], dict[str, Held]] = {}
    for each in registers_beside_logs(store):
        kind, rest = each.id.split("/", 1)
        key, register = rest.rsplit("/", 1)
        value = None if each.value is None else json.loads(each.value)
        found.setdefault((kind, key), {})[register] = Held(each.stamp, value)
    return found


class Projection:
    """Makes the rows what the registers say."""

    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.store = work.store
        self.logs: Mapping[str, LogWrite] = {}
        self.kept: dict[str, Row] = {}
        self.logged: set[Whose] = set()
        self.settled: Settled | None = None

    def carry_out(
        self, logs: Mapping[str, LogWrite], now: Instant, made: Iterable[str] = ()
    ) -> Outcome:
        """Makes the rows what the registers say; `logs` were written since, `made` are new streaks.

        The registers of `logs` are stored here, since only here it is known where a log stands.
        Where it is done again, nothing but logs may have been written since.
        """
        self.logs = logs
        self.kept = {key: row for key, row in kept_logs(self.store).items() if key not in logs}
        gone = self._delete_logs()
        whose = {_whose(each.value) for each in logs.values() if each.value is not None}
        whose |= {_whose(row) for row in self.kept.values()}
        # logs of people and streaks that are there settle nothing else than was
        if self.settled is not None and not gone and all(map(self.settled.place, whose)):
            self.logged |= whose
            new, said = self._place_logs(self.settled, ())
        else:
            self.logged = {Whose(*each) for each in enrolments_with_logs(self.store)} | whose
            self.settled = settle(load_held(self.store), self.logged)
            said = self._sentences(self.settled, set(made))
            new, twice = self._write_all(self.settled)
            said += twice
        add_notes(self.store, [NoteRow(now, text) for text in said])
        return Outcome(new, gone, said)

    def _write_all(self, settled: Settled) -> tuple[int, list[str]]:
        """Writes what is another, logs too; answers how many logs are new, and what to say."""
        differences = {table: self._difference(table, settled) for table in settled.rows}
        for table in _FIRST:
            self._delete(table, differences[table].gone)
        for table in ("owners", "streaks"):
            self._free_names(table, differences[table])
        for table in ("owners", "streaks", *_FIRST, "enrolments"):
            self._write(table, differences[table])
        new, said = self._place_logs(settled, differences["enrolments"].gone)
        for table in _LAST:
            self._delete(table, differences[table].gone)
        return new, said

    # logs

    def _delete_logs(self) -> int:
        """Deletes the logs that were deleted elsewhere, before it is asked whose there are."""
        gone = [key for key, each in self.logs.items() if each.value is None]
        stamps = ((_log_id(key), self.logs[key].stamp, NOTHING) for key in gone)
        save_registers(self.store, stamps)
        return sum(self.work.delete_in("logs", id=batch) for batch in batched(gone))

    def _add_plain_logs(self, settled: Settled) -> int:
        """Adds the logs that are new and have a place and nothing that others could have, too.

        Mostly those are nearly all, and very many. The others are left in `logs`.
        """
        if not self.logs:
            return 0
        present = known_log_ids(self.store, self.logs)
        enrolments = {Whose(*pair): key for key, pair in enrolments_by_key(self.store).items()}
        places = {whose: settled.place(whose) for whose in self.logged}
        keys = {
            whose: enrolments[place]
            for whose, place in places.items()
            if place == whose  # a twin's log has its value in the register
        }
        plain: list[tuple[Any, ...]] = []
        left: dict[str, LogWrite] = {}
        stamps: list[tuple[str, str, None]] = []
        for key, each in self.logs.items():
            value = each.value
            enrolment = None if value is None else keys.get(_whose(value))
            if value is None or enrolment is None or key in present or value["unique_identifier"]:
                left[key] = each
            else:
                plain.append((key, enrolment, *map(value.__getitem__, LOG)))
                stamps.append((_log_id(key), each.stamp, None))
        self.work.add_rows("logs", ("id", "enrolment_id", *LOG), plain, "enrolment_id")
        save_registers(self.store, sorted(stamps))  # as the table has them: no page twice
        self.logs = left
        return len(plain)

    def _place_logs(self, settled: Settled, former: Iterable[Row]) -> tuple[int, list[str]]:
        """Puts logs where they belong; answers how many are new, and what to say of them."""
        plain = self._add_plain_logs(settled)
        values = {key: each.value for key, each in self.logs.items() if each.value is not None}
        values |= self.kept
        for enrolment in former:
            whose = Whose(enrolment["owner_id"], enrolment["streak_id"])
            for row in logs_of_enrolment(self.store, enrolment["id"]):
                values.setdefault(row["id"], log_value(row, whose))
        enrolments = {Whose(*pair): key for key, pair in enrolments_by_key(self.store).items()}
        places = {key: settled.place(_whose(value)) for key, value in values.items()}
        shown = {
            key: {**_columns(values[key]), "id": key, "enrolment_id": enrolments[place]}
            for key, place in places.items()
            if place is not None
        }
        hidden = self._hide_twins(shown, values, places, enrolments)
        new = plain + self._write_logs(shown, values.keys() - shown.keys())
        self._save_values(values, places, shown)
        if not hidden:
            return new, []
        from unbroken.wording.synchronisation import twice_sentence  # seldom needed

        return new, [twice_sentence(hidden)]

    def _hide_twins(
        self,
        shown: dict[str, Row],
        values: dict[str, Row],
        places: dict[str, Whose | None],
        enrolments: Mapping[Whose, int],
    ) -> int:
        """Of logs with one unique identifier only the first recorded is shown."""
        whose = {key: pair for pair, key in enrolments.items()}
        once: dict[tuple[int, str], list[Row]] = {}
        for row in shown.values():
            if row["unique_identifier"] is not None:
                once.setdefault((row["enrolment_id"], row["unique_identifier"]), []).append(row)
        count = 0
        for (enrolment, identifier), rows in once.items():
            present = log_once(self.store, enrolment, identifier)
            if present is not None and present["id"] not in shown:
                rows.append(present)
                places[present["id"]] = whose[enrolment]
                values[present["id"]] = log_value(present, whose[enrolment])
                shown[present["id"]] = {**present, "local_date": day_of(present["local_date"])}
            first = min(rows, key=lambda row: (row["recorded_at"], row["id"]))
            for row in rows:
                if row["id"] != first["id"]:
                    del shown[row["id"]]
                    count += row["id"] in self.logs
        return count

    def _write_logs(self, shown: Mapping[str, Row], hidden: Iterable[str]) -> int:
        present = {row["id"]: row for row in log_rows(self.store, [*shown, *hidden])}
        elsewhere = [
            key
            for key, row in present.items()
            if key not in shown or shown[key]["enrolment_id"] != row["enrolment_id"]
        ]
        for batch in batched(elsewhere):
            self.work.delete_in("logs", id=batch)
        for key in elsewhere:
            del present[key]
        for key, row in present.items():
            if _typed(row) != shown[key]:
                self.work.update("logs", key, **shown[key])
        new = sorted(
            (row for key, row in shown.items() if key not in present),
            key=lambda row: (row["enrolment_id"], row["activity_at"]),
        )
        for batch in batched(new, _BATCH):
            self.work.insert_many("logs", batch)
        return len(new)

    def _save_values(
        self,
        values: Mapping[str, Row],
        places: Mapping[str, Whose | None],
        shown: Mapping[str, Row],
    ) -> None:
        """A register has the value itself unless a row says all of it."""

        def told(key: str) -> str | None:
            if key in shown and places[key] == _whose(values[key]):
                return None
            return json.dumps(values[key])

        save_registers(
            self.store,
            (
                (_log_id(key), each.stamp, told(key))
                for key, each in self.logs.items()
                if each.value is not None
            ),
        )
        others = (key for key in values if key not in self.logs)
        save_values(self.store, ((told(key), _log_id(key)) for key in others))

    # the other tables

    def _difference(self, table: str, settled: Settled) -> _Difference:
        wanted = settled.rows[table]
        key_of = _KEYS.get(table, _by_id)
        present = {key_of(row): row for row in table_rows(self.store, table)}
        if table == "settings":
            present = {key: row for key, row in present.items() if key[0] in OF_JUDGING}
        difference = _Difference([], [], [])
        for key, row in present.items():
            if key not in wanted or any(
                row[name] != wanted[key].get(name) for name in _parents(row)
            ):
                difference.gone.append(row)
            elif any(row[name] != value for name, value in wanted[key].items()):
                difference.changed.append((row, wanted[key]))
        gone = {key_of(row) for row in difference.gone}
        difference.added.extend(
            row for key, row in wanted.items() if key not in present or key in gone
        )
        return difference

    def _delete(self, table: str, rows: Iterable[Row]) -> None:
        key = "key" if table == "settings" else "id"
        for batch in batched(row[key] for row in rows):
            if table in ("streaks", "owners"):
                self.work.delete_in("timers", **{f"{table[:-1]}_id": batch})
            self.work.delete_in(table, **{key: batch})

    def _free_names(self, table: str, difference: _Difference) -> None:
        """Frees the names that another row is to have before its former holder has given it up."""
        given_up: list[tuple[Row, Row]] = [
            (row, {}) for row in difference.gone
        ] + difference.changed
        for column in _UNIQUE[table]:
            wanted = {
                str(row[column]).casefold()
                for row in [*difference.added, *(row for _, row in difference.changed)]
            }
            for former, row in given_up:
                name = former[column]
                if name != row.get(column) and str(name).casefold() in wanted:
                    self.work.update(table, former["id"], **{column: former["id"]})

    def _write(self, table: str, difference: _Difference) -> None:
        key = "key" if table == "settings" else "id"
        for former, row in difference.changed:
            new = {name: value for name, value in row.items() if former[name] != value}
            self.work.update(table, former[key], **_typed(new))
        if table == "enrolments":
            for row in difference.added:
                self.work.insert(table, row)
        else:
            for _, rows in groupby(difference.added, key=tuple):
                self.work.insert_many(table, [_typed(row) for row in rows])

    # what is said

    def _sentences(self, settled: Settled, made: set[str]) -> list[str]:
        """What was settled now, and was not before."""
        # a change of one's own loads this too, and has nothing to say
        from unbroken.wording.synchronisation import (
            joined_sentence,
            renamed_sentence,
            returned_sentence,
        )

        present = {row["id"]: row for row in table_rows(self.store, "streaks")}
        people = {row["id"]: row for row in table_rows(self.store, "owners")}
        said = []
        for key in sorted(made | present.keys()):
            same = settled.streaks.get(key, key)
            row = settled.rows["streaks"].get((same,))
            if same != key and row is not None and (key in present or key in made):
                said.append(joined_sentence(row["name"]))
        for key, wanted in settled.renamed.items():
            for table, known, column in (
                ("streaks", present, "activity_type"),
                ("owners", people, "name"),
            ):
                row = settled.rows[table].get((key,))
                former = known.get(key)
                if row and (former is None or former[column] != row[column]):
                    said.append(renamed_sentence(wanted, row[column]))
        for key in sorted(settled.returned):
            row = settled.rows["streaks"][(key,)]
            if key not in present or present[key]["status"] != "archived":
                said.append(returned_sentence(row["name"]))
        return list(dict.fromkeys(said))  # of three that are one it is said once


class _Difference(NamedTuple):
    """What is to become of the rows of a table; `changed` are rows as they are and are to be."""

    gone: list[Row]
    changed: list[tuple[Row, Row]]
    added: list[Row]


def _whose(value: Row) -> Whose:
    return Whose(value["owner"], value["streak"])


def _log_id(key: str) -> str:
    return register_id("log", key, ROW)


def _columns(value: Row) -> Row:
    """The columns of a log that its register holds."""
    return _typed({name: value[name] for name in LOG})


def _typed(row: Row) -> Row:
    """A row as the unit of work has it: local dates as days."""
    return {
        name: day_of(value) if name in DAYS and value is not None else value
        for name, value in row.items()
    }


def _parents(row: Row) -> set[str]:
    """The columns of a row that say what it belongs to: one that moves goes and comes."""
    return {"streak_id", "owner_id"} & row.keys()


def _by_id(row: Row) -> Key:
    return (row["id"],)
