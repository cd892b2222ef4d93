#!/usr/bin/env bash
# Line coverage of Weir.Protocol, Weir.Configuration and Weir.Proxy by the unit tests and the simulation together; fails under the target.
# The merged counts by file are left in coverage/lines.txt.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=90
rm -rf coverage
mkdir -p coverage
reports=()
for project in Weir.Tests Weir.Simulation; do
  if ! grep -rqE '\[(Fact|Theory)' "tests/$project" --include='*.cs'; then
    echo "--- $project: has no tests yet"
    continue
  fi
  dotnet build "tests/$project" -m:1 -v quiet -nologo -clp:NoSummary
  echo "--- $project"
  dotnet "tests/$project/bin/Debug/net10.0/$project.dll" --progress off --ansi off \
    --coverlet --coverlet-output-format cobertura --coverlet-file-prefix "$project" \
    --coverlet-include '[Weir.Protocol]*' --coverlet-include '[Weir.Configuration]*' --coverlet-include '[Weir.Proxy]*' \
    --results-directory "$PWD/coverage/$project" < /dev/null
  while IFS= read -r report; do
    reports+=("$report")
  done < <(find "coverage/$project" -name '*.cobertura*.xml' -o -name '*cobertura.xml' | sort -u)
done
[ "${#reports[@]}" -gt 0 ] || { echo "coverage: no report was written" >&2; exit 1; }

# A line counts as covered when either project ran it. One line of the XML holds one element.
awk -v target="$target" '
  function attribute(name,   rest) {
    if (!match($0, " " name "=\"[^\"]*\"")) return ""
    rest = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
    return rest
  }
  /<class / { file = attribute("filename"); sub(/^.*src\//, "src/", file); sub(/^Weir\./, "src/Weir.", file) }
  /<line / {
    key = file ":" attribute("number")
    hits[key] += attribute("hits")
  }
  END {
    for (key in hits) {
      file = key; sub(/:[0-9]+$/, "", file)
      project = file; sub(/^src\//, "", project); sub(/\/.*/, "", project)
      total[project]++; lines[file]++
      if (hits[key] > 0) { covered[project]++; ran[file]++ }
    }
    for (file in lines) printf "%6.2f %5d of %5d %s\n", 100 * ran[file] / lines[file], ran[file], lines[file], file > "coverage/lines.txt"
    close("coverage/lines.txt")
    bad = 0
    split("Weir.Protocol Weir.Configuration Weir.Proxy", wanted, " ")
    for (i = 1; i <= 3; i++) {
      project = wanted[i]
      share = total[project] ? 100 * covered[project] / total[project] : 0
      printf "%s: %.2f %% of %d lines covered (target %d %%)\n", project, share, total[project], target
      if (share < target) bad = 1
    }
    exit bad
  }' "${reports[@]}" || status=$?
sort -n -o coverage/lines.txt coverage/lines.txt
exit "${status:-0}"
