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
cp -r src/Weir.Protocol src/Weir.Proxy "$copy/src"
cp -r tests/Weir.Simulation "$copy/tests"
program=$copy/tests/Weir.Simulation/bin/Sim/net10.0/Weir.Simulation.dll
export WEIR_SIM_REPORT=$copy/report WEIR_SIM_SEEDS=${SEEDS:-2000}

build() {
  # Warnings and house rules are the real tree's matter: a mutation may leave a variable unused.
  dotnet build "$copy/tests/Weir.Simulation" -c Sim -m:1 -v quiet -nologo -clp:NoSummary \
    -p:TreatWarningsAsErrors=false -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:WarningLevel=0
}

plant() { # FILE FROM TO: replaces the one place where FROM stands
  local text before
  text=$(cat "$1")
  before=${text%%"$2"*}
  if [ "$before" = "$text" ] || [ "$before" != "${text%"$2"*}" ]; then
    echo "sim-faults: \"$2\" does not stand exactly once in $1: correct the list" >&2
    exit 1
  fi
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
  if dotnet "$program" --progress off --ansi off --filter-method '*Every_random_world*' > "$copy/log" 2>&1 < /dev/null; then
    missed=$((missed + 1))
    printf '%-28s MISSED after %s worlds\n' "$1" "$WEIR_SIM_SEEDS"
  else
    caught=$((caught + 1))
    printf '%-28s after %5s worlds: %s\n' "$1" "$(cut -d' ' -f1 "$WEIR_SIM_REPORT")" \
      "$(sed -n 's/.*fails at [0-9]* µs: //p' "$copy/log" | head -n 1 | cut -c1-90)"
  fi
  cp "$2" "$copy/$2"
}

build > "$copy/build.log" 2>&1 || { cat "$copy/build.log" >&2; exit 1; }
name='' file='' from=''
while IFS= read -r line; do
  case $line in
    'name: '*) name=${line#name: } ;;
    'file: '*) file=${line#file: } ;;
    'from: '*) from=${line#from: } ;;
    'to:'*)
      if [ "$#" -eq 0 ] || [[ " $* " == *" $name "* ]]; then
        to=${line#to:}
        try "$name" "$file" "$from" "${to# }"
      fi
      ;;
  esac
done < "$list"
echo "$caught faults caught, $missed missed"
[ "$missed" -eq 0 ]
