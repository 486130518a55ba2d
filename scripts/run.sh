#!/usr/bin/env bash
# Sets everything up, then serves the pages together with the worker on this machine only. Ctrl-C ends both.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh

port=${PORT:-8000}
[[ "$port" =~ ^[0-9]+$ ]] || fail "PORT must be a number; it is “$port”."
port_is_taken "$port" && fail "Port $port is taken. Choose another: make run PORT=8001"

scripts/setup.sh
use_parts

running=()
stop_all() {
    trap - EXIT INT TERM
    local pid
    for pid in "${running[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
    wait
}
trap stop_all EXIT
trap 'exit 0' INT TERM

# Each in a group of its own, so that a Ctrl-C reaches it once, from here, and it can end what it has begun.
set -m
.venv/bin/flask --app app worker &
running+=($!)
.venv/bin/gunicorn --bind "127.0.0.1:$port" --workers "${WEB_WORKERS:-2}" --no-control-socket \
    --log-level warning 'app:create_app()' &
running+=($!)
set +m

say "Serving on http://127.0.0.1:$port (Ctrl-C to stop)"
code=0
wait -n || code=$?
warn "The server or its worker has ended; stopping the other."
exit "$code"
