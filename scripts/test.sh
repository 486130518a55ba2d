#!/usr/bin/env bash
# The whole suite on SQLite and, without looks at pages and rules that need no database, on PostgreSQL; ARGS go to pytest (make test ARGS="tests/kernel -x").
# Where PostgreSQL can't be had, its run counts as failed.
set -uo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh

scripts/parts.sh dev || exit
use_parts
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
failed=0

# run_suite NAME COMMAND…: keeps the last line that pytest prints, for the end.
run_suite() {
    local name=$1 code
    shift
    say "Tests on $name"
    "$@" 2>&1 | tee "$results/$name"
    code=${PIPESTATUS[0]}
    summary=$(grep -E '(passed|failed|errors?|no tests ran)\b.* in ' "$results/$name" | tail -n 1 | tr -d '=')
    ((code == 69)) && summary=" NOT RUN: PostgreSQL can't be had here; this counts as a failure"
    ((code == 0)) || failed=1
    summaries+=("$(printf '%-12s %s (exit code %s)' "$name" "${summary:-no summary}" "$code")")
}

# Files in their own order: those of one long walk would come last else, with one process idle.
pytest=("$venv_python" -m pytest -n "${TEST_PROCESSES:-2}" --dist loadfile --no-loadscope-reorder)
# shellcheck disable=SC2206 — several words are meant
args=(${ARGS:-})
summaries=()
run_suite SQLite env -u TEST_DATABASE_URL "${pytest[@]}" "${args[@]}"
# What a page shows and whom it opens for is the same on both; that every address answers, whatever it is sent, is
# tested on both.
run_suite PostgreSQL scripts/with_postgres.sh "${pytest[@]}" -m "not look and not no_database" "${args[@]}"

echo
say "Both runs"
printf '  %s\n' "${summaries[@]}"
exit "$failed"
