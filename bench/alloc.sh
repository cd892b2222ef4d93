#!/usr/bin/env bash
# How many bytes of managed heap a request costs after warm-up: what the runtime says it allocated over a run of wrk, divided by
# the requests of that run. Usage: bench/alloc.sh [SECONDS]; default 30. Fails at 1 byte a request or more.
set -euo pipefail
# shellcheck source=bench/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

seconds=${1:-30}
need_programs nginx wrk curl ss

free_port
backend=$PORT
free_port
weir_port=$PORT
free_port
admin_port=$PORT
make_files
start_backend "$backend"
cat > "$DIR/weir.json" << CONFIG
{
  "listen": { "host": "127.0.0.1", "port": $weir_port, "mode": "http" },
  "backends": [{ "host": "127.0.0.1", "port": $backend }],
  "loadBalancer": { "connectionPoolSize": 1024, "metricsInterval": 0, "backendCheckInterval": 3600 },
  "admin": { "address": "127.0.0.1:$admin_port" }
}
CONFIG
start_weir "$DIR/weir.json" "$weir_port" "$admin_port"

allocated() { metric "$admin_port" dotnet_gc_allocated_bytes_total ""; }

wrk -t1 -c64 -d3s "http://127.0.0.1:$weir_port/" > /dev/null
# A second run reaches the peak of buffers in use, which the first, from a cold start, does not.
wrk -t1 -c64 -d3s "http://127.0.0.1:$weir_port/" > /dev/null
# Two looks one after the other tell what a look itself allocates.
first=$(allocated)
before=$(allocated)
wrk -t1 -c64 -d"${seconds}s" "http://127.0.0.1:$weir_port/" > "$DIR/wrk"
after=$(allocated)
requests=$(awk '/requests in/ { print $1 }' "$DIR/wrk")
awk -v first="$first" -v before="$before" -v after="$after" -v requests="$requests" 'BEGIN {
  each = (after - before - (before - first)) / requests
  printf "%d requests, %d bytes allocated (a look at the metrics allocates %d): %.3f bytes a request\n", \
    requests, after - before, before - first, each
  exit each < 1 ? 0 : 1
}'
