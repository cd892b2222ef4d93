#!/usr/bin/env bash
# Runs the tests of the dashboard in Chromium, on the Debug build. Ends with a summary in the words of the other test programs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for folder in src/Weir.Admin/Dashboard tests/Weir.Browser; do
  # What is installed is what the lock file says, or it is installed anew.
  if ! cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-lock.json"; then
    npm ci --prefix "$folder" --no-audit --no-fund --ignore-scripts --loglevel error
    cp "$folder/package-lock.json" "$folder/node_modules/.installed-lock.json"
  fi
done

report=$(mktemp)
trap 'rm -f "$report"' EXIT
status=0
node --test --test-concurrency=2 --test-reporter=tap tests/Weir.Browser/*.test.mjs > "$report" 2>&1 || status=$?
grep -vE '^ *(---|\.\.\.|duration_ms:|type:)|^# Subtest' "$report"
sed -nE 's/^# pass ([0-9]+)$/succeeded: \1/p; s/^# fail ([0-9]+)$/failed: \1/p; s/^# skipped ([0-9]+)$/skipped: \1/p' "$report"
exit "$status"
