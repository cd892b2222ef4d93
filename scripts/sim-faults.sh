#!/usr/bin/env bash
# The test of the simulation: plants one fault after the other (tests/Weir.Simulation/faults.txt) into a copy of the tree and plays random
# worlds until one of them breaks a promise. Fails when a fault is not caught. Arguments: names of faults, else all of them.
# SEEDS is how many worlds a fault may survive, 2000 unless said otherwise.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

list=$PWD/tests/Weir.Simulation/faults.txt
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r Directory.Build.props Directory.Packages.props global.json .editorconfig "$copy"
mkdir "$copy/src" "$copy/tests"
cp -r src/Weir.Protocol src/Weir.Configuration src/Weir.Proxy "$copy/src"
cp -r tests/Weir.Simulation "$copy/tests"
program=$copy/tests/Weir.Simulation/bin/Sim/net10.0/Weir.Simulation.dll
one_test=(--progress off --ansi off --filter-method '*Every_random_world*')
export WEIR_SIM_REPORT=$copy/report WEIR_SIM_SEEDS=${SEEDS:-2000}

build() {
  # Warnings and house rules are the real tree's matter: a mutation may leave a variable unused.
  dotnet build "$copy/tests/Weir.Simulation" -c Sim -m:1 -v quiet -nologo -clp:NoSummary \
    -p:TreatWarningsAsErrors=false -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:WarningLevel=0
}

stands_once() { # FILE FROM
  local text before
  text=$(cat "$1")
  before=${text%%"$2"*}
  [ "$before" != "$text" ] && [ "$before" = "${text%"$2"*}" ]
}

plant() { # FILE FROM TO: replaces the one place where FROM stands
  local text
  text=$(cat "$1")
  printf '%s\n' "${text/"$2"/"$3"}" > "$copy/$1"
}

caught=0
missed=0
try() { # NAME FILE FROM TO
  plant "$2" "$3" "$4"
  if ! build > "$copy/build.log" 2>&1; then
    grep -m 3 error "$copy/build.log" >&2
    echo "sim-faults: $1 does not compile" >&2
    exit 1
  fi
  if dotnet "$program" "${one_test[@]}" > "$copy/log" 2>&1 < /dev/null; then
    missed=$((missed + 1))
    printf '%-28s MISSED after %s worlds\n' "$1" "$WEIR_SIM_SEEDS"
  else
    # A program that broke down for another reason has caught nothing.
    local broken seed worlds
    worlds=$(head -n 1 "$WEIR_SIM_REPORT" | cut -d' ' -f1)
    broken=$(sed -n 's/.*fails at [0-9]* µs: //p' "$copy/log" | head -n 1 | cut -c1-90)
    if [ -z "$broken" ]; then
      tail -n 20 "$copy/log" >&2
      echo "sim-faults: with $1 the test failed without a broken promise" >&2
      exit 1
    fi
    # Nor has a world that fails without the fault as well.
    seed=$(sed -n 's/.*WEIR_SIM_SEED=\([0-9]*\) fails at.*/\1/p' "$copy/log" | head -n 1)
    if ! WEIR_SIM_SEED=$seed dotnet "$copy/sound/Weir.Simulation.dll" "${one_test[@]}" > "$copy/log" 2>&1 < /dev/null; then
      tail -n 20 "$copy/log" >&2
      echo "sim-faults: the world of seed $seed breaks a promise without $1 too: mend that first" >&2
      exit 1
    fi
    caught=$((caught + 1))
    printf '%-28s after %5s worlds: %s\n' "$1" "$worlds" "$broken"
  fi
  cp "$2" "$copy/$2"
}

each_fault() { # COMMAND: calls it with NAME FILE FROM TO of each fault that was asked for
  local name='' file='' from='' to line
  while IFS= read -r line; do
    case $line in
      'name: '*) name=${line#name: } ;;
      'file: '*) file=${line#file: } ;;
      'from: '*) from=${line#from: } ;;
      'to:'*)
        to=${line#to:}
        if [ -z "$wanted" ] || [[ " $wanted " == *" $name "* ]]; then "$1" "$name" "$file" "$from" "${to# }"; fi
        ;;
    esac
  done < "$list"
}

named=0
stale=0
check() { # NAME FILE FROM TO: does the fault still have its place?
  named=$((named + 1))
  stands_once "$2" "$3" && return
  echo "sim-faults: $1: \"$3\" does not stand exactly once in $2: correct the list" >&2
  stale=$((stale + 1))
}

wanted=$*
each_fault check
[ "$stale" -eq 0 ] || exit 1
if [ "$named" -eq 0 ]; then
  echo "sim-faults: no fault is called $wanted" >&2
  exit 2
fi
build > "$copy/build.log" 2>&1 || { cat "$copy/build.log" >&2; exit 1; }
cp -r "$(dirname "$program")" "$copy/sound"
each_fault try
echo "$caught faults caught, $missed missed, in $SECONDS s"
[ "$missed" -eq 0 ]
