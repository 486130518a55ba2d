#!/usr/bin/env bash
# Debian packages that the product (`app`) or its tests (`dev`) need. As root they are installed; else the
# one line to run is printed and the set-up goes on: everything but the part concerned works.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh

# Without libharfbuzz-subset0 every Chinese PDF takes seconds instead of tenths.
app_packages=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk)
dev_packages=(chromium poppler-utils postgresql)

# is_present PACKAGE: what it brings is on this machine, from wherever.
is_present() {
    case $1 in
        chromium) command -v chromium >/dev/null ;;
        poppler-utils) command -v pdffonts >/dev/null && command -v pdftotext >/dev/null ;;
        postgresql) [[ -n "$(postgres_bin)" ]] ;;
        *) [[ "$(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null)" == installed ]] ;;
    esac
}

install_as_root() {
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0)
    # Lists of another day bring browsers of another day. Without a line to Debian they still have to do.
    "${apt[@]}" update >/dev/null 2>&1 || warn "Debian's lists of packages could not be renewed."
    "${apt[@]}" install --no-install-recommends "$@" >/dev/null
}

packages=("${app_packages[@]}")
[[ "${1:-app}" == dev ]] && packages+=("${dev_packages[@]}")

missing=()
for package in "${packages[@]}"; do is_present "$package" || missing+=("$package"); done
((${#missing[@]})) || exit 0

if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    say "Installing ${missing[*]}"
    install_as_root "${missing[@]}" && exit 0
    warn "That failed; what needs these packages won't work until this runs:"
else
    warn "System parts are missing; what needs them (PDF, browser tests, …) won't work until this runs:"
fi
printf '  sudo apt-get install --no-install-recommends -y %s\n' "${missing[*]}" >&2
