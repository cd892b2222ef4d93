#!/usr/bin/env bash
# Runs the simulation tests alone; the argument is how many seeds each of them tries (WEIR_SIM_SEEDS).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ "$#" -gt 0 ]; then
  export WEIR_SIM_SEEDS=$1
fi
dotnet build tests/Weir.Simulation -m:1 -v quiet -nologo -clp:NoSummary
exec dotnet tests/Weir.Simulation/bin/Debug/net10.0/Weir.Simulation.dll --progress off
