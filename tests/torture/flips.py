"""Flipped bits, blank pages and cut ends in a database: asked everything, repaired, asked again."""

from __future__ import annotations

from bit_flips import make_database, try_flips
from torture.doors import DATABASE, a_folder, standing_in
from torture.report import Report


def run(count: int, seed: int, report: Report) -> None:
    """Damages a database `count` times."""
    with a_folder() as room, standing_in(room):
        make_database(room / DATABASE)
        content = (room / DATABASE).read_bytes()
        for _, chance in report.rounds(count):
            for fault in try_flips(content, chance.getrandbits(32), room / "damaged").faults:
                report.found(fault)
