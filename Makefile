# Targets for developers; README says how to install. PYTHON is the interpreter of the venv.
PYTHON ?= .venv/bin/python

.PHONY: test slow lowest lint docs manual bench example properties differential fuzz faults page-tools picture
test:
	$(PYTHON) -m pytest

slow:  ## the tests that take long; CI runs them, too
	$(PYTHON) -m pytest -m slow --hypothesis-profile=long

properties:  ## every property on 150 examples and more; half an hour
	$(PYTHON) -m pytest -m hypothesis --hypothesis-profile=thorough

lowest:  ## the tests in an environment with the lowest versions that pyproject.toml declares
	$(PYTHON) -m venv --clear .venv-lowest
	$(PYTHON) .ci/lowest.py > .venv-lowest/lowest.txt
	.venv-lowest/bin/pip install -q -c .venv-lowest/lowest.txt -e '.[dev]'
	.venv-lowest/bin/python -m pytest

lint:  ## asks for pip install -e '.[lint]'
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

docs:  ## runs every command and every example in the docs
	$(PYTHON) -m pytest -m 'slow or not slow' tests/test_docs.py tests/test_docs_code.py --doctest-modules leadkit

manual:  ## writes the man page anew from what --help says
	$(PYTHON) -c "from leadkit.cli import app; from leadkit.commands.manual import man_page; \
	open('docs/leadkit.1', 'w', encoding='utf-8').write(man_page(app))"

bench:  ## asks for pip install -e '.[bench]'
	$(PYTHON) benchmarks/stages.py

differential:  ## compares clean with phonenumbers and email-validator on millions of cells
	$(PYTHON) benchmarks/differential.py

CASES ?= 2000
SEED ?= 1
fuzz:  ## damages the inputs of all commands at random; by hand with CASES=30000 SEED=...
	$(PYTHON) -m tests.fuzzing --cases $(CASES) --seed $(SEED)

faults:  ## kills plain commands at every step, stops them, fills disks; the same to runs of a workspace, which also lose inputs and meet others
	$(PYTHON) -m tests.files.command_faults
	$(PYTHON) -m tests.workspace.faults

example:  ## makes the lists of the example anew
	$(PYTHON) examples/trade-fair/make.py

page-tools:  ## what opens pages in Chromium; asks for npm, and for Debian's chromium or CHROMIUM=...
	npm install --silent --no-package-lock --no-audit --no-fund --prefix tests/reporting/browser

picture: page-tools  ## makes the picture of a report that README shows anew
	work=$$(mktemp -d) && leadkit="$$(realpath -s $(PYTHON)) -m leadkit" && pages=$$(pwd) && \
	( cd "$$work" && $$leadkit init -q fair --example && $$leadkit run -q fair && \
	$$leadkit report -q fair -o report.html && \
	node "$$pages/tests/reporting/browser/picture.mjs" report.html "$$pages/docs/report.png" funnel ); \
	rm -rf "$$work"
