#!/bin/sh
# Installs the Debian or Ubuntu packages that the build needs, and those named as arguments, if they are missing; says
# what to do if it cannot.
set -eu

packages="libicu-dev libsqlite3-dev zlib1g-dev libzstd-dev libgumbo-dev libcmark-dev $*"
missing=""
for package in $packages; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done

if ! command -v swift >/dev/null 2>&1; then
  echo "wortlaut: Swift 6.2 or newer is missing; install it from swift.org/install and put 'swift' on the PATH" >&2
  exit 1
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then as_root=""
elif command -v sudo >/dev/null 2>&1; then as_root="sudo"
else
  echo "wortlaut: missing system packages:$missing; as root run: apt-get install$missing" >&2
  exit 1
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "wortlaut: missing:$missing (by Debian's names); install them with this system's package manager" >&2
  exit 1
fi
echo "installing$missing"
{ $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >/dev/null || {
  echo "wortlaut: could not install$missing; check the network and run: apt-get install$missing" >&2
  exit 1
}
