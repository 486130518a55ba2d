#!/usr/bin/env bash
# All that `make run` does before it serves: parts, secret key, database, facts, and a made-up zone where the
# database has no users yet.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh

scripts/parts.sh app
ensure_secret_key

say "Bringing the database up to date"
flask_app db upgrade
flask_app seed reference
if [[ "${CRM_ENV:-}" != production && -z "$(flask_app demo accounts)" ]]; then
    say "The database has no users: making up a zone"
    flask_app seed demo
fi
