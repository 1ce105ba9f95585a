# Booth. Needs Debian (or a system with the packages named by `make system`), Python 3.11+ and make.
#   make demo    set up everything and run a whole interview on this machine
#   make test    set up everything and run the tests (`make test-slow` the fault laboratory)
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BOOTH := $(BIN)/python main.py
OUT ?= out

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests system models demo run test test-slow fuzz check format bench docs clean

help: ## show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: ## system packages, Python packages from the lock, models (quick the second time)
	@$(PYTHON) -m installer.setup all

setup-tests: ## the same, and what the tests need besides (a browser, a tracer, npm's tus)
	@$(PYTHON) -m installer.setup system --tests
	@$(PYTHON) -m installer.setup python
	@$(PYTHON) -m installer.setup models
	@$(PYTHON) -m installer.setup peers

system: ## only the system packages (root), or the line that installs them
	@$(PYTHON) -m installer.setup system

models: ## only the models, each from its pinned package with its digest verified
	@$(PYTHON) -m installer.setup python
	@$(PYTHON) -m installer.setup models

demo: setup ## a whole interview on this machine, from the booth to the report at HQ
	@$(BOOTH) demo --json --out $(OUT)/demo

run: setup ## the kiosk on this machine's camera and microphone, with a trial HQ of its own
	@$(BOOTH) kiosk --trial

check: setup-tests ## lint, two strict type checkers, import contracts, QML
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy app devices ui main.py
	$(BIN)/pyright
	$(BIN)/lint-imports
	bash installer/qml_gate.sh

test: setup-tests ## the tests, with a whole interview end to end among them
	$(BIN)/python -m pytest -m "not slow"

test-slow: setup-tests ## the fault laboratory, players, and an interview whose kiosk is killed
	$(BIN)/python -m pytest -m slow

fuzz: setup-tests ## a million bent headers, manifests and records, ten thousand bent bundles
	$(BIN)/python -m tests.fuzz

format: setup ## format the sources
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup-tests ## the measurements behind docs/measurements-*.md
	$(BIN)/python -m tests.measurements.vision
	for what in zh en noise; do $(BIN)/python -m tests.measurements.speech $$what; done
	$(BIN)/python main.py bench monitor --full --media $${BOOTH_TEST_MEDIA:-../shared/media}

docs: setup ## draw the diagrams that are made from the code
	$(BIN)/python installer/draw_flow.py docs/flow.md
	$(BIN)/python installer/draw_settings.py docs/settings.md
	$(BIN)/python installer/draw_errors.py docs/errors.md

clean: ## remove what was built (not the models)
	rm -rf $(VENV) build dist $(OUT) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
