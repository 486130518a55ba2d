#!/usr/bin/env bash
# Repeatable measurements (bench/); ARGS go to them.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh

scripts/parts.sh dev
use_parts
# shellcheck disable=SC2086 — several words are meant
exec "$venv_python" -m bench ${ARGS:-}
