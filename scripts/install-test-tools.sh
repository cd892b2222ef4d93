#!/usr/bin/env bash
# Installs the Debian packages whose programs the tests and benchmarks run, where a program is missing.
# A program that is already there, from wherever, is left alone. No service is left running or enabled by this.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

packages=()
need() { # PROGRAM PACKAGE
  command -v "$1" > /dev/null 2>&1 || packages+=("$2")
}
need nginx nginx-light
need haproxy haproxy
need mandoc mandoc
need wrk wrk
need ab apache2-utils
need promtool prometheus
need curl curl
need ss iproute2
need zsh zsh
need fish fish
# What a caller's own tests need beside these: PROGRAM=PACKAGE.
for pair in "$@"; do
  need "${pair%%=*}" "${pair#*=}"
done
need chromium chromium
need node nodejs
need npm npm

if [ "${#packages[@]}" -gt 0 ]; then
  scripts/install-packages.sh "the tests need" "${packages[@]}"
fi
