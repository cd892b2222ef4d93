#!/usr/bin/env bash
# Weir next to nginx, one workload: interleaved rounds, medians. A short form of bench/bench.py, which writes no report here.
# Usage: bench/compare.sh [ROUNDS [SECONDS [WORKLOAD]]]; default 5 rounds of 4 s of c64.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec bench/bench.py --peers "${PEERS:-weir-epoll,weir-io_uring,nginx}" --rounds "${1:-5}" --seconds "${2:-4}" --workloads "${3:-c64}" --print-only
