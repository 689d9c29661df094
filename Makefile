# The course package. `make help` lists what can be asked for.
PORT ?= 8000
PYTHON ?= python3
export PYTHON

.PHONY: help run setup setup-test test check bench messages lock

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: setup ## from a fresh clone to a working site with demo data at http://127.0.0.1:8000 (PORT= changes it)
	@.venv/bin/course serve --demo --port $(PORT)

setup: ## only the installation, into .venv/
	@deploy/setup.sh

setup-test:
	@deploy/setup.sh --test

test: setup-test ## every test: both databases, a real browser, a real mail server
	.venv/bin/python -m pytest -n 2 --dist loadgroup

check: setup-test ## style, types, content, translations
	.venv/bin/ruff check course tests
	.venv/bin/ruff format --check course tests
	.venv/bin/mypy
	.venv/bin/course content check

bench: setup-test ## benchmarks, as ratios against a baseline of the same run
	.venv/bin/python -m tests.bench

messages: setup-test ## collect the interface strings into the catalogues of every language
	.venv/bin/pybabel --quiet extract -F deploy/babel.cfg -k _l -k lazy_gettext -k N_ --no-location --sort-output -o .messages.pot .
	.venv/bin/pybabel --quiet update -i .messages.pot -d course/translations --no-fuzzy-matching
	@rm -f .messages.pot

lock: ## write the lock files anew from pyproject.toml (needs `uv` on the PATH)
	uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --allow-unsafe -q -o requirements.lock
	uv pip compile pyproject.toml --extra test --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --allow-unsafe -q -o requirements-test.lock
