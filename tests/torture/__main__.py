"""`python -m tests.torture [NAME …]`: runs the harnesses, each as long as its full run is."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    sys.exit(import_module("torture.command").main())
