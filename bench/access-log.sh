#!/usr/bin/env bash
# What the access log costs: one Weir without and one with it, in front of the same backend, interleaved rounds of wrk, medians of
# CPU µs a request of all its threads, and bytes allocated a request with the log on.
# Usage: bench/access-log.sh [ROUNDS [SECONDS [CONNECTIONS]]]; default 7 rounds of 4 s with 64 connections.
set -euo pipefail
# shellcheck source=bench/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

rounds=${1:-7}
seconds=${2:-4}
connections=${3:-64}
need_programs nginx wrk curl ss
ticks_a_second=$(getconf CLK_TCK)
declare -A ports pids admins

start_variant() { # NAME ENABLED FORMAT
  free_port
  ports[$1]=$PORT
  free_port
  admins[$1]=$PORT
  cat > "$DIR/$1.json" << CONFIG
{
  "listen": { "host": "127.0.0.1", "port": ${ports[$1]}, "mode": "http" },
  "backends": [{ "host": "127.0.0.1", "port": $backend }],
  "loadBalancer": { "connectionPoolSize": 1024, "metricsInterval": 0, "backendCheckInterval": 3600 },
  "accessLog": { "enabled": $2, "format": "$3", "path": "$DIR/$1.access.log" },
  "admin": { "address": "127.0.0.1:${admins[$1]}" }
}
CONFIG
  start_weir "$DIR/$1.json" "${ports[$1]}" "${admins[$1]}"
  pids[$1]=$PID
  wrk -t1 -c"$connections" -d3s "http://127.0.0.1:${ports[$1]}/" > /dev/null
}

round() { # NAME
  local before after requests
  before=$(cpu_ticks "${pids[$1]}")
  wrk -t1 -c"$connections" -d"${seconds}s" "http://127.0.0.1:${ports[$1]}/" > "$DIR/$1.wrk"
  sleep 0.2 # what the log still holds is written, and counts
  after=$(cpu_ticks "${pids[$1]}")
  requests=$(wrk_requests "$DIR/$1.wrk")
  calc "($after - $before) * 1e6 / $ticks_a_second / $requests" '%.2f' >> "$DIR/$1.cpu"
  echo "$requests" >> "$DIR/$1.requests"
}

free_port
backend=$PORT
make_files
start_backend "$backend"
start_variant off false json
start_variant json true json
start_variant combined true combined
allocated() { metric "${admins[json]}" dotnet_gc_allocated_bytes_total; }
first=$(allocated)
before=$(allocated)
for ((i = 0; i < rounds; i++)); do
  round off
  round json
  round combined
done
# Less what a look at the metrics allocates itself, told by the two before.
allocated=$(($(allocated) - before - (before - first)))
off=$(median < "$DIR/off.cpu")
for name in json combined; do
  on=$(median < "$DIR/$name.cpu")
  dropped=$(metric "${admins[$name]}" weir_log_dropped_total access)
  echo "$name: $on CPU µs a request, $off without the log: $(calc "($on / $off - 1) * 100" '%+.1f') %; $dropped lines dropped"
done
awk -v bytes="$allocated" '{ sum += $1 } END { printf "%.2f bytes allocated a request (json)\n", bytes / sum }' "$DIR/json.requests"
