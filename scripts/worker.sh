#!/usr/bin/env bash
# Runs the worker alone: mail, exports, sweeps.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh

scripts/parts.sh app
use_parts
exec .venv/bin/flask --app app worker
