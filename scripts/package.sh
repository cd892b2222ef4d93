#!/usr/bin/env bash
# Builds what users install from the native program at artifacts/weir, into artifacts/packages: a Debian package, a tarball, an OCI
# image and a .NET tool. Same input, same bytes: file times are those of the last commit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
revision=1 # of the Debian package of this version
arch=$(dpkg --print-architecture)
out=artifacts/packages
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ "$(head -c 4 artifacts/weir)" != $'\x7fELF' ]; then
  echo "package: artifacts/weir is no native binary: install gcc, libc6-dev and binutils, then \`make build\`" >&2
  exit 1
fi
need() { # PROGRAM PACKAGE
  command -v "$1" > /dev/null 2>&1 || missing+=("$2")
}
missing=()
need dpkg-shlibdeps dpkg-dev
need strip binutils
need umoci umoci
need skopeo skopeo
if [ "${#missing[@]}" -gt 0 ]; then
  scripts/install-packages.sh "packaging needs" "${missing[@]}"
fi
rm -rf "$out"
mkdir -p "$out"

manual() { # SOURCE TARGET
  mkdir -p "$(dirname "$2")"
  gzip -9nc "$1" > "$2"
}

completions() { # FOLDER
  install -d "$1/bash-completion/completions" "$1/zsh/vendor-completions" "$1/fish/vendor_completions.d"
  artifacts/weir completion bash > "$1/bash-completion/completions/weir"
  artifacts/weir completion zsh > "$1/zsh/vendor-completions/_weir"
  artifacts/weir completion fish > "$1/fish/vendor_completions.d/weir.fish"
}

tree() { # FOLDER: the files as they lie on a Debian system
  install -D -m 755 artifacts/weir "$1/usr/bin/weir"
  strip --strip-unneeded "$1/usr/bin/weir"
  # postinst gives it to the group weir, which is not there before.
  install -D -m 640 deploy/deb/weir.json "$1/etc/weir/weir.json"
  install -D -m 600 deploy/deb/weir.default "$1/etc/default/weir"
  install -D -m 644 deploy/deb/weir.logrotate "$1/etc/logrotate.d/weir"
  install -D -m 644 docs/weir.schema.json "$1/usr/share/weir/weir.schema.json"
  install -D -m 644 deploy/systemd/weir.service "$1/lib/systemd/system/weir.service"
  install -D -m 644 deploy/systemd/weir.socket "$1/usr/share/doc/weir/examples/weir.socket"
  install -D -m 644 deploy/prometheus/weir.rules.yml "$1/usr/share/doc/weir/examples/weir.rules.yml"
  install -D -m 644 deploy/prometheus/prometheus.yml "$1/usr/share/doc/weir/examples/prometheus.yml"
  install -D -m 644 deploy/kubernetes/servicemonitor.yaml "$1/usr/share/doc/weir/examples/servicemonitor.yaml"
  install -D -m 644 deploy/grafana/weir.json "$1/usr/share/doc/weir/examples/grafana.json"
  install -D -m 644 -t "$1/usr/share/doc/weir" docs/*.md
  manual deploy/man/weir.8 "$1/usr/share/man/man8/weir.8.gz"
  manual deploy/man/weir.json.5 "$1/usr/share/man/man5/weir.json.5.gz"
  completions "$1/usr/share"
}

# What the binary's needed libraries belong to, with the version of the C library it was linked against.
depends() { # PROGRAM
  mkdir -p "$work/shlibs/debian"
  printf 'Source: weir\n\nPackage: weir\nArchitecture: any\n' > "$work/shlibs/debian/control"
  (cd "$work/shlibs" && dpkg-shlibdeps -O "$1" 2> /dev/null) | sed 's/^shlibs:Depends=//'
}

deb() {
  local root="$work/deb"
  tree "$root"
  manual CHANGELOG.md "$root/usr/share/doc/weir/changelog.gz"
  printf 'weir (%s-%s) stable; urgency=medium\n\n  * What changed is in changelog.gz beside this file.\n\n -- %s  %s\n' \
    "$version" "$revision" "$(sed -n 's/^Maintainer: //p' deploy/deb/control)" "$(date -Rud "@$SOURCE_DATE_EPOCH")" |
    gzip -9n > "$root/usr/share/doc/weir/changelog.Debian.gz"
  install -D -m 644 deploy/deb/lintian-overrides "$root/usr/share/lintian/overrides/weir"
  sed -e "/@LICENSE@/{r $work/license
    d}" deploy/deb/copyright > "$root/usr/share/doc/weir/copyright"
  install -d "$root/DEBIAN"
  (cd "$root" && find etc -type f -printf '/%p\n' | LC_ALL=C sort) > "$root/DEBIAN/conffiles"
  sed -e "s/@VERSION@/$version-$revision/" -e "s/@ARCH@/$arch/" -e "s/@SIZE@/$(du -sk "$root" | cut -f1)/" \
    -e "s/@DEPENDS@/$(depends "$root/usr/bin/weir"), adduser/" deploy/deb/control > "$root/DEBIAN/control"
  install -m 755 deploy/deb/postinst deploy/deb/prerm deploy/deb/postrm "$root/DEBIAN/"
  (cd "$root" && find . -type f ! -path './DEBIAN/*' -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum > DEBIAN/md5sums)
  chmod -R go-w "$root"
  dpkg-deb --root-owner-group -Zxz -b "$root" "$out/weir_$version-${revision}_$arch.deb" > /dev/null
}

tarball() {
  local name="weir-$version-linux-$arch"
  mkdir -p "$work/$name"
  cp -r "$work/deb/usr/bin" "$work/deb/usr/share/man" "$work/$name/"
  cp -r deploy/systemd "$work/$name/"
  install -D -m 644 -t "$work/$name/docs" docs/*.md docs/weir.schema.json
  sed 's#file:///usr/share/weir/#./docs/#' deploy/deb/weir.json > "$work/$name/weir.json"
  cp README.md CHANGELOG.md LICENSE "$work/$name/"
  tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -c "$name" |
    gzip -9n > "$out/$name.tar.gz"
}

image() {
  scripts/rootfs.sh "$work/deb/usr/bin/weir" "$work/rootfs"
  umoci init --layout "$work/oci"
  umoci new --image "$work/oci:$version"
  umoci insert --image "$work/oci:$version" --rootless "$work/rootfs" /
  umoci config --image "$work/oci:$version" --config.user 65532:65532 --config.entrypoint /usr/bin/weir \
    --config.cmd run --config.cmd -c --config.cmd /etc/weir/weir.json --config.stopsignal SIGTERM \
    --config.exposedports 9000/tcp --config.exposedports 9001/tcp \
    --config.label org.opencontainers.image.title=weir --config.label "org.opencontainers.image.version=$version" \
    --created "$(date -u -d "@$SOURCE_DATE_EPOCH" +%FT%TZ)"
  umoci gc --layout "$work/oci"
  skopeo copy --insecure-policy -q "oci:$work/oci:$version" "oci-archive:$out/weir-$version-$arch.oci.tar:weir:$version"
}

tool() {
  dotnet pack src/Weir/Weir.csproj -c Release -o "$out" -m:1 -v quiet -nologo
}

sed -n '/^Permission/,$p' LICENSE | sed -e 's/^$/./' -e 's/^/ /' > "$work/license"
deb
tarball
image
tool
(cd "$out" && sha256sum -- * > SHA256SUMS)
ls -l "$out"
