#!/usr/bin/env bash
# Publishes the Release build into artifacts/app and writes artifacts/weir, the launcher users call.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mkdir -p artifacts
rm -rf artifacts/app
dotnet publish src/Weir/Weir.csproj -c Release -o artifacts/app --no-self-contained -m:1 -v quiet -nologo

# exec keeps the pid: a service manager, a pid file or `kill -HUP $!` reach the program itself.
cat > artifacts/weir.new <<'LAUNCHER'
#!/bin/sh
# Starts Weir in this very process. Works from any directory and through symbolic links.
home=$(dirname -- "$(readlink -f -- "$0")")
if command -v dotnet > /dev/null 2>&1; then
  exec dotnet "$home/app/weir.dll" "$@"
elif [ -x "${DOTNET_ROOT:-/usr/share/dotnet}/dotnet" ]; then
  exec "${DOTNET_ROOT:-/usr/share/dotnet}/dotnet" "$home/app/weir.dll" "$@"
fi
echo "weir: the .NET 10 runtime (dotnet) is neither on PATH nor in DOTNET_ROOT" >&2
exit 1
LAUNCHER
chmod 755 artifacts/weir.new
mv -f artifacts/weir.new artifacts/weir
