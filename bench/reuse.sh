#!/usr/bin/env bash
# How many backend connections are saved: wrk with keep-alive clients through http mode, ab with a connection for each request
# through tcp mode; by Weir's own counters and by what the backend says it accepted. Fails below the targets.
set -euo pipefail
# shellcheck source=bench/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

http_target=99.9
tcp_target=95
need_programs nginx wrk ab curl ss

free_port
backend=$PORT
free_port
http_port=$PORT
free_port
tcp_port=$PORT
free_port
admin_port=$PORT
start_backend "$backend"
# Checks would be counted by the backend too: after the first they wait for longer than this script runs.
cat > "$DIR/weir.json" << CONFIG
{
  "listeners": [
    { "name": "http", "address": "127.0.0.1:$http_port", "mode": "http", "cluster": "http" },
    { "name": "tcp", "address": "127.0.0.1:$tcp_port", "mode": "tcp", "cluster": "tcp" }
  ],
  "clusters": {
    "http": { "backends": [{ "address": "127.0.0.1:$backend" }] },
    "tcp": { "tcpPooling": "warm", "backends": [{ "address": "127.0.0.1:$backend" }] }
  },
  "loadBalancer": { "connectionPoolSize": 128, "backendCheckInterval": 3600 },
  "admin": { "address": "127.0.0.1:$admin_port" }
}
CONFIG
start_weir "$DIR/weir.json" "$http_port" "$admin_port"
wait_for_port "$tcp_port" "weir"

acquires() { # CLUSTER RESULT
  metric "$admin_port" weir_pool_acquires_total "cluster=\"$1\".*result=\"$2\""
}

verdict=0
judge() { # SHARE TARGET
  if [ "$(calc "$1 >= $2" '%d')" -eq 1 ]; then
    echo "  target $2 %: reached"
  else
    echo "  target $2 %: MISSED"
    verdict=1
  fi
}

accepted_before=$(accepts "$backend")
wrk -t1 -c64 -d10s "http://127.0.0.1:$http_port/" > "$DIR/wrk.out"
accepted=$(($(accepts "$backend") - accepted_before - 1))
requests=$(wrk_requests "$DIR/wrk.out")
failures=$(wrk_failures "$DIR/wrk.out")
reused=$(acquires http reused)
opened=$(acquires http opened)
share=$(calc "100 * $reused / ($reused + $opened)" '%.3f')
echo "http mode: wrk -t1 -c64 -d10s"
echo "  $requests requests, $failures failures, $(wrk_rate "$DIR/wrk.out") req/s"
echo "  acquires: $reused reused, $opened opened: $share % reused; the backend accepted $accepted connections"
judge "$share" "$http_target"
[ "$failures" -eq 0 ] || verdict=1

accepted_before=$(accepts "$backend")
ab -q -n 20000 -c 16 "http://127.0.0.1:$tcp_port/" > "$DIR/ab.out" 2>&1 || die "ab failed: $(tail -n 5 "$DIR/ab.out")"
accepted=$(($(accepts "$backend") - accepted_before - 1))
failed=$(awk '/^Failed requests:/ { print $3 }' "$DIR/ab.out")
warm=$(acquires tcp warm)
opened=$(acquires tcp opened)
share=$(calc "100 * $warm / ($warm + $opened)" '%.2f')
echo "tcp mode: ab -n 20000 -c 16"
echo "  $(awk '/^Complete requests:/ { print $3 }' "$DIR/ab.out") requests, ${failed:-?} failed, $(awk '/^Requests per second:/ { print $4 }' "$DIR/ab.out") req/s"
echo "  acquires: $warm warm, $opened opened: $share % warm; the backend accepted $accepted connections"
judge "$share" "$tcp_target"
[ "${failed:-1}" -eq 0 ] || verdict=1

exit "$verdict"
