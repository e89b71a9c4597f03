#!/usr/bin/env bash
# Writes the documentation of the libraries as a web site to out/docs, from the sources' comments and Wortlaut.docc, with the
# docc that comes with Swift. Serve it with: python3 -m http.server -d out/docs, and open /documentation/wortlaut
set -euo pipefail
cd "$(dirname "$0")/.."

swift build --product wortlaut
binaries="$(swift build --show-bin-path)"
graphs="$(mktemp -d)"
trap 'rm -rf "$graphs"' EXIT
target="$(swift -print-target-info | python3 -c 'import json, sys; print(json.load(sys.stdin)["target"]["unversionedTriple"])')"
includes=(-I "$binaries/Modules" -I Sources/CICU/include -I Sources/CProcess/include -I .build/checkouts/Yams/Sources/CYaml/include)
for map in "$binaries"/*.build/module.modulemap; do includes+=(-Xcc "-fmodule-map-file=$map"); done
for module in Wortlaut WortlautFormats WortlautCLI; do
  mkdir -p "$graphs/$module" out/docs
  swift symbolgraph-extract -module-name "$module" -target "$target" "${includes[@]}" \
    -minimum-access-level public -skip-inherited-docs -output-dir "$graphs/$module"
done
docc convert Sources/Wortlaut/Wortlaut.docc --additional-symbol-graph-dir "$graphs/Wortlaut" \
  --fallback-display-name Wortlaut --fallback-bundle-identifier wortlaut.Wortlaut --output-path out/docs "$@"
python3 scripts/undocumented.py "$graphs"
