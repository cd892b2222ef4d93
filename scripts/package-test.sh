#!/usr/bin/env bash
# Tries what `make package` built, as a user would: lintian on the Debian package, installed in a Debian tree of its own, started as the
# user weir, reloaded, upgraded under load and removed; the image and the tarball run. Needs root; installs the tools it runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

packages=$PWD/artifacts/packages
deb=$(echo "$packages"/weir_*.deb)
work=$(mktemp -d)
chmod 755 "$work" # apt reads it as a user of its own
root=$work/debian
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill -KILL "$pid" 2> /dev/null || true; done
  if mountpoint -q "$root/proc"; then umount "$root/proc"; fi
  rm -rf "$work"
}
trap cleanup EXIT

say() { printf 'package-test: %s\n' "$*"; }
fail() {
  printf 'package-test: FAILED: %s\n' "$*" >&2
  exit 1
}
until_true() { # SECONDS COMMAND…
  local tries=$(($1 * 10))
  shift
  until "$@" > /dev/null 2>&1; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || fail "this never came to be: $*"
    read -rt 0.1 <> <(:) || true
  done
}
answers() { curl -fsS --max-time 2 "$1"; }

# Addresses of the loopback network that nothing else on this machine is likely to use.
front=127.91.7.1:9000
backend=127.91.7.2:8080
admin=127.0.0.1:29001

start_backend() {
  mkdir -p "$work/nginx"
  printf 'daemon off; pid nginx.pid; error_log stderr warn; events {}\nhttp { access_log off; keepalive_requests 1000000; server { listen %s; return 200 "hello\\n"; } }\n' \
    "$backend" > "$work/nginx/nginx.conf"
  nginx -p "$work/nginx" -c nginx.conf 2> "$work/nginx/log" &
  pids+=($!)
  until_true 10 answers "http://$backend/"
}

config() { # CLUSTER
  printf '{ "listeners": [ { "name": "web", "address": "%s", "mode": "http", "cluster": "%s" } ],\n  "clusters": { "%s": { "backends": [ { "address": "%s" } ] } },\n  "admin": { "address": "%s" } }\n' \
    "$front" "$1" "$1" "$backend" "$admin"
}

try_lintian() {
  # No bug number: this is no package of the archive.
  lintian --fail-on warning,error --suppress-tags initial-upload-closes-no-bugs "$deb"
  say "lintian: clean"
}

in_root() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }

weir_pid() { cat "$root/run/weir/weir.pid"; }

try_deb() {
  local codename
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mmdebstrap --quiet --variant=minbase --include=adduser,logrotate "$codename" "$root" 2> "$work/mmdebstrap.log" ||
    fail "no Debian tree: $(tail -n 3 "$work/mmdebstrap.log")"
  mount -t proc proc "$root/proc"
  cp "$deb" "$root/weir.deb"
  in_root apt-get install -q -y --no-install-recommends /weir.deb > "$work/install.log" 2>&1 || fail "$(cat "$work/install.log")"
  in_root weir version
  in_root weir check -c /etc/weir/weir.json
  in_root id weir > /dev/null || fail "there is no user weir"
  [ "$(in_root stat -c %U:%G:%a /etc/weir/weir.json)" = root:weir:640 ] || fail "weir.json is not root:weir 0640"
  [ "$(in_root stat -c %U:%G:%a /etc/default/weir)" = root:root:600 ] || fail "/etc/default/weir is not root's alone"
  in_root test -s /usr/share/weir/weir.schema.json || fail "there is no schema"
  in_root test -s /usr/share/doc/weir/doctor.md -o -s /usr/share/doc/weir/doctor.md.gz || fail "there is no doctor.md"
  try_logrotate
  in_root install -d -o weir /run/weir

  config one > "$root/etc/weir/weir.json"
  start_weir
  until_true 10 answers "http://$admin/readyz"
  [ "$(answers "http://$front/")" = hello ] || fail "the installed Weir does not serve"
  grep -q '^Uid:.*[1-9]' "/proc/$(weir_pid)/status" || fail "it runs as root"
  say "installed and started as weir"

  config two > "$root/etc/weir/weir.json"
  kill -HUP "$(weir_pid)"
  until_true 5 in_root weir drain -c /etc/weir/weir.json "two/$backend"
  in_root weir ready -c /etc/weir/weir.json "two/$backend" > /dev/null
  say "reloaded"

  upgrade_under_load
  kill -TERM "$(weir_pid)"
  until_true 20 test ! -e "$root/run/weir/weir.pid"
  in_root apt-get remove -q -y weir > "$work/remove.log" 2>&1 || fail "$(cat "$work/remove.log")"
  [ ! -e "$root/usr/bin/weir" ] || fail "the program is still there"
  [ -e "$root/etc/weir/weir.json" ] || fail "removing took the configuration away"
  in_root apt-get purge -q -y weir > "$work/purge.log" 2>&1 || fail "$(cat "$work/purge.log")"
  [ ! -e "$root/etc/weir/weir.json" ] || fail "purging left the configuration"
  umount "$root/proc"
  say "removed and purged"
}

# Rotates a file of the user weir once, as the package says; what it does to the service is tried by the tests of USR1.
try_logrotate() {
  in_root install -d -o weir -g weir /var/log/weir
  in_root sh -c 'echo line > /var/log/weir/weir.log && chown weir:weir /var/log/weir/weir.log'
  in_root logrotate -f /etc/logrotate.d/weir > "$work/logrotate.log" 2>&1 || fail "$(cat "$work/logrotate.log")"
  in_root test -s /var/log/weir/weir.log.1 || fail "logrotate left the log: $(cat "$work/logrotate.log")"
  in_root rm -r /var/log/weir
}

start_weir() {
  rm -f "$root/run/weir/weir.pid"
  chroot --userspec=weir:weir "$root" /usr/bin/weir run -c /etc/weir/weir.json --pid-file /run/weir/weir.pid > "$work/weir.log" 2>&1 &
  pids+=($!)
  until_true 10 test -s "$root/run/weir/weir.pid"
}

upgrade_under_load() {
  local before errors
  wrk -t1 -c32 -d25s "http://$front/" > "$work/wrk.log" &
  local wrk=$!
  for _ in {1..10}; do
    before=$(weir_pid)
    # What dpkg does: another file under the same name.
    cp "$root/usr/bin/weir" "$root/usr/bin/weir.dpkg-new"
    mv "$root/usr/bin/weir.dpkg-new" "$root/usr/bin/weir"
    kill -USR2 "$before"
    until_true 20 changed_from "$before"
    pids+=("$(weir_pid)")
  done
  wait "$wrk"
  cat "$work/wrk.log"
  errors=$(grep -E 'Socket errors|Non-2xx' "$work/wrk.log" || true)
  [ -z "$errors" ] || fail "upgrades under load failed requests: $errors"
  say "10 upgrades under load: 0 failed requests"
}

changed_from() { [ "$(weir_pid)" != "$1" ]; }

try_image() {
  local archive
  archive=$(echo "$packages"/weir-*.oci.tar)
  skopeo copy --insecure-policy -q "oci-archive:$archive" "oci:$work/oci:try"
  umoci unpack --rootless --image "$work/oci:try" "$work/bundle" 2> /dev/null
  config image > "$work/bundle/rootfs/etc/weir/weir.json"
  # Every container runtime gives these two.
  mkdir -p "$work/bundle/rootfs/dev"
  mknod -m 666 "$work/bundle/rootfs/dev/null" c 1 3
  mknod -m 666 "$work/bundle/rootfs/dev/urandom" c 1 9
  chroot --userspec=65532:65532 "$work/bundle/rootfs" /usr/bin/weir run -c /etc/weir/weir.json > "$work/image.log" 2>&1 &
  pids+=($!)
  until_true 10 answers "http://$admin/readyz"
  [ "$(answers "http://$front/")" = hello ] || fail "the image does not serve"
  kill -TERM "${pids[-1]}"
  wait "${pids[-1]}"
  say "the image runs: $(du -h "$archive" | cut -f1), $(find "$work/bundle/rootfs" -type f | wc -l) files"
}

try_tarball() {
  tar -C "$work" -xzf "$(echo "$packages"/weir-*.tar.gz)"
  "$work"/weir-*/bin/weir check -c "$(echo "$work"/weir-*/weir.json)"
  say "the tarball's program runs"
}

try_tool() {
  dotnet tool install weir --tool-path "$work/tool" --add-source "$packages" > "$work/tool.log" 2>&1 || fail "$(cat "$work/tool.log")"
  "$work/tool/weir" version
  say "the .NET tool installs and runs"
}

need() { # PROGRAM PACKAGE
  command -v "$1" > /dev/null 2>&1 || missing+=("$2")
}
missing=()
need lintian lintian
need mmdebstrap mmdebstrap
need nginx nginx-light
need wrk wrk
need curl curl
if [ "${#missing[@]}" -gt 0 ]; then
  scripts/install-packages.sh "trying the packages needs" "${missing[@]}"
fi
[ "$(id -u)" -eq 0 ] || fail "it makes a Debian tree, for which it must be root"
(cd "$packages" && sha256sum --quiet -c SHA256SUMS)
start_backend
try_lintian
try_deb
try_image
try_tarball
try_tool
say "all is well"
