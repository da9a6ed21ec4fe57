# One door for every chore. `make` alone lists the verbs.
.DEFAULT_GOAL := help
.PHONY: help run demo test soak bench bench-quick check format locale screenshots lock clean

PYTHON := .venv/bin/python
UV := .venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" --upgrade

help: ## list the verbs
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):[^#]*## (.*)/  make \1|\2/' | awk -F"|" "{ printf \"%-18s %s\\n\", \$$1, \$$2 }"

run: ## install what is missing and open the demo shop, with an accounting sandbox inside
	@bash .ci/setup.sh run
	@$(PYTHON) main.py --demo

demo: run ## the same as run

test: ## install what is missing and run the whole test suite, with no display needed
	@bash .ci/setup.sh dev
	@$(PYTHON) -m pytest -q -n auto --maxprocesses 4 --dist worksteal $(ARGS)

ROUNDS ?= 1000
SEEDS ?= 2000
SEED ?= 1
DRAIN ?= 10000
HOURS ?= 0
soak: ## kill and simulate the till until it breaks a promise: ROUNDS=1000 SEEDS=2000 DRAIN=10000 SEED=1 HOURS=0
	@bash .ci/setup.sh dev
	@$(PYTHON) -m tests.reliability.soak --rounds $(ROUNDS) --seeds $(SEEDS) --seed $(SEED) --drain $(DRAIN) --hours $(HOURS)

bench: ## measure every figure beside its floor, in a shop of a million sales: ARGS="--only search,books"
	@bash .ci/setup.sh dev
	@$(PYTHON) -m benchmarks $(ARGS)

bench-quick: ## the same in a small shop and few rounds, within two minutes
	@bash .ci/setup.sh dev
	@$(PYTHON) -m benchmarks --quick $(ARGS)

check: ## lint, formatting and types
	@bash .ci/setup.sh dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

format: ## put the code into the one format and mend what the linter can
	@bash .ci/setup.sh dev
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

locale: ## collect new sentences for the translators and compile the translations
	@bash .ci/setup.sh dev
	@mkdir -p build
	@.venv/bin/pybabel -q extract --keyword=say --keyword=count:1,2 --keyword=N_ --no-location --sort-output \
		--omit-header --output-file=build/disken.pot terminal_app
	@.venv/bin/pybabel -q update --domain=disken --input-file=build/disken.pot --output-dir=assets/locale \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap
	@.venv/bin/pybabel -q compile --domain=disken --directory=assets/locale

screenshots: ## draw every screen into docs/screenshots
	@bash .ci/setup.sh dev
	@$(PYTHON) main.py --demo --screenshots docs/screenshots

lock: ## renew both lock files from pyproject.toml
	@bash .ci/setup.sh dev
	@$(UV) --group build --output-file requirements.lock
	@$(UV) --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock
	@echo "lock: renewed; run 'make test', then commit both lock files"

clean: ## remove what make made
	@rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
