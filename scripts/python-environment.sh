#!/usr/bin/env bash
# Makes a Python environment in a folder with packages from PyPI: python-environment.sh FOLDER PACKAGE…
# Where that cannot be done it says why and ends well: what needs the environment is then passed over, and says so.
set -euo pipefail
folder="$1"
shift
[ -e "$folder/ready" ] && exit 0
"$(dirname "$0")/install-system-packages.sh" python3-venv || true
if python3 -m venv "$folder" && "$folder/bin/pip" install --quiet --disable-pip-version-check --retries 1 "$@"; then
  touch "$folder/ready"
else
  rm -rf "$folder"
  echo "no Python environment in $folder: $* could not be installed (is PyPI reachable?)" >&2
fi
