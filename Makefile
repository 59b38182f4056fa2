# `make run` and `make test` need git, make, Python 3.11 to 3.13 and a package registry; they set up an environment of their own first.

VENV := .venv
BIN := $(VENV)/bin
# Written last, so that an interrupted set-up starts again.
READY := $(VENV)/.ready
# The first of these that runs and is new enough; `make PYTHON=…` takes another.
PYTHON := $(shell for python in python3.12 python3.13 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$python && break; done)

.PHONY: run test ui bench soak growth lint lock clean
.DEFAULT_GOAL := run

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Newsledger needs Python 3.11, 3.12 or 3.13; none was found. Name one: make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Setting up $(VENV) from requirements.lock (about a minute) …"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || { echo "This Python can't make environments. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: $(READY)  ## the main job on the sample inbox
	@$(BIN)/newsledger run

test: $(READY)  ## all tests
	@# Two at a time; the files whose tests take longest, those of whole runs, begin.
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder tests/test_runs.py tests/test_repeated.py tests

ui: $(READY)  ## the Dagster UI
	@$(BIN)/newsledger ui

bench: $(READY)  ## accuracy and speed; writes benchmarks/RESULTS.md; GOLD=folder of gold data and scorers measures on those too
	@$(BIN)/python -m benchmarks $(GOLD)

soak: $(READY)  ## fifty nights of news that arrives broken, twice, late and corrected, against a count kept apart
	@$(BIN)/python -m tests.soak 50 40 1

growth: ARTICLES := 500
growth: $(READY)  ## what a night costs behind 100 days of history, beside one behind a day; ARTICLES=500 of them in each
	@$(BIN)/python -m tests.growth 100 $(ARTICLES)

lint: $(READY)  ## format, lint, types, SQL
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar dbt_project warehouse
	DAGSTER_HOME= $(BIN)/dagster definitions validate -w workspace.yaml

lock: $(READY)  ## new versions into requirements.lock
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet --upgrade -o requirements.lock

clean:  ## the environment and caches; the data in warehouse/ stays
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache dbt_project/target dbt_project/logs
