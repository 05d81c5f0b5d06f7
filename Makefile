# Two commands matter: `make book` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
LESSON ?= 04-rfm
NB ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COURSE := .venv/.course-installed
DEV := .venv/.dev-installed
ENGINES := .venv/.engines-installed
BOOK := _build/html/index.html

.DEFAULT_GOAL := help
.PHONY: help book pdf test lint engines lab refresh exercises bench system clean pins

help:  ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 18

book: $(COURSE)  ## make the environment and build the book (SOLUTIONS=no: without the solutions)
	@$(BIN)/python tools/build_book.py $(if $(filter no,$(SOLUTIONS)),--without-solutions)
	@echo "The book: $(CURDIR)/$(if $(filter no,$(SOLUTIONS)),_build/without-solutions/html/index.html,$(BOOK))"

pdf: $(COURSE)  ## the book as one PDF (says which Debian packages it needs)
	@$(BIN)/python tools/build_pdf.py

.PHONY: booklets
booklets: $(DEV)  ## the course in an evening as a booklet, in English and in Chinese (needs Chromium: make system)
	@$(BIN)/python tools/build_book.py
	@$(BIN)/python tools/booklets.py

# Dask and Spark are large: their tests run in continuous integration, or after `make engines`.
test: lint $(if $(filter true,$(CI)),$(ENGINES))  ## build the book and run every test
	@command -v git >/dev/null || { echo "git is missing: install it (Debian: apt-get install git)."; exit 1; }
	@$(BIN)/python tools/build_book.py --both
	@BOTH_ARE_BUILT=yes $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --nbval-current-env \
	    $$($(BIN)/python tools/strictness.py) tests $$($(BIN)/python tools/processors.py --others)

lint: $(DEV)  ## code style and spelling, in seconds (`make test` begins with it)
	@$(BIN)/ruff check --quiet . || { \
	  echo "Code style: $(BIN)/ruff check --fix . mends most of this, the rest by hand."; exit 1; }
	@$(BIN)/ruff format --quiet --check . || { echo "Code layout: $(BIN)/ruff format . mends it."; exit 1; }
	@$(BIN)/codespell || { \
	  echo "Spelling: mend the word, or add it to ignore-words-list in pyproject.toml if it is right."; exit 1; }

.PHONY: pages
pages: $(DEV)  ## axe-core, a phone and the dark on every page of the book (`make test` judges one of each kind)
	@$(BIN)/python tools/build_book.py
	@EVERY_PAGE=yes $(BIN)/python -m pytest -n 2 --dist loadscope tests/test_browser_book.py -k "drawn or phone or dark"

.PHONY: mutants
mutants: $(DEV)  ## turn 36 operators of crmlib, one at a time: do the tests notice?
	@$(BIN)/python tools/mutants.py

.PHONY: same
same: $(DEV)  ## outputs as other processors compute them, and the book built again elsewhere: both are the same
	@$(BIN)/python tools/processors.py
	@$(BIN)/python tools/build_again.py

engines: $(ENGINES)  ## install Dask and Spark, which their tests need (Spark needs Java: make system)

lab: $(COURSE)  ## open the workbook in JupyterLab (LESSON=04-rfm)
	@test -d work/$(LESSON) || $(BIN)/python -m crmlib start $(LESSON)
	@$(BIN)/jupyter-lab $$( [ "$$(id -u)" = 0 ] && echo --allow-root ) --LabApp.default_url=/lab/tree/work/$(LESSON)

refresh: $(COURSE)  ## run the chapters, reference pages and solutions and store their outputs (NB=path for one)
	@$(BIN)/python tools/refresh.py $(NB)

exercises: $(DEV)  ## derive the exercises from the solutions (LESSON=04-rfm for one)
	@$(BIN)/python tools/derive.py $(if $(filter command,$(firstword $(origin LESSON))),$(LESSON))

# The peers live in environments of their own; SIZES=small takes minutes, and changes nothing that the book shows.
SIZES ?= full
EXAMPLES = $(if $(filter small,$(SIZES)),default,bench)
PEERS := $(patsubst benchmarks/peers/%.txt,.venv/peers/%/installed,$(wildcard benchmarks/peers/*.txt))

bench: $(ENGINES) $(PEERS)  ## crmlib against its peers, property tests, killed builds, wrong answers, recovery, Lighthouse (SIZES=small: minutes)
	@$(BIN)/python benchmarks/compare.py --sizes $(SIZES)
	@$(BIN)/python -m pytest -m hypothesis --hypothesis-profile=$(EXAMPLES) tests
	@CRMLIB_KILLED_DATABASES=$(if $(filter small,$(SIZES)),6,100) $(BIN)/python -m pytest tests/test_database.py -k killed
	@$(BIN)/python benchmarks/diagnosis.py $(if $(filter small,$(SIZES)),03-data)
	@$(BIN)/python benchmarks/recovery.py --seeds $(if $(filter small,$(SIZES)),3,100)
	@$(BIN)/python tools/build_book.py
	@$(if $(filter small,$(SIZES)),:,$(BIN)/python benchmarks/pages.py)

.venv/peers/%/installed: benchmarks/peers/%.txt | .venv/bin/python
	@echo "Installing $* into an environment of its own ..."
	@$(BIN)/python -m venv .venv/peers/$*
	@.venv/peers/$*/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

system:  ## install Debian's chromium, a Chinese font (browser tests) and Java (the Spark test)
	@command -v apt-get >/dev/null || { echo "make system is for Debian: install Chromium, Noto CJK and Java yourself."; exit 1; }
	@missing="$$(command -v chromium >/dev/null || echo chromium) \
	  $$(fc-list :lang=zh 2>/dev/null | grep -q . || echo fontconfig fonts-noto-cjk) \
	  $$(command -v java >/dev/null || echo default-jre-headless)"; \
	[ -z "$${missing// /}" ] || { \
	  sudo=$$( [ "$$(id -u)" = 0 ] || echo sudo ); \
	  $$sudo apt-get update -qq && \
	  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; }

clean:  ## remove what was built; never work/, grading/ or .venv/
	@rm -rf _build .pytest_cache .ruff_cache .hypothesis dist
	@find . -path ./.venv -prune -o -path ./work -prune -o -path ./grading -prune -o -path ./.git -prune -o \
	  -type d \( -name __pycache__ -o -name .ipynb_checkpoints \) -exec rm -rf {} +

PIN = uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --generate-hashes \
  --no-emit-package crmlib $(UPGRADE)

pins:  ## make requirements*.txt again from requirements*.in (UPGRADE=--upgrade for newer versions; needs uv)
	@command -v uv >/dev/null || { echo "uv is missing: install it (pip install uv)."; exit 1; }
	@$(PIN) requirements.in -o requirements.txt
	@$(PIN) -c requirements.txt requirements-dev.in -o requirements-dev.txt
	@$(PIN) -c requirements-dev.txt requirements-engines.in -o requirements-engines.txt
	@for peer in benchmarks/peers/*.in; do $(PIN) $$peer -o $${peer%.in}.txt || exit 1; done

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 to 3.14."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || \
	  { echo "Python 3.11 to 3.14 is needed; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make book PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "python3-venv is missing: install it (Debian: apt-get install python3-venv)."; exit 1; }
	@$(PYTHON) -m venv .venv

$(COURSE): requirements.txt pyproject.toml | .venv/bin/python
	@echo "Installing what the course needs into .venv (a few minutes the first time) ..."
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@# Of an earlier installation pip leaves empty folders, which Python takes for crmlib.
	@find .venv -type d -path '*/site-packages/crmlib*' -empty -delete
	@touch $@

$(DEV): requirements-dev.txt $(COURSE)
	@echo "Installing what the tests need into .venv ..."
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

$(ENGINES): requirements-engines.txt $(DEV)
	@echo "Installing Dask and Spark into .venv ..."
	@$(PIP) --require-hashes --no-build-isolation -r requirements-engines.txt
	@touch $@
