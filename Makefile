# Needs GNU make and Python 3.11 or newer; everything else is installed into .venv.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
LOCKED := .venv/locked
LOCKED_EXTRAS := --extra postgres --extra redis --extra remote --extra tracing

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format docs eval accuracy bench serve lock sbom audit supply-chain clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: .venv/installed ## create .venv and install jixiao with what its development needs

.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高：make setup PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@# an editable install is not compiled by pip; without this the first start of every command is slower
	$(BIN)/python -m compileall -q extractor evals
	@touch $@

demo: setup ## read and check the sample forms that come with the project
	@$(BIN)/python docs/demo.py

test: setup ## run the tests (TESTS=path to run some)
	$(BIN)/python -m pytest -n auto $(TESTS)

check: setup ## formatting, lint, types, layers, generated pages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

format: setup ## format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: setup ## write docs/cli.md, docs/rules/ and docs/accuracy.md anew
	$(BIN)/python docs/generate.py

eval: setup ## measure the product (SUITE=quick by default; jixiao eval list names the others)
	$(BIN)/jixiao eval run $(or $(SUITE),quick)

accuracy: setup ## measure anew all that docs/accuracy.md publishes; takes long
	$(BIN)/jixiao eval publish

bench: setup ## speed and memory beside PyMuPDF, pdfplumber and camelot (the last two with pip install -e '.[evals]')
	$(BIN)/python -m evals.bench

serve: setup ## start the web page at http://127.0.0.1:8765
	$(BIN)/jixiao serve

lock: supply-chain ## choose all versions anew and write requirements.lock with their hashes
	$(BIN)/uv pip compile pyproject.toml $(LOCKED_EXTRAS) --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet --output-file requirements.lock

sbom: supply-chain ## install requirements.lock apart, and write sbom.cdx.json and docs/licences.md from what was installed
	$(BIN)/uv venv --quiet --clear $(LOCKED)
	$(BIN)/uv pip install --quiet --python $(LOCKED)/bin/python --require-hashes -r requirements.lock
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --short-PURLs \
		--output-file sbom.cdx.json $(LOCKED)/bin/python
	{ cat docs/licences-preface.txt; $(BIN)/pip-licenses --python $(LOCKED)/bin/python --format=markdown; } > docs/licences.md
	rm -rf $(LOCKED)

audit: supply-chain ## look for known vulnerabilities of what requirements.lock names; needs the internet
	$(BIN)/pip-audit --strict --disable-pip -r requirements.lock

supply-chain: setup
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[supply-chain]'

clean: ## remove .venv and everything that tools leave behind
	rm -rf .venv dist build .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
