#!/usr/bin/env bash
# Weir next to nginx in front of the same backend: interleaved rounds of wrk, medians of requests a second and CPU µs a request.
# Usage: bench/compare.sh [ROUNDS [SECONDS [CONNECTIONS [PATH]]]]; default 5 rounds of 4 s with 64 connections for /.
set -euo pipefail
# shellcheck source=bench/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

rounds=${1:-5}
seconds=${2:-4}
connections=${3:-64}
path=${4:-/}
need_programs nginx wrk curl ss

free_port
backend=$PORT
free_port
weir_port=$PORT
free_port
admin_port=$PORT
free_port
nginx_port=$PORT
make_files
start_backend "$backend"
cat > "$DIR/weir.json" << CONFIG
{
  "listen": { "host": "127.0.0.1", "port": $weir_port, "mode": "http" },
  "backends": [{ "host": "127.0.0.1", "port": $backend }],
  "loadBalancer": { "connectionPoolSize": 1024 },
  "admin": { "address": "127.0.0.1:$admin_port" }
}
CONFIG
start_weir "$DIR/weir.json" "$weir_port" "$admin_port"
weir_pid=$PID
start_nginx_proxy "$nginx_port" "$backend"
nginx_pid=$PID
ticks_a_second=$(getconf CLK_TCK)

round() { # NAME PORT PID: one run of wrk, its figures appended to files
  local out="$DIR/$1.wrk" before after requests failures
  before=$(cpu_ticks "$3")
  wrk -t1 -c"$connections" -d"${seconds}s" "http://127.0.0.1:$2$path" > "$out"
  after=$(cpu_ticks "$3")
  requests=$(wrk_requests "$out")
  [ "${requests:-0}" -gt 0 ] || die "$1 answered no request: $(cat "$out")"
  failures=$(wrk_failures "$out")
  wrk_rate "$out" >> "$DIR/$1.rate"
  calc "($after - $before) * 1e6 / $ticks_a_second / $requests" '%.2f' >> "$DIR/$1.cpu"
  printf '%-6s %10s req/s %8s µs/request %6s failures\n' "$1" "$(tail -n 1 "$DIR/$1.rate")" "$(tail -n 1 "$DIR/$1.cpu")" "$failures"
}

# The first runs pay for compilation, page faults and opening connections: they are not counted.
wrk -t1 -c"$connections" -d3s "http://127.0.0.1:$weir_port$path" > /dev/null
wrk -t1 -c"$connections" -d1s "http://127.0.0.1:$nginx_port$path" > /dev/null
for ((i = 0; i < rounds; i++)); do
  round weir "$weir_port" "$weir_pid"
  round nginx "$nginx_port" "$nginx_pid"
done

weir_rate=$(median < "$DIR/weir.rate")
nginx_rate=$(median < "$DIR/nginx.rate")
weir_cpu=$(median < "$DIR/weir.cpu")
nginx_cpu=$(median < "$DIR/nginx.cpu")
echo
echo "medians of $rounds rounds, wrk -t1 -c$connections -d${seconds}s $path"
echo "weir   $weir_rate req/s, $weir_cpu CPU µs a request"
echo "nginx  $nginx_rate req/s, $nginx_cpu CPU µs a request"
echo "weir/nginx: rate $(calc "$weir_rate / $nginx_rate" '%.2f'), CPU a request $(calc "$weir_cpu / $nginx_cpu" '%.2f')"
