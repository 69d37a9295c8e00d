# What a contributor does, by name. `make` alone lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Options for pytest, for example: make test ARGS='-k undo'
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup check lint format test test-all torture bench screenshots

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -e '.[dev]'
	@touch $@

setup: $(VENV)/.ready ## make .venv with everything for working on it

check: lint test ## format, lint, types, import contracts, tests

lint: setup ## check format, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup ## format the code, and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: setup ## run the tests
	$(BIN)/python -m pytest $(ARGS)

test-all: setup ## run the tests with the long profile of the properties
	$(BIN)/pip install --quiet -e '.[bucket]'
	UNBROKEN_TESTS=deep $(BIN)/python -m pytest $(ARGS)

torture: setup ## kill, cut, fill, race and fuzz it for a while; ARGS='kills --seed 2' for some of it
	$(BIN)/python -m tests.torture $(ARGS)

bench: setup ## measure it on large databases, and write docs/performance.md anew
	$(BIN)/python tests/benchmarks/page.py $(ARGS)

screenshots: setup ## draw the README's pictures anew from the demo
	$(BIN)/python screenshots/draw.py
