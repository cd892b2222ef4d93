#!/usr/bin/env bash
# Lays out what an image of Weir holds: the native program, the libraries it links to, a user and a configuration.
# Usage: scripts/rootfs.sh PROGRAM FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program=$1
root=$2
mkdir -p "$root/usr/bin" "$root/etc/weir" "$root/tmp"
chmod 1777 "$root/tmp"
install -m 755 "$program" "$root/usr/bin/weir"
install -m 644 deploy/deb/weir.json "$root/etc/weir/weir.json"
printf 'root:x:0:0:root:/:/sbin/nologin\nweir:x:65532:65532:weir:/:/sbin/nologin\n' > "$root/etc/passwd"
printf 'root:x:0:\nweir:x:65532:\n' > "$root/etc/group"
printf 'hosts: files dns\n' > "$root/etc/nsswitch.conf"

# Each library at the path that the program or its loader asks for; what links hide is resolved.
ldd "$program" | awk '$2 == "=>" && $3 ~ /^\// { print $3 } $1 ~ /^\// { print $1 }' | while IFS= read -r library; do
  install -D -m 755 "$(readlink -f "$library")" "$root$library"
done
