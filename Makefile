# One command to use it, one to test it; Python 3.11 or later with its venv module is all it takes.
PYTHON ?= python3
STAMP := .venv/.made-from-lock

.PHONY: run test

run: $(STAMP)
	.venv/bin/consult demo

test: $(STAMP)
	.venv/bin/python -m pytest -n 2

$(STAMP): requirements.lock pyproject.toml
	test -d .venv || $(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(STAMP)
