#!/usr/bin/env bash
# Many reloads and program upgrades under load, with the number of each in RELOADS and UPGRADES; the tests of CI do a few.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dotnet build tests/Weir.SystemTests -m:1 -v quiet -nologo -clp:NoSummary
exec dotnet tests/Weir.SystemTests/bin/Debug/net10.0/Weir.SystemTests.dll --progress off \
  --filter-class '*HandoverTests' --filter-class '*ManyReloadsTests'
