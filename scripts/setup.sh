#!/usr/bin/env bash
# All that `make run` does before it serves: parts, secret key, database, facts, and a made-up zone where the
# database has no users yet. Ends with who can sign in.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh

scripts/parts.sh app
use_parts
say "Bringing the database up to date"
"$venv_python" scripts/prepare.py
