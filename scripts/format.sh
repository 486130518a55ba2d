#!/usr/bin/env bash
# Brings code into the shape that `make check` asks for.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh

scripts/parts.sh dev
use_parts
ruff check --fix-only --quiet
ruff format
