#!/usr/bin/env bash
# Runs the worker alone: mail, exports, sweeps.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh

scripts/parts.sh app
ensure_secret_key
use_parts
exec .venv/bin/flask --app app worker
