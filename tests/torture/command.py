"""The command that runs the harnesses."""

from __future__ import annotations

import argparse
import sys

from torture.harnesses import FULL, run_harness

COMMAND = "python -m tests.torture"


def main() -> int:
    """Runs the harnesses that are named, or all; 1 where any of them has found something."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("name", nargs="*", help=f"of {', '.join(FULL)}; all without one")
    parser.add_argument("--count", type=int, help="how often each tries; by default a full run")
    parser.add_argument("--seconds", type=float, help="how long each tries at most")
    parser.add_argument("--seed", type=int, default=1, help="of its chance; 1 by default")
    parser.add_argument("--first", type=int, default=0, help="the round it begins with")
    asked = parser.parse_args()
    if unknown := set(asked.name) - FULL.keys():
        parser.error(f"there is no harness {', '.join(sorted(unknown))}; see --help")
    faulty = False
    for name in asked.name or FULL:
        report = run_harness(
            name,
            asked.count or FULL[name],
            asked.seed,
            first=asked.first,
            seconds=asked.seconds,
        )
        sys.stdout.write(report.told(COMMAND) + "\n")
        sys.stdout.flush()
        faulty = faulty or bool(report.findings)
    return int(faulty)
