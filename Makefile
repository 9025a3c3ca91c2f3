# Everything that people and machines do here. Without make: the README has the plain commands.

VENV := .venv
BIN := $(VENV)/bin
export CONFERRAL_HOME ?= $(CURDIR)/var
export UV_NO_CONFIG := 1

.PHONY: demo test check fix bench serve work clean lock

demo: ## a specimen organization on http://127.0.0.1:8000
	@scripts/prepare run
	@CONFERRAL_DEMO=1 $(BIN)/conferral demo serve

test: ## everything that CI checks
	@scripts/prepare test
	@scripts/check

check: ## the same on a machine that is prepared
	@scripts/check

fix: ## format, and mend what can be mended
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: ## the figures of docs/benchmarks.md
	@scripts/prepare test
	@$(BIN)/python -m bench

serve: ## the site and one worker, on the data of CONFERRAL_HOME
	@scripts/prepare run
	@$(BIN)/conferral setup && $(BIN)/conferral serve

work: ## one more worker
	@$(BIN)/conferral work

lock: ## make the locks anew
	@scripts/lock

clean: ## what can be made again; never the data
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis test-output dist
