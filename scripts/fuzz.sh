#!/usr/bin/env bash
# Fuzzes the parsers with AFL++, two targets at a time; fails when one breaks a promise. Arguments: minutes for each target (3 unless
# said otherwise), then names of targets, else all. What was found is in artifacts/fuzz/findings, and the next run goes on from there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

minutes=${1:-3}
shift || true
targets=("$@")
if [ "${#targets[@]}" -eq 0 ]; then
  targets=(request response chunked config pieces)
fi
program=artifacts/fuzz/program
findings=artifacts/fuzz/findings

command -v afl-fuzz > /dev/null 2>&1 || scripts/install-packages.sh "fuzzing needs" afl++
dotnet tool restore > /dev/null
# As fast as Release, with the assertions of Debug.
rm -rf "$program"
dotnet build tests/Weir.Fuzz -c Sim -m:1 -v quiet -nologo -clp:NoSummary
mkdir -p "$program" "$findings"
cp -r tests/Weir.Fuzz/bin/Sim/net10.0/. "$program"
for assembly in Weir.Protocol Weir.Configuration Weir.Proxy; do
  dotnet sharpfuzz "$program/$assembly.dll"
done

# The program under test is no binary of AFL's making, and its crashes are exceptions: no core files, no bound to a core.
export AFL_SKIP_BIN_CHECK=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_AUTORESUME=1
# One thread collects garbage, and no code is compiled a second time while it is measured.
export DOTNET_gcServer=0 DOTNET_gcConcurrent=0 DOTNET_TieredPGO=0

fuzz() { # TARGET
  local words=()
  if [ -f "tests/Weir.Fuzz/$1.dict" ]; then words=(-x "tests/Weir.Fuzz/$1.dict"); fi
  nice -n 10 afl-fuzz -i "tests/Weir.Fuzz/corpus/$1" -o "$findings/$1" -V "$((minutes * 60))" -t 5000 -m none "${words[@]}" \
    -- dotnet "$program/Weir.Fuzz.dll" "$1" > "$findings/$1.log" 2>&1 < /dev/null
}

value() { # TARGET KEY: a figure of AFL's
  sed -n "s/^$2 *: *//p" "$findings/$1/default/fuzzer_stats"
}

status=0
for ((i = 0; i < ${#targets[@]}; i += 2)); do
  pair=("${targets[@]:i:2}")
  pids=()
  for target in "${pair[@]}"; do
    fuzz "$target" &
    pids+=("$!")
  done
  for j in "${!pair[@]}"; do
    target=${pair[j]}
    if ! wait "${pids[j]}"; then
      tail -n 5 "$findings/$target.log" >&2
      echo "fuzz: $target: afl-fuzz failed" >&2
      status=1
      continue
    fi
    crashes=$(value "$target" saved_crashes)
    hangs=$(value "$target" saved_hangs)
    printf '%-9s %9s executions in %4s s in all, %s inputs kept, %s of the map, %s crashes, %s hangs\n' "$target" \
      "$(value "$target" execs_done)" "$(value "$target" run_time)" "$(value "$target" corpus_count)" \
      "$(value "$target" bitmap_cvg)" "$crashes" "$hangs"
    if [ "$crashes" != 0 ] || [ "$hangs" != 0 ]; then
      status=1
    fi
  done
done
if [ "$status" -ne 0 ]; then
  echo "fuzz: look at $findings/TARGET/default/crashes; dotnet $program/Weir.Fuzz.dll TARGET FILE says what broke." >&2
  echo "fuzz: mend it, and keep the input in tests/Weir.Fuzz/crashes/TARGET: the unit tests play it from then on." >&2
fi
exit "$status"
