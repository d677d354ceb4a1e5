# The commands of the house. Each one first makes sure that what it needs is there (bootstrap.py).

PYTHON ?= python3
ADDRESS ?= 127.0.0.1:8000
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/postgres
# Further words for pytest: make test ARGS="tests/training/orders -x"
ARGS ?=
PEOPLE ?= 1100000
BUYERS ?= 1000
CLIENTS ?= 50

PY = .venv/bin/python
MANAGE = $(PY) site/manage.py
# Folders that carry their own sentences to translate.
CATALOGUES = courses certificates training site
# Types are checked on the doors of rooms, not on every line behind them.
DOORS = $(wildcard $(foreach door,actions queries rules states errors signals methods/base indicators/base \
	reach scope standings codes scans estimates facts statistics plans numbering \
	ledger privacy standing phones key_rotation keeping own_data own_groups comparing sealed \
	kept spans effects units rulings sending senders/base eligibility reasons \
	eligibility_queries eligibility_actions appeal_actions eligibility_states \
	balance seating waiting_list allotting places, \
	training/*/$(door).py courses/$(door).py certificates/$(door).py))

.DEFAULT_GOAL := help
.PHONY: help ready ready-test run test test-postgres gate bench messages shots clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

ready:
	@$(PYTHON) bootstrap.py run

ready-test:
	@$(PYTHON) bootstrap.py test

run: ready ## Serve the site with the demo county on http://127.0.0.1:8000/
	@$(MANAGE) serve $(ADDRESS)

test: ready-test ## Run the whole suite on SQLite, browser stories included
	$(PY) -m pytest -n auto $(ARGS)

test-postgres: ready-test ## Run the whole suite on PostgreSQL (POSTGRES_URL)
	DATABASE_URL=$(POSTGRES_URL) $(PY) -m pytest -n auto $(ARGS)

gate: ready-test ## Check style, imports, types, migrations and translations
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/mypy $(DOORS)
	$(MANAGE) makemigrations --check --dry-run --settings config.settings.test
	.venv/bin/djlint --lint --quiet courses certificates training site/templates
	$(PY) -m pytest -p no:xdist --quiet tests/house

bench: ready-test ## Measure register and rush on PostgreSQL beside their references (ARGS="--only rush")
	POSTGRES_URL=$(POSTGRES_URL) $(PY) -m benchmarks \
		--people $(PEOPLE) --buyers $(BUYERS) --clients $(CLIENTS) $(ARGS)

messages: ready-test ## Collect the sentences to translate and compile the catalogues
	@for folder in $(CATALOGUES); do \
		mkdir -p $$folder/locale && \
		(cd $$folder && ../$(PY) -m django makemessages --locale zh_Hans --add-location file) || exit 1; \
	done
	@# Not msgfmt: whoever runs the site has none, and the compiled catalogues are committed.
	@$(PY) -c "import pathlib, polib; [polib.pofile(str(po)).save_as_mofile(str(po.with_suffix('.mo'))) \
		for po in pathlib.Path('.').glob('[!.]*/**/LC_MESSAGES/*.po')]"

shots: ready-test ## Take the pictures in docs/images again
	@fc-list :lang=zh-cn | grep -q . || { echo "First install a Chinese font, such as fonts-noto-cjk."; exit 1; }
	YIJI_SHOTS=docs/images $(PY) -m pytest -p no:xdist tests/stories/test_shots.py

clean: ## Remove caches and build products; the database and uploads stay
	rm -rf .pytest_cache .ruff_cache .mypy_cache .import_linter_cache static-collected build dist *.egg-info
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
