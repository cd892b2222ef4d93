#!/usr/bin/env bash
# Instructions that one request costs in user space on its reactor's thread, counted by callgrind: nearly the same in every run, where
# times are not. Epoll, one reactor, 16 keep-alive clients, a small answer. Of several binaries each is counted; --methods N also lists
# where they go (symbols from weir.dbg beside the binary).
set -euo pipefail
# shellcheck source=bench/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

methods=0
if [ "${1:-}" = --methods ]; then
  methods=${2:?--methods needs a number}
  shift 2
fi
[ $# -gt 0 ] || set -- "$WEIR"
need_programs nginx wrk valgrind callgrind_control python3 ss

free_port
backend=$PORT
start_backend "$backend"

count() { # BINARY
  local weir profile="$DIR/profile"
  free_port
  cat > "$DIR/weir.json" << CONFIG
{
  "listeners": [{ "name": "http", "address": "127.0.0.1:$PORT", "mode": "http", "cluster": "http" }],
  "clusters": { "http": { "backends": [{ "address": "127.0.0.1:$backend" }] } },
  "reactor": { "engine": "epoll", "threads": 1 },
  "logging": { "mode": "file", "filePath": "$DIR/events" }
}
CONFIG
  rm -f "$profile"*
  cp "$1" "$DIR/weir" # away from weir.dbg, which valgrind would try to read
  # A heap limit keeps the runtime from reserving more address space than valgrind gives.
  DOTNET_GCHeapHardLimit=0x10000000 valgrind --tool=callgrind --separate-threads=yes --callgrind-out-file="$profile" \
    "$DIR/weir" run -c "$DIR/weir.json" > "$DIR/weir.log" 2>&1 &
  weir=$!
  STARTED+=("$weir")
  wait_for_port "$PORT" "$1"
  wrk -t1 -c16 -d4s --timeout 20s "http://127.0.0.1:$PORT/" > "$DIR/wrk.warm"
  callgrind_control --zero "$weir" > /dev/null 2>&1
  wrk -t1 -c16 -d10s --timeout 20s "http://127.0.0.1:$PORT/" > "$DIR/wrk.out"
  callgrind_control --dump "$weir" > /dev/null 2>&1
  end_tree "$weir" TERM
  wait "$weir" || true
  [ "$(wrk_failures "$DIR/wrk.out")" -eq 0 ] || die "requests failed: $(cat "$DIR/wrk.out")"
  echo "$1"
  python3 "$ROOT/bench/instructions.py" "$1.dbg" "$(wrk_requests "$DIR/wrk.out")" "$methods" "$profile".1-*
}

for binary in "$@"; do
  count "$binary"
done
