#!/usr/bin/env bash
# Builds the program in Release. Usage: scripts/build.sh [native|jit]
#   native (default)  artifacts/weir, one binary compiled ahead of time; its symbols beside it in weir.dbg. Without a C compiler to link
#                     it artifacts/weir becomes the launcher of the other kind, and a line says so.
#   jit               artifacts/weir-jit, a launcher of the framework-dependent build in artifacts/jit: quicker to build
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mkdir -p artifacts
kind=${1:-native}

step() { # WHAT HOW_LONG: what is being done, on stderr, with the time so far
  printf 'build: %s (%s)\n' "$1" "$2" >&2
}

put() { # FILE NAME: into artifacts in one step, so that a running program keeps its own file
  cp -f "$1" "artifacts/$2.new"
  mv -f "artifacts/$2.new" "artifacts/$2"
}

# On a terminal the line under way counts its seconds: the native compiler says nothing for minutes.
watched() { # COMMAND…
  if [ ! -t 2 ]; then
    "$@"
    return
  fi
  "$@" &
  local job=$! status=0
  while kill -0 "$job" 2> /dev/null; do
    printf '\rbuild: %d s ' "$SECONDS" >&2
    read -rt 1 <> <(:) || true
  done
  wait "$job" || status=$?
  printf '\r\033[K' >&2
  return "$status"
}

build_native() { # COMPILER
  step "compiling to native code" "1 to 3 minutes on two cores"
  watched publish_native "$1"
  put artifacts/native/publish/Weir/release/weir weir
  put artifacts/native/publish/Weir/release/weir.dbg weir.dbg
  step "artifacts/weir is ready, $(du -h artifacts/weir | cut -f1) in one file" "$SECONDS s"
}

publish_native() { # COMPILER
  dotnet publish src/Weir/Weir.csproj -c Release --use-current-runtime --artifacts-path artifacts/native -m:1 -v quiet -nologo \
    -p:Native=true -p:CppCompilerAndLinker="$1"
}

build_jit() {
  step "compiling for the .NET runtime" "half a minute on two cores"
  rm -rf artifacts/jit
  watched dotnet publish src/Weir/Weir.csproj -c Release -o artifacts/jit --no-self-contained -m:1 -v quiet -nologo
  # exec keeps the pid: a service manager, a pid file or `kill -HUP $!` reach the program itself.
  cat > artifacts/weir-jit.new << 'LAUNCHER'
#!/bin/sh
# Starts Weir in this very process. Works from any directory and through symbolic links.
home=$(dirname -- "$(readlink -f -- "$0")")
if command -v dotnet > /dev/null 2>&1; then
  exec dotnet "$home/jit/weir.dll" "$@"
elif [ -x "${DOTNET_ROOT:-/usr/share/dotnet}/dotnet" ]; then
  exec "${DOTNET_ROOT:-/usr/share/dotnet}/dotnet" "$home/jit/weir.dll" "$@"
fi
echo "weir: the .NET 10 runtime (dotnet) is neither on PATH nor in DOTNET_ROOT" >&2
exit 1
LAUNCHER
  chmod 755 artifacts/weir-jit.new
  mv -f artifacts/weir-jit.new artifacts/weir-jit
}

case "$kind" in
  jit) build_jit ;;
  native)
    if ! scripts/c-compiler.sh > /dev/null; then
      scripts/install-packages.sh "the native build needs" gcc libc6-dev binutils || true
    fi
    if compiler=$(scripts/c-compiler.sh); then
      build_native "$compiler"
    else
      echo "build: no C compiler links here: artifacts/weir is the framework-dependent build; for the native binary install gcc, libc6-dev and binutils, then make build" >&2
      build_jit
      put artifacts/weir-jit weir
    fi
    ;;
  *)
    echo "build: usage: scripts/build.sh [native|jit]" >&2
    exit 2
    ;;
esac
