#!/usr/bin/env bash
# Builds everything once and runs every test project. The last line is always "N passed, M failed, K skipped".
# With arguments runs only the projects named: scripts/test.sh Weir.Tests Weir.Tidy
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# More than the slowest project needs on two cores; a hung test ends here instead of holding CI.
project_limit=15m
passed=0
failed=0
skipped=0

finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ]
}

projects=("$@")
if [ "${#projects[@]}" -eq 0 ]; then
  projects=(Weir.Tidy Weir.Tests Weir.Simulation Weir.SystemTests)
fi

if ! scripts/install-test-tools.sh; then
  failed=1
  finish
  exit 1
fi
# Debug: the tests run with the product's assertions on.
if ! dotnet build Weir.slnx -m:1 -v quiet -nologo -clp:NoSummary; then
  echo "the build failed"
  failed=1
  finish
  exit 1
fi

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

count() { # LOG WORD: the number behind "WORD:" in the runner's summary, the last one if several
  sed -n "s/^ *$2: *\([0-9][0-9]*\).*/\1/p" "$1" | tail -n 1
}

for project in "${projects[@]}"; do
  if ! grep -rqE '\[(Fact|Theory)' "tests/$project" --include='*.cs'; then
    echo "--- $project: has no tests yet"
    continue
  fi
  echo "--- $project"
  log="$logs/$project.log"
  status=0
  timeout --kill-after=10s "$project_limit" \
    dotnet "tests/$project/bin/Debug/net10.0/$project.dll" --progress off --ansi off 2>&1 < /dev/null |
    tee "$log" || status=${PIPESTATUS[0]}
  project_passed=$(count "$log" succeeded)
  project_failed=$(count "$log" failed)
  project_skipped=$(count "$log" skipped)
  passed=$((passed + ${project_passed:-0}))
  failed=$((failed + ${project_failed:-0}))
  skipped=$((skipped + ${project_skipped:-0}))
  # A crash, a time-out or a run without tests has no failed test to show for it: it counts as one.
  if [ "$status" -ne 0 ] && [ "${project_failed:-0}" -eq 0 ]; then
    echo "--- $project: ended with status $status"
    failed=$((failed + 1))
  fi
done

finish
