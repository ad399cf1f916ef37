# Everything runs in an environment of its own, .venv, made on first use and again whenever
# pyproject.toml changes. Needed: make, and Python 3.11 or newer with venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
# More for pytest, say: make test ARGS="-k status"
ARGS ?=
# Four at least, also on fewer cores: many tests wait for processes and browsers.
JOBS ?= $(shell n=$$(nproc 2>/dev/null || echo 4); if [ $$n -gt 4 ]; then echo $$n; else echo 4; fi)
# Known vulnerabilities, looked up by `make check`.
OSV_URL ?= https://api.osv.dev/v1/query

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help demo test check audit bench clean

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile

demo: $(VENV)/with-demo ## make the sample store and its pack, and start the dashboard
	@$(BIN)/python -m smsdata demo
	@mkdir -p out
	@set -e; period=$$($(BIN)/python -c "$$LAST_THREE_MONTHS"); set -- $$period; \
	$(BIN)/python -m reports management-review --from $$1 --to $$2 -o out/management-review.pdf; \
	echo "Management review, $$1 to $$2: out/management-review.pdf"; \
	echo "Store: $${SMS_STORE:-data/sms.duckdb}"
	@echo "Dashboard, until Ctrl-C:"
	@exec $(BIN)/python -m streamlit run app.py

test: $(VENV)/with-test ## run the tests
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(ARGS)

check: $(VENV)/with-check ## lint, types, architecture, dependencies, known vulnerabilities
	@echo "ruff check";    $(BIN)/ruff check --quiet .
	@echo "ruff format";   $(BIN)/ruff format --quiet --check .
	@echo "mypy --strict"; $(BIN)/mypy --strict smsdata reports pages app.py
	@echo "import-linter"; PYTHONPATH=$(VENV)/stand-ins $(BIN)/lint-imports --no-logo --no-cache
	@echo "deptry";        $(BIN)/deptry --no-ansi .
	@$(MAKE) --no-print-directory audit

# Whether the service answers is found by asking after a version known to be vulnerable. Only
# where it does not is the audit left out: what pip-audit then finds, or cannot do, is a failure.
audit: $(VENV)/with-check
	@if $(BIN)/python -c "$$SERVICE_ANSWERS" $(OSV_URL); then \
	  echo "pip-audit"; \
	  $(BIN)/pip-audit --progress-spinner off --vulnerability-service osv --osv-url $(OSV_URL) \
	    --local --skip-editable; \
	else \
	  echo "pip-audit SKIPPED: $(OSV_URL) does not answer, vulnerabilities were not looked up"; \
	fi

bench: $(VENV)/with-bench ## measure status, pack and import beside their peers and limits
	@$(BIN)/python -m benchmarks $(ARGS)

clean: ## remove the environment, caches and the demo's pack; stores in data/ stay
	@rm -rf $(VENV) out/management-review.pdf build dist *.egg-info \
	  .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@echo "Making $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --upgrade pip setuptools
	@touch $@

$(VENV)/with-demo: pyproject.toml $(VENV)/made
	@echo "Installing into $(VENV)"
	@$(PIP) install --editable .
	@touch $@

$(VENV)/with-%: pyproject.toml $(VENV)/made
	@echo "Installing into $(VENV), with what $* needs"
	@$(PIP) install --editable '.[$(or $(EXTRAS),$*)]'
	@touch $@

# What is checked uses the test extra too. import-linter wants every package it is told of: an
# empty one stands in until pages/ is there (the checkout comes first).
$(VENV)/with-check: EXTRAS = check,test
$(VENV)/with-check: $(VENV)/stand-ins/pages/__init__.py
$(VENV)/stand-ins/pages/__init__.py: $(VENV)/made
	@mkdir -p $(@D)
	@touch $@

define LAST_THREE_MONTHS
from datetime import date, timedelta
this = date.today().replace(day=1)
months = this.year * 12 + this.month - 1 - 3
print(date(months // 12, months % 12 + 1, 1), this - timedelta(days=1))
endef
export LAST_THREE_MONTHS

define SERVICE_ANSWERS
import sys, requests
question = {"package": {"name": "requests", "ecosystem": "PyPI"}, "version": "2.19.0"}
try:
    answer = requests.post(sys.argv[1], json=question, timeout=10)
    sys.exit(not answer.json()["vulns"])
except (requests.RequestException, KeyError, ValueError):
    sys.exit(1)
endef
export SERVICE_ANSWERS
