#!/usr/bin/env bash
# Times a parser in C on the heads of HotOperations.cs, to compare with what `make bench-micro` prints for ours.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

compiler=$(scripts/c-compiler.sh)
if ! echo '#include <http_parser.h>' | "$compiler" -E -x c - > /dev/null 2>&1; then
  scripts/install-packages.sh "the reference parser needs" libhttp-parser-dev
fi
mkdir -p artifacts
"$compiler" -O2 -o artifacts/parser-reference bench/micro/reference.c -lhttp_parser
artifacts/parser-reference
