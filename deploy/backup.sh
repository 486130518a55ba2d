#!/usr/bin/env bash
# backup.sh FOLDER: one backup of database and attachments, encrypted for BACKUP_RECIPIENT, into FOLDER; copied on by
# BACKUP_COPY (a command that gets the file's path) and kept for BACKUP_DAYS. The plain file lies only in a private
# folder and only until it is encrypted.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${1:?the folder for backups}
: "${BACKUP_RECIPIENT:?the key of gpg that backups are encrypted for}"
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

name="xiangtai-$(date --utc +%Y%m%dT%H%M%SZ)"
.venv/bin/flask --app app backup "$work/$name"
gpg --batch --yes --trust-model always --recipient "$BACKUP_RECIPIENT" --output "$target/.$name.gpg" --encrypt "$work/$name"
mv "$target/.$name.gpg" "$target/$name.gpg"
if [[ -n "${BACKUP_COPY:-}" ]]; then "$BACKUP_COPY" "$target/$name.gpg"; fi

# Old ones go only after a new one lies there.
find "$target" -maxdepth 1 -name 'xiangtai-*.gpg' -mtime "+${BACKUP_DAYS:-30}" -delete
echo "$target/$name.gpg"
