#!/usr/bin/env bash
# Real faults on real sockets, in namespaces for network and mounts that are made for the run and go away with it. Prints the table of
# faults with what was measured; artifacts/faults.md keeps it. With arguments, runs only what they filter: scripts/faults.sh --filter-class "*OneOf*"
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
if unshare --net --mount true 2> /dev/null; then
  export WEIR_FAULTS_NAMESPACE=own
  # Names are asked of a name server that a test runs. glibc reads this file anew when it changes; nobody outside sees it.
  echo "nameserver 127.0.0.1" > artifacts/resolv.conf
  unshare --net --mount sh -c 'ip link set lo up && mount --bind artifacts/resolv.conf /etc/resolv.conf && exec dotnet "$@"' \
    sh "$program" --progress off --ansi off "$@" < /dev/null || status=$?
else
  echo "faults: no right to make namespaces: what needs packets dropped, names or small disks is skipped" >&2
  dotnet "$program" --progress off --ansi off "$@" < /dev/null || status=$?
fi
cat "$WEIR_FAULTS_REPORT"
exit "$status"
