#!/usr/bin/env bash
# Mixed load and faults at random for hours while file descriptors, memory and pools are watched: they must be as flat at the end as
# near the start. Usage: bench/soak.sh HOURS (fractions allowed). Samples go to artifacts/soak/*.csv, the faults beside them as *.log.
# SEED=n does the faults of an earlier run again, in their order and with their pauses.
set -euo pipefail
# shellcheck source=bench/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ "$#" -eq 1 ] || die "usage: bench/soak.sh HOURS"
duration=$(calc "$1 * 3600" '%d')
[ "$duration" -ge 60 ] || die "a soak shorter than a minute shows nothing"
need_programs nginx wrk ab curl ss

# The figures of the last fifth may be above those of the second fifth (the first warms up) by this much.
fd_factor=1.10 fd_extra=32          # 32: half the clients of one kind of load may be mid-change when a sample is taken
rss_factor=1.10 rss_extra_kb=8192   # 8 MiB: garbage that waits for a collection
pool_factor=1.10 pool_extra=16
pool_size=64
idle_seconds=10
interval=$((duration < 300 ? duration / 30 : 10))

seed=${SEED:-$(date +%s)}

backends=()
backend_pids=()
for i in 0 1 2; do
  free_port
  backends+=("$PORT")
done
free_port
http_port=$PORT
free_port
tcp_port=$PORT
free_port
admin_port=$PORT
make_files
for i in 0 1 2; do
  start_backend "${backends[$i]}"
  backend_pids+=("$PID")
done
list=$(printf '{ "address": "127.0.0.1:%s" }, ' "${backends[@]}")
list=${list%, }
write_config() { # RETRIES: renamed into place, as deployment tools do
  cat > "$DIR/weir.json.new" << CONFIG
{
  "listeners": [
    { "name": "http", "address": "127.0.0.1:$http_port", "mode": "http", "cluster": "http" },
    { "name": "tcp", "address": "127.0.0.1:$tcp_port", "mode": "tcp", "cluster": "tcp" }
  ],
  "clusters": { "http": { "backends": [$list] }, "tcp": { "backends": [$list] } },
  "loadBalancer": {
    "connectionPoolSize": $pool_size, "backendCheckInterval": 1, "backendConnectTimeout": 1, "connectionIdleTimeout": $idle_seconds,
    "retries": $1
  },
  "admin": { "address": "127.0.0.1:$admin_port" }
}
CONFIG
  mv "$DIR/weir.json.new" "$DIR/weir.json"
}
write_config 1
start_weir "$DIR/weir.json" "$http_port" "$admin_port"
weir_pid=$PID

fds() { find "/proc/$weir_pid/fd" -mindepth 1 2> /dev/null | wc -l; }
# Warm tcp connections are kept on purpose and their stock shrinks window by window: they are no leak.
fds_unpooled() { echo $(($(fds) - $(metric "$admin_port" weir_pool_connections))); }
rss_kb() { awk '/^VmRSS:/ { print $2 }' "/proc/$weir_pid/status"; }

# Failures of single requests are expected while a backend is down: the loops go on, the answers are counted by Weir.
repeat() { # COMMAND…: over and over until $DIR/stop exists
  while [ ! -e "$DIR/stop" ]; do
    "$@" > /dev/null 2>&1 || sleep 0.2
  done
}
load() { # COMMAND…
  repeat "$@" &
  LOADS+=("$!")
  STARTED+=("$!")
}
LOADS=()

sleep 2
fds_idle=$(fds_unpooled)
load wrk -t1 -c32 -d10s "http://127.0.0.1:$http_port/"
load wrk -t1 -c4 -d10s "http://127.0.0.1:$http_port/files/100k"
load ab -q -r -s 10 -n 2000 -c 8 "http://127.0.0.1:$http_port/"
load ab -q -r -s 10 -n 2000 -c 8 "http://127.0.0.1:$tcp_port/"
load curl -sS --max-time 20 -o /dev/null "http://127.0.0.1:$http_port/files/10m"
load curl -sS --max-time 20 -o /dev/null "http://127.0.0.1:$tcp_port/files/10m"
load curl -sS --max-time 20 -T "$DIR/files/10m" -o /dev/null "http://127.0.0.1:$http_port/upload"

mkdir -p "$ROOT/artifacts/soak"
csv="$ROOT/artifacts/soak/$(date -u +%Y%m%dT%H%M%SZ).csv"
echo "seconds,fds,rss_kb,active_connections,assigned,pooled,requests" > "$csv"
faults="${csv%.csv}.log"
echo "soak: $duration s, a sample each $interval s into $csv, faults of SEED=$seed into $faults"

sample() {
  local page
  page=$(curl -sS --max-time 5 "http://127.0.0.1:$admin_port/metrics")
  echo "$page" | awk -v seconds="$SECONDS" -v fds="$(fds)" -v rss="$(rss_kb)" '
    { series = $1; sub(/[{].*/, "", series); sum[series] += $NF }
    END {
      printf "%d,%d,%d,%d,%d,%d,%.0f\n", seconds, fds, rss, sum["active_connections_total"],
        sum["connections_per_backend"], sum["weir_pool_connections"], sum["weir_requests_total"]
    }' >> "$csv"
}

# Faults come one after another with a pause, each undone before the next: bash's generator makes the same list of a seed each time.
RANDOM=$seed
roll() { ROLLED=$(($1 + RANDOM % ($2 - $1 + 1))); } # FROM TO; not in a subshell, which would roll the same each time
undo=(true)
next_fault=10
faults_done=0

note() { echo "$SECONDS s: $*" >> "$faults"; }
restart_backend() { # WHICH
  start_backend "${backends[$1]}"
  backend_pids[$1]=$PID
}
reload() { # RETRIES
  write_config "$1"
  kill -HUP "$weir_pid"
}
begin_fault() { # leaves in undo what ends it, and in next_fault when
  local victim kind
  roll 0 2 && victim=$ROLLED
  roll 0 3 && kind=$ROLLED
  roll 2 12 && next_fault=$((SECONDS + ROLLED))
  case "$kind" in
    0)
      note "kill -9 of backend $victim"
      kill -KILL "${backend_pids[$victim]}"
      wait "${backend_pids[$victim]}" 2> /dev/null || true
      undo=(restart_backend "$victim")
      ;;
    1)
      note "stop of backend $victim"
      kill -STOP "${backend_pids[$victim]}"
      undo=(kill -CONT "${backend_pids[$victim]}")
      ;;
    2)
      note "reload with another value"
      reload 2
      undo=(reload 1)
      ;;
    3)
      note "a burst of connections that are reset in the middle of an answer"
      reset_burst
      undo=(true)
      ;;
  esac
  faults_done=$((faults_done + 1))
}
end_fault() {
  note "over: ${undo[*]}"
  "${undo[@]}"
  undo=(true)
  roll 3 15 && next_fault=$((SECONDS + ROLLED))
}
# curl leaves with an answer of 10 MB unread in its socket: the kernel resets the connection.
reset_burst() {
  local i burst=()
  for ((i = 0; i < 100; i++)); do
    curl -s --max-time 5 "http://127.0.0.1:$((i % 2 ? http_port : tcp_port))/files/10m" 2> /dev/null | head -c 1000 > /dev/null &
    burst+=("$!")
  done
  wait "${burst[@]}" || true
}

SECONDS=0
next_sample=0
is_broken=no
while [ "$SECONDS" -lt "$duration" ]; do
  sleep 1
  if [ "$SECONDS" -ge "$next_sample" ]; then
    [ -e "/proc/$weir_pid" ] || die "weir ended: $(tail -n 20 "$DIR/weir.log")"
    sample || die "weir's /metrics does not answer"
    next_sample=$((next_sample + interval))
  fi
  [ "$SECONDS" -ge "$next_fault" ] || continue
  if [ "$is_broken" = yes ]; then
    end_fault
    is_broken=no
  else
    begin_fault
    is_broken=yes
  fi
done
[ "$is_broken" = no ] || end_fault

touch "$DIR/stop"
for pid in "${LOADS[@]}"; do
  end_tree "$pid" TERM
done
# Without clients everything comes back within the idle timeout, a tenth of it for the scan, and a margin.
for ((i = 0; i < idle_seconds + 10; i++)); do
  sleep 1
  [ "$(metric "$admin_port" active_connections_total)" -gt 0 ] || [ "$(fds_unpooled)" -gt $((fds_idle + 16)) ] || break
done
fds_end=$(fds_unpooled)
active_end=$(metric "$admin_port" active_connections_total)

verdict=0
fifth() { # COLUMN WHICH(1-5): the median of a column over a fifth of the samples
  tail -n +2 "$csv" | awk -F, -v column="$1" -v which="$2" '
    { v[NR] = $column }
    END { for (i = int(NR * (which - 1) / 5) + 1; i <= int(NR * which / 5); i++) print v[i] }' | median
}
judge() { # NAME COLUMN FACTOR EXTRA
  local early late
  early=$(fifth "$2" 2)
  late=$(fifth "$2" 5)
  if [ "$(calc "$late <= $early * $3 + $4" '%d')" -eq 1 ]; then
    echo "  flat    $1: median $early in the second fifth, $late in the last (at most × $3 + $4)"
  else
    echo "  GROWS   $1: median $early in the second fifth, $late in the last (at most × $3 + $4)"
    verdict=1
  fi
}
echo "soak: $(tail -n 1 "$csv" | cut -d, -f7) http requests in $duration s, $(($(wc -l < "$csv") - 1)) samples, $faults_done faults of SEED=$seed"
judge "file descriptors" 2 "$fd_factor" "$fd_extra"
judge "resident memory, KiB" 3 "$rss_factor" "$rss_extra_kb"
judge "pooled connections" 6 "$pool_factor" "$pool_extra"
pool_max=$(tail -n +2 "$csv" | cut -d, -f6 | sort -n | tail -n 1)
pool_limit=$((pool_size * 3 * 2))
if [ "$pool_max" -gt "$pool_limit" ]; then
  echo "  OVER    pooled connections: $pool_max at most, the limit is $pool_limit"
  verdict=1
fi
rejected=$(metric "$admin_port" weir_config_reloads_total 'result="rejected"')
if [ "$rejected" -gt 0 ]; then
  echo "  REJECTS $rejected reloads of a valid configuration"
  verdict=1
fi
if [ "$active_end" -ne 0 ] || [ "$fds_end" -gt $((fds_idle + 16)) ]; then
  echo "  LEAK    after the load: $active_end client connections, $fds_end file descriptors beside the pool ($fds_idle before it)"
  verdict=1
else
  echo "  back    after the load: $active_end client connections, $fds_end file descriptors beside the pool ($fds_idle before it)"
fi
exit "$verdict"
