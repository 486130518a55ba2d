#!/usr/bin/env bash
# The whole suite on SQLite and, without its looks at pages in a browser, on PostgreSQL; ARGS go to pytest (make test ARGS="tests/kernel -x").
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

pytest=("$venv_python" -m pytest -n "${TEST_PROCESSES:-2}" --dist loadfile)
# shellcheck disable=SC2206 — several words are meant
args=(${ARGS:-})
summaries=()
run_suite SQLite env -u TEST_DATABASE_URL "${pytest[@]}" "${args[@]}"
# What a browser shows of a page is the same on both; that every page is served and valid is tested on both.
run_suite PostgreSQL scripts/with_postgres.sh "${pytest[@]}" -m "not look" "${args[@]}"

echo
say "Both runs"
printf '  %s\n' "${summaries[@]}"
exit "$failed"
