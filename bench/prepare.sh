#!/usr/bin/env bash
# Installs and builds what Weir is compared with: nginx, HAProxy, Caddy, wrk and perf from Debian, YARP from NuGet.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

packages=()
need() { # PROGRAM PACKAGE
  command -v "$1" > /dev/null 2>&1 || packages+=("$2")
}
need nginx nginx-light
need haproxy haproxy
need caddy caddy
need wrk wrk
need perf linux-perf
need python3 python3
[ -e /usr/lib/nginx/modules/ngx_stream_module.so ] || packages+=(libnginx-mod-stream)
if [ "${#packages[@]}" -gt 0 ]; then
  # The benchmark goes on without a peer that cannot be had, and says so.
  scripts/install-packages.sh "the benchmark needs" "${packages[@]}" || true
fi
if [ ! -e artifacts/bench/yarp/yarp.dll ]; then
  dotnet publish bench/peers/yarp/yarp.csproj -c Release -o artifacts/bench/yarp --no-self-contained -m:1 -v quiet -nologo
fi
