#!/usr/bin/env bash
# Locks requirements/*.in with hashes, and package.json. UPGRADE=1 takes the newest versions; otherwise
# only what changed in the .in files moves. No registry address gets into a lock file.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh

ensure_uv
options=(--quiet --universal --generate-hashes --python-version 3.11
    --no-emit-index-url --no-emit-find-links --no-header)
[[ -n "${UPGRADE:-}" ]] && options+=(--upgrade)

for name in bootstrap app dev node; do
    say "Locking requirements/$name.in"
    uv pip compile "${options[@]}" "requirements/$name.in" --output-file "requirements/$name.txt" >/dev/null
done

if [[ -f package.json ]]; then
    say "Locking package.json"
    ensure_node
    npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund
fi
