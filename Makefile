# Thin: what each target does is in scripts/.
.DEFAULT_GOAL := help
# Recipes without shell syntax are run by make itself, so that a signal to make reaches the script.
export PORT ARGS UPGRADE DEMO
.PHONY: help setup run worker test check format e2e bench lock clean

help: ## What there is
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Everything that `make run` does before it serves
	@scripts/setup.sh

run: ## Set up and serve on http://127.0.0.1:$PORT (8000), with the worker
	@scripts/run.sh

worker: ## The worker alone
	@scripts/worker.sh

test: ## The whole suite on SQLite and on PostgreSQL (ARGS="tests/kernel -x")
	@scripts/test.sh

check: ## Style, types, architecture, templates
	@scripts/check.sh

format: ## Bring code into shape
	@scripts/format.sh

e2e: ## Browser journeys and accessibility (ARGS="-k sign_in")
	@scripts/e2e.sh

bench: ## Measurements (ARGS="--firms 100000")
	@scripts/bench.sh

lock: ## Lock the requirements anew (UPGRADE=1 for the newest versions)
	@scripts/lock.sh

clean: ## Remove what was built and fetched; data in instance/ stays
	@scripts/clean.sh
