#!/usr/bin/env bash
# Installs Debian packages without asking, as root or by sudo; says what to install by hand where it may not. No service is left running
# or enabled by this. Usage: scripts/install-packages.sh "WHO NEEDS THEM" PACKAGE…, such as "the tests need" nginx-light.
set -euo pipefail
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

who=$1
shift
packages=("$@")

by_hand() {
  echo "install-packages: $1" >&2
  echo "install-packages: $who these packages; install them, then try again: ${packages[*]}" >&2
  exit 1
}

command -v apt-get > /dev/null 2>&1 || by_hand "this system has no apt-get"
if [ "$(id -u)" -eq 0 ]; then
  as_root() { "$@"; }
elif command -v sudo > /dev/null 2>&1 && { sudo -n true 2> /dev/null || [ -t 0 ]; }; then
  as_root() { sudo -- "$@"; }
else
  by_hand "neither root nor able to become it by sudo"
fi

# Debian starts the services of nginx, prometheus, haproxy and caddy when it installs them, unless policy-rc.d says 101
# ("action forbidden", see invoke-rc.d(8)). One that the system has already is put aside and brought back.
policy=/usr/sbin/policy-rc.d
log=$(mktemp)
put_aside=no
policy_written=no
cleanup() {
  if [ "$policy_written" = yes ]; then as_root rm -f "$policy"; fi
  if [ "$put_aside" = yes ]; then as_root mv -f "$policy.weir-aside" "$policy"; fi
  rm -f "$log"
}
trap cleanup EXIT
if [ -e "$policy" ]; then
  as_root mv -f "$policy" "$policy.weir-aside"
  put_aside=yes
fi
policy_written=yes
printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" > /dev/null
as_root chmod 755 "$policy"

echo "install-packages: installing ${packages[*]}"
apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=120 "$@" > "$log" 2>&1
}
# Package lists may be fresh enough already: only when the install fails are they fetched and it is tried again.
if ! apt install --no-install-recommends "${packages[@]}"; then
  if ! { apt update && apt install --no-install-recommends "${packages[@]}"; }; then
    tail -n 20 "$log" >&2
    by_hand "apt-get failed"
  fi
fi

# What this run installed shall not start at the next boot either.
if command -v systemctl > /dev/null 2>&1; then
  for package in "${packages[@]}"; do
    case "$package" in
      nginx-light) as_root systemctl disable nginx.service > /dev/null 2>&1 || true ;;
      prometheus | haproxy | caddy) as_root systemctl disable "$package.service" > /dev/null 2>&1 || true ;;
    esac
  done
fi
