#!/usr/bin/env bash
# Memory under new connections: after many short ones the program may hold no more than a bound, with each engine and in each mode.
# Tells what a connection allocates as well. Usage: bench/churn.sh [CONNECTIONS [MEGABYTES]]; default 500000 and 40. Fails above it.
set -euo pipefail
# shellcheck source=bench/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

connections=${1:-500000}
bound=${2:-40}
failed=0
need_programs nginx wrk curl ss

rss_mb() { # PID
  awk '/^VmRSS:/ { printf "%d", $2 / 1024 }' "/proc/$1/status"
}

allocated() { metric "$admin_port" dotnet_gc_allocated_bytes_total ""; }

# Each request is a connection: the backend closes it, in tcp mode too. Adds to `done`.
clients() { # SECONDS
  wrk -t1 -c64 -d"$1s" -H "Connection: close" "http://127.0.0.1:$weir_port/" > "$DIR/wrk"
  done=$((done + $(awk '/requests in/ { print $1 }' "$DIR/wrk")))
}

free_port
backend=$PORT
start_backend "$backend"
for mode in http tcp; do
  for engine in epoll io_uring; do
    free_port
    weir_port=$PORT
    free_port
    admin_port=$PORT
    cat > "$DIR/weir.json" << CONFIG
{
  "listen": { "host": "127.0.0.1", "port": $weir_port, "mode": "$mode" },
  "backends": [{ "host": "127.0.0.1", "port": $backend }],
  "loadBalancer": { "metricsInterval": 0, "backendCheckInterval": 3600 },
  "reactor": { "engine": "$engine" },
  "admin": { "address": "127.0.0.1:$admin_port" }
}
CONFIG
    start_weir "$DIR/weir.json" "$weir_port" "$admin_port"
    weir=$PID
    first=$(rss_mb "$weir")
    done=0
    clients 2 # warm-up
    warm=$done
    before=$(allocated)
    while [ "$done" -lt "$connections" ]; do
      clients 10
    done
    bytes=$((($(allocated) - before) / (done - warm)))
    last=$(rss_mb "$weir")
    echo "$mode, $engine: $done connections, memory $first MB at first, $last MB after them (bound $bound), $bytes bytes allocated for each"
    [ "$last" -le "$bound" ] || failed=1
  done
done
exit "$failed"
