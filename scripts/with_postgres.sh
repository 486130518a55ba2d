#!/usr/bin/env bash
# with_postgres.sh COMMAND…: runs it with TEST_DATABASE_URL at a PostgreSQL server of its own, made for this run on
# a free port and thrown away after. The server trusts nothing to a crash: it is for tests only.
# Exit code 69 where PostgreSQL can't be had, else that of the command.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh

bin=$(postgres_bin)
if [[ -z "$bin" ]]; then
    warn "PostgreSQL is not on this machine (apt-get install postgresql)."
    exit 69
fi

# The server refuses root: it then runs as the system's own user for it.
as_server=()
if [[ $(id -u) == 0 ]]; then
    id postgres >/dev/null 2>&1 || { warn "There is no user postgres to run the server as."; exit 69; }
    as_server=(runuser -u postgres --)
fi
on_server() { (cd / && "${as_server[@]}" "$@"); }

# Every test copies a template database: in memory where there is room.
roomy=${TMPDIR:-/tmp}
(($(df --output=avail /dev/shm 2>/dev/null | tail -n 1 || echo 0) > 4000000)) && roomy=/dev/shm
home=$(on_server mktemp -d "$roomy/xiangtai-postgres.XXXXXX")
stop_server() {
    trap - EXIT INT TERM
    on_server "$bin/pg_ctl" --pgdata "$home/data" --mode immediate --silent stop >/dev/null 2>&1 || true
    rm -rf "$home"
}
trap stop_server EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

password=$(python3 -c 'import secrets; print(secrets.token_hex(16))')
on_server bash -c 'umask 077; printf "%s\n" "$1" >"$2"' bash "$password" "$home/password"
on_server "$bin/initdb" --pgdata "$home/data" --username tests --pwfile "$home/password" --auth scram-sha-256 \
    --encoding UTF8 --locale C.UTF-8 --no-sync >/dev/null

start_server() {
    port=$(free_port)
    on_server "$bin/pg_ctl" --pgdata "$home/data" --silent --wait --log "$home/log" start --options \
        "-h 127.0.0.1 -p $port -k $home -c max_connections=200 -c max_locks_per_transaction=256 -c timezone=UTC \
         -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 \
         -c checkpoint_timeout=1h -c max_wal_size=8GB -c shared_buffers=256MB -c autovacuum=off -c jit=off" >/dev/null
}
# Someone else may take the port between the question and the start.
start_server || start_server || start_server || {
    cat "$home/log" >&2
    warn "PostgreSQL did not start."
    exit 69
}

code=0
TEST_DATABASE_URL="postgresql+psycopg://tests:$password@127.0.0.1:$port/postgres" "$@" || code=$?
exit "$code"
