#!/usr/bin/env bash
# Everything the code needs before it can start: system, Python and front-end parts, built assets, catalogues.
# `parts.sh dev` adds what checks and tests need. A second run finds its stamps and takes a moment.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh

wanted=${1:-app}
# An environment that once had the development parts keeps them: they are a superset in the same versions.
[[ -f $stamps/python-dev && -x .venv/bin/pytest ]] && python_parts=dev || python_parts=$wanted

python_step() {
    local hash
    hash=$(hash_of "requirements/$python_parts.txt" requirements/bootstrap.txt)
    is_done "python-$python_parts" "$hash" .venv/bin/uv .venv/bin/flask && return
    ensure_uv
    say "Installing Python parts ($python_parts)"
    # Compiled now: in production nobody may write here later, and each start would compile it all anew.
    uv pip sync --quiet --compile-bytecode --python "$venv_python" --require-hashes "requirements/$python_parts.txt"
    mark_done "python-$python_parts" "$hash"
}

node_modules_step() {
    local hash
    hash=$(hash_of package-lock.json)
    is_done node-modules "$hash" node_modules && return
    say "Installing front-end parts"
    follow_pip_settings
    npm ci --no-audit --no-fund --loglevel=error
    mark_done node-modules "$hash"
}

# Templates and code count as sources: the icon sprite holds just the icons that they name.
assets_step() {
    local hash
    hash=$(hash_of package.json package-lock.json frontend templates crm)
    is_done assets "$hash" static/dist/manifest.json && return
    say "Building assets"
    npm run --silent build
    mark_done assets "$hash"
}

catalogues_step() {
    local hash
    hash=$(hash_of translations)
    local compiled=()
    local source
    while IFS= read -r -d '' source; do compiled+=("${source%.po}.mo"); done < <(find translations -name '*.po' -print0 2>/dev/null)
    ((${#compiled[@]})) || return 0
    is_done catalogues "$hash" "${compiled[@]}" && return
    say "Compiling translations"
    .venv/bin/pybabel --quiet compile --directory translations
    mark_done catalogues "$hash"
}

own_code_step() {
    "$venv_python" -m compileall -q app.py config.py kernel models crm reports seed migrations
}

scripts/system_parts.sh "$wanted"
python_step
own_code_step
ensure_node
node_modules_step
assets_step
catalogues_step
