#!/usr/bin/env bash
# What the benchmark scripts share: a directory and ports of their own on 127.0.0.1, processes that end with the script, figures.
# Sourced, not run.
set -euo pipefail

PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
DIR=$(mktemp -d "${TMPDIR:-/tmp}/weir-bench.XXXXXX")
WEIR=${WEIR:-$ROOT/artifacts/weir}
STARTED=()
TAKEN_PORTS=" "
PORT=""
PID="" # of what a start_ function started last

die() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

# Ends what this script started, by process id, children first; nothing else.
cleanup() {
  local pid mine=()
  for pid in "${STARTED[@]:+${STARTED[@]}}"; do
    # The id of one that ended long ago may be somebody else's by now: ours are children of this shell.
    if grep -qs "^PPid:[[:space:]]*$$\$" "/proc/$pid/status"; then
      mine+=("$pid")
      end_tree "$pid" TERM
    fi
  done
  for pid in "${mine[@]:+${mine[@]}}"; do
    wait_gone "$pid" 100 || end_tree "$pid" KILL
    wait "$pid" 2> /dev/null || true
  done
  rm -rf "$DIR"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

descendants() { # PID: it and all processes below it
  local child
  echo "$1"
  for child in $(cat "/proc/$1/task/"*/children 2> /dev/null || true); do
    descendants "$child"
  done
}

end_tree() { # PID SIGNAL
  local pid
  for pid in $(descendants "$1" | tac); do
    kill "-$2" "$pid" 2> /dev/null || true
  done
}

wait_gone() { # PID TENTHS
  local i
  for ((i = 0; i < $2; i++)); do
    # An ended child stays as a zombie (state Z) until it is waited for.
    if [ ! -e "/proc/$1" ] || grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2> /dev/null; then
      return 0
    fi
    sleep 0.1
  done
  return 1
}

need_programs() {
  local program
  for program in "$@"; do
    command -v "$program" > /dev/null 2>&1 || die "$program is missing: scripts/install-test-tools.sh installs it"
  done
  [ -x "$WEIR" ] || die "$WEIR is missing: make build"
}

free_port() { # leaves in PORT one that nobody listens on and that no earlier call gave
  while :; do
    PORT=$((20000 + RANDOM % 10000))
    case "$TAKEN_PORTS" in *" $PORT "*) continue ;; esac
    if [ -z "$(ss -Hltn "sport = :$PORT")" ]; then
      break
    fi
  done
  TAKEN_PORTS="$TAKEN_PORTS$PORT "
}

wait_for_port() { # PORT NAME
  local i
  for ((i = 0; i < 200; i++)); do
    if [ -n "$(ss -Hltn "sport = :$1")" ]; then
      return 0
    fi
    sleep 0.05
  done
  tail -n 20 "$DIR"/*.log >&2 || true
  die "$2 does not listen on 127.0.0.1:$1"
}

fill_in() { # TEMPLATE OUTPUT NAME=VALUE…
  local user="" template=$1 output=$2 arguments=()
  # Without this, workers of an nginx that root starts could not read the directory made for this run.
  if [ "$(id -u)" -eq 0 ]; then
    user="user root;"
  fi
  shift 2
  for pair in "$@"; do
    arguments+=(-e "s|@${pair%%=*}@|${pair#*=}|g")
  done
  sed -e "s|@DIR@|$DIR|g" -e "s|@USER@|$user|g" "${arguments[@]}" "$template" > "$output"
}

start_backend() { # PORT
  fill_in "$ROOT/bench/peers/backend.conf" "$DIR/backend-$1.conf" "PORT=$1" "HOST=127.0.0.1"
  nginx -e stderr -p "$DIR" -c "$DIR/backend-$1.conf" 2>> "$DIR/backend-$1.stderr.log" &
  PID=$!
  STARTED+=("$PID")
  wait_for_port "$1" "the backend"
}

start_weir() { # CONFIG PORT ADMIN_PORT
  "$WEIR" run -c "$1" > "$DIR/weir.log" 2>&1 &
  PID=$!
  STARTED+=("$PID")
  wait_for_port "$2" "weir"
  wait_for_port "$3" "weir's admin"
}

make_files() { # the files that backends serve under /files/
  mkdir -p "$DIR/files"
  head -c 100000 /dev/urandom > "$DIR/files/100k"
  head -c 10000000 /dev/urandom > "$DIR/files/10m"
}

metric() { # ADMIN_PORT NAME [LABEL_PATTERN]: the sum over the series whose labels match
  curl -sS --max-time 5 "http://127.0.0.1:$1/metrics" |
    awk -v name="$2" -v labels="${3:-}" '
      { series = $1; sub(/[{].*/, "", series) }
      series == name && (labels == "" || $0 ~ labels) { sum += $NF }
      END { printf "%.0f\n", sum }'
}

accepts() { # BACKEND_PORT: connections it has accepted so far, the one of this very question included
  curl -sS --max-time 5 "http://127.0.0.1:$1/stub_status" | awk 'NR == 3 { print $1 }'
}

cpu_ticks() { # PID: user and system time of its process tree so far, in clock ticks
  local pid
  for pid in $(descendants "$1"); do
    # The name in parentheses may hold blanks; behind it utime and stime are fields 12 and 13.
    sed 's/.*) //' "/proc/$pid/stat" 2> /dev/null || true
  done | awk '{ sum += $12 + $13 } END { print sum + 0 }'
}

median() { # numbers on stdin
  sort -n | awk '{ v[NR] = $1 } END { if (NR) print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

calc() { # EXPRESSION FORMAT
  awk "BEGIN { printf \"$2\n\", ($1) }"
}

wrk_requests() { # FILE
  awk '/requests in/ { print $1 }' "$1"
}

wrk_rate() { # FILE
  awk '/^Requests\/sec:/ { print $2 }' "$1"
}

wrk_failures() { # FILE: non-2xx answers and socket errors together
  awk '
    /Non-2xx or 3xx responses:/ { sum += $NF }
    /Socket errors:/ { gsub(",", ""); for (i = 4; i <= NF; i += 2) sum += $i }
    END { print sum + 0 }' "$1"
}
