#!/usr/bin/env bash
# Real faults on real sockets, in a network namespace that is made for the run and goes away with it. Prints the table of faults with
# what was measured; artifacts/faults.md keeps it. With arguments, runs only what they filter: scripts/faults.sh --filter-class "*OneOf*"
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/install-test-tools.sh iptables=iptables faketime=faketime slowhttptest=slowhttptest wrk=wrk nginx=nginx

program=tests/Weir.Faults/bin/Release/net10.0/Weir.Faults.dll
dotnet build tests/Weir.Faults -c Release -m:1 -v quiet -nologo -clp:NoSummary
mkdir -p artifacts
export WEIR_FAULTS_REPORT="$PWD/artifacts/faults.md"
printf '| fault | measured | bar | |\n|---|---|---|---|\n' > "$WEIR_FAULTS_REPORT"
[ -z "${WEIR_PROGRAM:-}" ] || export WEIR_PROGRAM

status=0
if unshare --net true 2> /dev/null; then
  export WEIR_FAULTS_NAMESPACE=own
  unshare --net sh -c 'ip link set lo up && exec dotnet "$@"' sh "$program" --progress off --ansi off "$@" < /dev/null || status=$?
else
  echo "faults: no right to make a network namespace: what needs packets dropped is skipped" >&2
  dotnet "$program" --progress off --ansi off "$@" < /dev/null || status=$?
fi
cat "$WEIR_FAULTS_REPORT"
exit "$status"
