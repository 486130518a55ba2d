#!/usr/bin/env bash
# Removes what can be built or fetched again. Data (instance/) stays.
set -euo pipefail
cd "$(dirname "$0")/.."

rm -rf .venv node_modules static/dist .stamps .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
find . -path ./.git -prune -o \( -name __pycache__ -o -name '*.mo' \) -print0 | xargs -0 --no-run-if-empty rm -rf
