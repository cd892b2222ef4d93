#!/usr/bin/env bash
# Runs the simulation tests alone. With an argument: that many random worlds and nothing else, built for speed, and what they came to.
# WEIR_SIM_SEED=n replays one world.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ "$#" -eq 0 ]; then
  dotnet build tests/Weir.Simulation -m:1 -v quiet -nologo -clp:NoSummary
  exec dotnet tests/Weir.Simulation/bin/Debug/net10.0/Weir.Simulation.dll --progress off
fi

WEIR_SIM_SEEDS=$1
WEIR_SIM_REPORT=$(mktemp)
export WEIR_SIM_SEEDS WEIR_SIM_REPORT
trap 'rm -f "$WEIR_SIM_REPORT"' EXIT
dotnet build tests/Weir.Simulation -c Sim -m:1 -v quiet -nologo -clp:NoSummary
status=0
dotnet tests/Weir.Simulation/bin/Sim/net10.0/Weir.Simulation.dll --progress off \
  --filter-class '*RandomWorldTests' || status=$?
cat "$WEIR_SIM_REPORT"
exit "$status"
