#!/usr/bin/env bash
# Journeys and accessibility in a real browser, on SQLite; ARGS go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh

scripts/parts.sh dev
use_parts
command -v chromium >/dev/null || fail "Chromium is not on this machine (apt-get install chromium)."
# shellcheck disable=SC2086 — several words are meant
exec env -u TEST_DATABASE_URL "$venv_python" -m pytest -m browser ${ARGS:-}
