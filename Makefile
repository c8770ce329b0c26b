# Everything from a clean checkout: `make run` serves it, `make test` tests it.
# Python 3.12 or newer is looked for by .ci/python; all else goes into .venv.
.DEFAULT_GOAL := help
.PHONY: help run test prove bench lighthouse screens components lint messages clean

PORT ?= 8000
DATA_DIR ?= $(CURDIR)/data
python := .venv/bin/python
install := $(python) -m pip install --require-hashes --quiet --disable-pip-version-check

help: ## lists these
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1	\2/p' Makefile | expand -t 17

run: .venv/.installed ## serves the wall and the desk with invented testimonies (PORT, DATA_DIR)
	@exec env -u DATABASE_URL DEMO=on DATA_DIR="$(DATA_DIR)" PORT="$(PORT)" $(python) manage.py demo --serve --port "$(PORT)"

test: .venv/.installed-test ## runs every test, on SQLite and PostgreSQL, in a real browser
	@.ci/test

prove: .venv/.installed-test ## runs the promises' proofs at their full size; may be stopped and resumed
	@CHROMIUM="$$(.ci/chromium)" && FIREFOX="$$(.ci/firefox)" && NGINX="$$(.ci/nginx)" && export CHROMIUM FIREFOX NGINX && exec $(python) -m tests.prove

bench: .venv/.installed-test ## measures speed against the floors of the design
	@NGINX="$$(.ci/nginx)" && WRK="$$(.ci/wrk)" && export NGINX WRK && exec $(python) -m bench

lighthouse: .venv/.installed-test ## has Lighthouse judge every public page (needs Node and npm)
	@CHROMIUM="$$(.ci/chromium)" && LIGHTHOUSE="$$(.ci/lighthouse)" && export CHROMIUM LIGHTHOUSE && exec $(python) -m tests.lighthouse

screens: .venv/.installed-test ## photographs the pages and the desk into docs/screens
	@CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && exec env -u DATABASE_URL $(python) -m tests.screens

components: .venv/.installed-test ## sets out every component in its states in docs/components.html
	@CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && exec env -u DATABASE_URL $(python) -m tests.components

lint: .venv/.installed-test ## checks style, types and migrations
	@.ci/lint

messages: .venv/.installed ## brings the translations up to date and compiles them
	@$(python) -m metoo.catalogues

clean: ## removes what the other targets made, except the data
	rm -rf .venv staticfiles .state test-results .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(python):
	@found="$$(.ci/python)" && { "$$found" -m venv .venv || { rm -rf .venv; exit 1; }; }

.venv/.installed: requirements.txt | $(python)
	@echo "Installing what metoo needs..."
	@$(install) -r requirements.txt
	@touch $@

# The tests' list holds the other one too.
.venv/.installed-test: requirements-test.txt | $(python)
	@echo "Installing what metoo and its tests need..."
	@$(install) -r requirements-test.txt
	@touch .venv/.installed $@
