#!/usr/bin/env bash
# Repeatable measurements (bench/), on SQLite and on a PostgreSQL server of their own; ARGS go to them.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh

scripts/parts.sh dev
use_parts
# shellcheck disable=SC2086 — several words are meant
env -u TEST_DATABASE_URL "$venv_python" -m bench ${ARGS:-}
# shellcheck disable=SC2086
scripts/with_postgres.sh "$venv_python" -m bench ${ARGS:-}
