# Two commands do everything: `make demo` and `make test`. Everything else is built from them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
# -qq: errors only
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
WORKERS ?= 4
# the tests start hundreds of interpreters: none of them has to compile the program anew
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup demo test lint types imports tests soak bench screenshots locale lock clean

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP)  ## create .venv with the locked dependencies

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "Python 3.11 to 3.13 is needed; name one: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' \
	  || { echo "Python's venv module is not complete; on Debian: apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) with the locked dependencies; this takes about a minute ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

demo: setup  ## start the demo office
	@$(BIN)/clerk demo

test: lint types imports tests  ## all checks

lint: setup  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup  ## mypy, strict
	$(BIN)/mypy

imports: setup  ## import directions of the house
	$(BIN)/lint-imports

tests: setup  ## pytest with reduced sizes of the fault, race and fuzz tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -q

soak: setup  ## the fault, race and fuzz tests at full size
	CLERK_SOAK=1 $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -q -o timeout=3600

bench: setup  ## measure against baselines of the same run
	$(BIN)/python -m tests.benchmarks

screenshots: setup  ## draw docs/screenshots anew from the running program
	$(BIN)/python -m tests.e2e.screenshots

CATALOGUE := clerk/locale/en/LC_MESSAGES/clerk

locale: setup  ## bring the English catalogue to the state of the code; then translate what is new and run it again
	$(BIN)/pybabel -q extract -k _ -k german -k ngettext:1,2 --no-default-keywords --no-location --no-wrap \
	  --omit-header -o $(CATALOGUE).pot clerk screens integrations
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap \
	  -D clerk -l en -i $(CATALOGUE).pot -o $(CATALOGUE).po
	rm $(CATALOGUE).pot
	$(BIN)/pybabel compile --statistics -i $(CATALOGUE).po -o $(CATALOGUE).mo

lock: setup  ## resolve the dependencies anew (needs the uv package)
	$(PIP) uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --extra dev \
	  --python-version 3.11 pyproject.toml -o requirements.lock

clean:  ## remove everything that was set up
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
