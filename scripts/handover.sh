#!/usr/bin/env bash
# Many reloads and program upgrades under load, with the number of each in RELOADS (100) and UPGRADES (10); the tests of CI do a few.
# Reloads come under clients of ours and under wrk -c64, whose own count of failures must be zero; a tcp session and a WebSocket live on.
# With arguments, runs only what they filter: scripts/handover.sh --filter-class "*ManyReloadsTests"
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dotnet build tests/Weir.SystemTests -m:1 -v quiet -nologo -clp:NoSummary
export RELOADS="${RELOADS:-100}" UPGRADES="${UPGRADES:-10}"
[ "$#" -gt 0 ] || set -- --filter-class '*HandoverTests' --filter-class '*ManyReloadsTests'
exec dotnet tests/Weir.SystemTests/bin/Debug/net10.0/Weir.SystemTests.dll --progress off --show-live-output on "$@"
