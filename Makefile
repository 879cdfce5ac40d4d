# Targets for developers; README says how to install. PYTHON is the interpreter of the venv.
PYTHON ?= .venv/bin/python

.PHONY: test lint docs bench example differential fuzz
test:
	$(PYTHON) -m pytest

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

docs:  ## runs every command and every example in the docs
	$(PYTHON) -m pytest tests/test_docs.py --doctest-modules leadkit

bench:
	$(PYTHON) benchmarks/stages.py

differential:  ## compares clean with phonenumbers and email-validator on millions of cells
	$(PYTHON) benchmarks/differential.py

fuzz:  ## imports 20,000 lists damaged at random
	$(PYTHON) tests/files/fuzzing.py --inputs 20000

example:  ## makes the lists of the example anew
	$(PYTHON) examples/trade-fair/make.py
