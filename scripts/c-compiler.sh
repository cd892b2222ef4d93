#!/usr/bin/env bash
# Prints the C compiler that can link a program here, clang before gcc; fails where none can. The native build links with it.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for compiler in clang gcc; do
  if command -v "$compiler" > /dev/null 2>&1 && command -v objcopy > /dev/null 2>&1 &&
    echo 'int main(void) { return 0; }' | "$compiler" -x c - -o "$folder/probe" -ldl -lm -lpthread -lrt 2> /dev/null; then
    echo "$compiler"
    exit 0
  fi
done
exit 1
