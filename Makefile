# `make demo` shows what xlgen does, `make quick` tests a change, `make test` is what must pass. All set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := .tools/uv/bin/uv
PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal

.PHONY: demo quick test test-all check unit engines random-editing mutants conformance bench docs functions samples bundle batch-files lock clean

demo: $(VENV)/ready
	$(BIN)/python samples/demo.py out

# Under a minute; needs nothing but Python.
quick: $(VENV)/ready-dev
	$(PYTEST) -m "not oracle and not slow"

test: check unit

# Sweeps over every shipped form, not over two of them only; see tests/conftest.py.
test-all: export XLGEN_ALL_FORMS = 1
test-all: test

check: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

unit: $(VENV)/ready-dev $(UV)
	bash tests/oracles/install.sh
	$(PYTEST)

# Every shipped form in the engines that take minutes for it.
engines: export XLGEN_ALL_FORMS = 1
engines: $(VENV)/ready-dev
	$(PYTEST) tests/workbook/test_onlyoffice.py

# Half an hour on two cores: protected workbooks edited at random in LibreOffice. FIRST=n SEQUENCES=1 repeats the n-th.
SEQUENCES ?= 2000
FIRST ?= 0
random-editing: $(VENV)/ready-dev
	bash tests/oracles/install.sh
	$(BIN)/python -m tests.random_editing $(SEQUENCES) $(FIRST)

# An hour on two cores: every small change to the rules must fail a test.
mutants: $(VENV)/ready-dev
	bash tests/oracles/venv.sh $(PYTHON) .tools/mutants
	.tools/mutants/bin/python -m pip install --quiet --disable-pip-version-check -r tests/mutants/requirements.txt
	$(BIN)/python -m tests.mutants .tools/mutants/bin

# The cases that any implementation must fulfil; see conformance/README.md.
conformance: $(VENV)/ready
	$(BIN)/python -m conformance

bench: $(VENV)/ready-dev
	$(BIN)/python -m bench.starting
	$(BIN)/python -m bench.one_workbook
	$(BIN)/python -m bench.reading
	$(BIN)/python -m bench.validating
	$(BIN)/python -m bench.functions
	$(BIN)/python -m bench.issuing
	$(BIN)/python -m bench.yearly_round
	$(BIN)/python -m bench.cluster
	$(BIN)/python -m bench.summing_up
	$(BIN)/python -m bench.round_of_units
	$(BIN)/python -m bench.suspicions
	$(BIN)/python -m bench.drafting
	$(BIN)/python -m bench.desk

# The table of functions needs xlwings, which comes with the development tools.
docs: $(VENV)/ready-dev
	$(BIN)/python docs/make_scheme_pages.py
	$(BIN)/python -m docs.make_findings_page
	$(BIN)/python -m docs.make_functions_table
	$(BIN)/python -m docs.make_key_reference

# The custom functions for hosts that run JavaScript, from the rules and functions in Python.
functions: $(VENV)/ready-dev
	$(BIN)/python -m javascript.script

# The forms with defects in samples/bad, from samples/defects.
samples: $(VENV)/ready
	$(BIN)/python -m samples.make_bad

# A zip for each platform in dist/, with all that is installed offline; see bundle/.
bundle: $(VENV)/ready-dev $(UV)
	$(BIN)/python -m bundle.make_bundle

# The batch files of the bundle, with a stand-in for Python, and of the add-in for WPS in wine: apt install wine
# gcc-mingw-w64-x86-64.
batch-files: bundle
	$(BIN)/python -m tests.packaging.batch_files
	$(BIN)/python -m tests.packaging.wps_batch_files

# Keeps the versions that pyproject.toml allows; without the file, takes the newest.
lock: $(UV)
	$(UV) pip compile pyproject.toml --universal --python-version 3.11 --all-extras --generate-hashes \
		--custom-compile-command "make lock" --quiet --output-file requirements.lock

$(UV):
	bash tests/oracles/venv.sh $(PYTHON) .tools/uv
	.tools/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

# Debian's python3 comes without venv; install.sh says so, or installs it.
$(VENV)/bin/python:
	bash tests/oracles/venv.sh $(PYTHON) $(VENV)

$(VENV)/ready: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

# The same packages on every machine and in every month, byte for byte.
$(VENV)/ready-dev: $(VENV)/bin/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/ready

clean:
	rm -rf $(VENV) .tools out
