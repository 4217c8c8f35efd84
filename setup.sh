#!/usr/bin/env bash
# Installs the system libraries Bakeoff links, only those that are missing, so that a second run needs no network.
set -euo pipefail

packages=(libblas-dev libopenblas0-pthread zlib1g-dev libbz2-dev libpng-dev libturbojpeg0-dev libssl-dev libcurl4-openssl-dev libsqlite3-dev)

say() { printf '%s\n' "$*" >&2; }

if ! command -v swift >/dev/null; then
  say "setup: no swift command found; install a Swift 6 toolchain (https://www.swift.org/install) and try again"
  exit 69
fi
if [ "$(uname)" = Darwin ]; then
  # BLAS comes from Accelerate; zlib, bzip2, curl and SQLite from the SDK.
  command -v pkg-config >/dev/null && pkg-config --exists libpng libturbojpeg && exit 0
  say "setup: install libpng, libjpeg-turbo and pkg-config, for example: brew install libpng jpeg-turbo pkg-config"
  exit 69
fi
if ! command -v dpkg-query >/dev/null; then
  say "setup: this system has no apt; install the development files of: CBLAS (libblas or OpenBLAS), zlib, bzip2, libpng, libturbojpeg, OpenSSL's libcrypto, libcurl, SQLite"
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    say "setup: not root and no sudo; run as root: apt-get install ${missing[*]}"
    exit 77
  fi
  as_root=(sudo)
fi
say "setup: installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
install() { "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2; }
# A fresh machine has no package lists yet; one with lists needs no second download of them.
install || { "${as_root[@]}" apt-get update -qq >&2 && install; } || {
  say "setup: could not install ${missing[*]}; check the network, or install them by hand and try again"
  exit 69
}
