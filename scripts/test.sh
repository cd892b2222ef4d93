#!/usr/bin/env bash
# Builds everything once and runs every test project. The last line is always "N passed, M failed, K skipped".
# With arguments runs only what is named: scripts/test.sh Weir.Tests Weir.Tidy. Besides the projects, "native-share" is a share of the
# system tests on the native binary (part of the whole), "native" all of them.
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
  projects=(Weir.Tidy Weir.Tests Weir.Simulation Weir.SystemTests uring Weir.Browser native-share)
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

run() { # NAME PROJECT [ARGUMENT…]: runs one of our test programs
  local name=$1 project=$2
  shift 2
  add "$name" dotnet "tests/$project/bin/Debug/net10.0/$project.dll" --progress off --ansi off "$@"
}

add() { # NAME COMMAND…: runs a test program and adds to the sums what its summary says
  local name=$1 log="$logs/$1.log" status=0
  shift
  echo "--- $name"
  timeout --kill-after=10s "$project_limit" "$@" 2>&1 < /dev/null | tee "$log" || status=${PIPESTATUS[0]}
  project_passed=$(count "$log" succeeded)
  project_failed=$(count "$log" failed)
  project_skipped=$(count "$log" skipped)
  passed=$((passed + ${project_passed:-0}))
  failed=$((failed + ${project_failed:-0}))
  skipped=$((skipped + ${project_skipped:-0}))
  # A crash, a time-out or a run without tests has no failed test to show for it: it counts as one.
  if [ "$status" -ne 0 ] && [ "${project_failed:-0}" -eq 0 ]; then
    echo "--- $name: ended with status $status"
    failed=$((failed + 1))
  fi
}

run_native() { # NAME [ARGUMENT…]: system tests on the native binary
  local name=$1
  shift
  if ! scripts/c-compiler.sh > /dev/null; then
    echo "--- $name: left out, no C compiler links here (gcc, libc6-dev, binutils)"
    skipped=$((skipped + 1))
  elif scripts/build.sh native; then
    WEIR_PROGRAM="$PWD/artifacts/weir" run "$name" Weir.SystemTests "$@"
  else
    echo "--- $name: the native build failed"
    failed=$((failed + 1))
  fi
}

run_uring() { # NAME [ARGUMENT…]: system tests on the io_uring engine, which the program takes by itself where it can
  local name=$1 start
  shift
  start=$(timeout 5 dotnet src/Weir/bin/Debug/net10.0/weir.dll run --listen 127.0.0.1:0 --mode http \
    --backend 127.0.0.1:9 --set admin.address=off 2>&1 | head -n 1 || true)
  if [[ $start == *'"engine":"io_uring"'* ]]; then
    WEIR_TEST_ENGINE=io_uring run "$name" Weir.SystemTests "$@"
  else
    echo "--- $name: left out, no io_uring here: $start"
    skipped=$((skipped + 1))
  fi
}

# What the compiler ahead of time could break: commands, JSON of the admin API, the log, reload; and http as a whole.
share=('Commands.*' 'Http.*' 'Observability.*' Operations.ReloadTests Operations.NativeBinaryTests)
for project in "${projects[@]}"; do
  case "$project" in
    native) run_native native ;;

    uring) run_uring uring "--filter-class=Weir.SystemTests.Http.*" "--filter-class=Weir.SystemTests.Tcp.*" ;;
    native-share) run_native native-share "${share[@]/#/--filter-class=Weir.SystemTests.}" ;;
    Weir.Browser) add Weir.Browser scripts/browser-tests.sh ;;
    # What is looked for in the native binary is in its share.
    Weir.SystemTests) run "$project" "$project" "--filter-not-class=Weir.SystemTests.Operations.NativeBinaryTests" ;;
    *) run "$project" "$project" ;;
  esac
done

finish
