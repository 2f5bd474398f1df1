# From a bare checkout: `make run` to look at it, `make test` to try it. Needed: Python 3.11 with venv, make and git.

PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo "$$name" && break; done)
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
INSTALL = $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement

.PHONY: setup setup-dev run test test-all check bench catalogue docs lock help

help: ## Show these lines
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand --tabs=18

setup: $(VENV)/.app $(BIN)/timonel ## Install timonel and what it needs into .venv

setup-dev: $(VENV)/.dev $(BIN)/timonel

run: setup ## Set up, create the database, load the demonstration if it is empty, and serve
	@echo "Preparing the database …"
	@$(BIN)/timonel migrate --quiet
	@$(BIN)/timonel demo --if-empty
	@exec $(BIN)/timonel serve

test: setup-dev ## Run the fast tests
	$(BIN)/pytest -m "not long" --numprocesses $(WORKERS) $(ARGS)

test-all: setup-dev ## Run all tests: kills, races, every page in a browser; a test that is skipped fails
	-@$(BIN)/python tools/find_programs.py
	$(BIN)/pytest --fail-on-skip --numprocesses $(WORKERS) $(ARGS)

check: setup-dev ## Check style, types, import order, migrations, translations and the guards
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests/guards --quiet

bench: setup-dev ## Measure what must be fast, beside what one would use instead
	@failed=; for each in benchmarks/bench_*.py; do $(BIN)/python -m "benchmarks.$$(basename $$each .py)" || failed=1; done; \
		test -z "$$failed"

catalogue: setup-dev ## Say which rows of the catalogue of requirements have passing tests
	$(BIN)/python tools/catalogue.py

docs: setup-dev ## Write the pages that are made from the code
	$(BIN)/python tools/document.py

lock: setup ## Choose the versions of all packages anew
	cd requirements && for name in uv app dev; do ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --no-emit-find-links $$name.in --output-file $$name.txt; done

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11, 3.12 or 3.13 was found; install one (Debian: apt-get install python3-venv)."; exit 1; }
	@echo "Creating $(VENV) with $(PYTHON) …"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv is missing (Debian: apt-get install python3-venv)."; exit 1; }

$(VENV)/.uv: requirements/uv.txt | $(BIN)/python
	@echo "Installing the installer …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/uv.txt
	@touch $@

$(VENV)/.app: requirements/app.txt $(VENV)/.uv
	@echo "Installing what timonel needs …"
	@$(INSTALL) requirements/app.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.app
	@echo "Installing what its tests need …"
	@$(INSTALL) requirements/dev.txt
	@touch $@

# The package is used where it lies: a path for Python, a command for people. Nothing is built.
$(BIN)/timonel: Makefile | $(BIN)/python
	@echo ../../../../src > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/timonel.pth"
	@printf '#!/bin/sh\nexec "$${0%%/*}/python" -m timonel "$$@"\n' > $@
	@chmod +x $@
