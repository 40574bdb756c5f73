# The devolved budget tracker. `make help` lists what there is to do.
PYTHON ?= python3
PORT ?= 5000
BIN := .venv/bin
STAMP := .venv/.installed-at
FRONT := budgettracker/static/built/stamp.txt
SOURCES := $(shell find frontend templates -type f 2>/dev/null) package.json package-lock.json hatch_build.py

# Compiled files may be written, or every server that a test starts compiles the whole program first.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help

.PHONY: help
help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

# A virtual environment keeps absolute paths: a checkout that was moved or copied makes its own.
$(STAMP): pyproject.toml requirements.lock
	@if [ "$$(cat $(STAMP) 2>/dev/null)" != "$(CURDIR)" ]; then rm -rf .venv; fi
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what the program needs (about a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@echo "$(CURDIR)" > $(STAMP)

# The stylesheet holds what templates use, so it is made again with them; where nothing has changed that takes no time.
$(FRONT): $(STAMP) $(SOURCES)
	@$(BIN)/python hatch_build.py
	@touch $(FRONT)

.PHONY: setup
setup: $(FRONT) ## make the environment and build the stylesheet

.PHONY: demo
demo: $(FRONT) ## fill a database with an invented world and serve it on http://127.0.0.1:5000 (PORT changes it)
	@PORT=$(PORT) $(BIN)/budgettracker demo

.PHONY: serve
serve: $(FRONT) ## serve the database named by DATABASE_URL
	@PORT=$(PORT) $(BIN)/budgettracker serve

.PHONY: test
test: $(FRONT) lint ## run the tests, on SQLite and on a real PostgreSQL
	@$(BIN)/python -m pytest -n 3 --durations=25 -m "not nightly"

.PHONY: nightly
nightly: $(FRONT) ## run the tests with their long forms (hours; NIGHTLY_ROUNDS=5 for a try)
	@NIGHTLY=1 $(BIN)/python -m pytest -n 3 --durations=50

.PHONY: coverage
coverage: $(FRONT) ## branch coverage of the package by the tests on SQLite; red below the floor in pyproject.toml
	@$(BIN)/python -m pytest -n 2 --durations=25 -m "not nightly" -k "not postgresql" --cov --cov-report=term \
		$(foreach folder,browser races faults access,--ignore tests/$(folder))

.PHONY: lint
lint: $(FRONT) ## style, types, templates, and the rules of the house about imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/djlint --lint --quiet templates
	@$(BIN)/lint-imports --no-cache > .lint-imports.log 2>&1 || { cat .lint-imports.log; exit 1; }

.PHONY: format
format: $(FRONT) ## put the code into its one style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: docs
docs: $(FRONT) ## draw docs/architecture.svg and write docs/data-dictionary.md anew from the code
	@$(BIN)/python -m tests.docs

.PHONY: bench
bench: $(FRONT) ## measure, as ratios against a stated peer in the same run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/bench/requirements.txt
	@$(BIN)/python -m tests.bench

.PHONY: migration
migration: $(FRONT) ## write a migration for changed models: make migration m="what changed"
	@$(BIN)/flask --app budgettracker db migrate -m "$(m)"

.PHONY: lock
lock: ## choose and hash the versions of what the program needs
	@$(PYTHON) -m venv .venv/lock && .venv/lock/bin/pip install --quiet uv
	@.venv/lock/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
		--extra test pyproject.toml -o requirements.lock

.PHONY: shell
shell: $(FRONT) ## a Python prompt inside the program, with db and every model at hand
	@$(BIN)/flask --app budgettracker shell

.PHONY: audit
audit: ## look for known faults in what the program needs (pip-audit and its online database must be reachable)
	@$(PYTHON) -m venv .venv/audit && .venv/audit/bin/pip install --quiet --disable-pip-version-check pip-audit \
		|| { echo "NOT RUN: pip-audit could not be installed. Run it where the package index can be reached."; exit 2; }
	@rm -f .venv/audit/report
	@.venv/audit/bin/pip-audit --requirement requirements.lock --disable-pip --strict --progress-spinner off \
		--output .venv/audit/report; status=$$?; cat .venv/audit/report 2> /dev/null; \
		if [ $$status -ne 0 ] && [ ! -s .venv/audit/report ]; then \
			echo "NOT RUN: the database of known faults could not be asked. Run it where that can be reached."; exit 2; \
		fi; exit $$status
