#!/usr/bin/env bash
# Style, types, architecture, templates. Every check runs, so that one round shows all there is to mend.
set -uo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh

scripts/parts.sh dev || exit
use_parts
failures=()

check() {
    local name=$1
    shift
    say "$name"
    "$@" || failures+=("$name")
}

check "Style (ruff)" ruff check
check "Layout (ruff)" ruff format --check
check "Types (mypy)" mypy kernel models crm reports seed scripts app.py config.py
check "Who imports whom (import-linter)" env PYTHONPATH=. lint-imports --no-logo
check "Templates (djlint)" djlint templates --quiet --lint

if ((${#failures[@]})); then fail "Not in order: $(IFS=,; echo "${failures[*]}" | sed 's/,/, /g')"; fi
say "Everything is in order"
