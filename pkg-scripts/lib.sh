# shellcheck shell=bash
# What the other scripts share. Sourced, with bash; leaves the caller in the project's folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=pkg-scripts/versions.sh
. pkg-scripts/versions.sh

# rustup's folder is in PATH only for shells that read a profile.
if ! command -v cargo >/dev/null && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
  PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
fi

# Tools are built once per user, not once per checkout; each version has a folder of its own.
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/bae-rules
# The wasm-bindgen tool reads only what the same version of the crate wrote.
WASM_BINDGEN_VERSION=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;}' Cargo.lock)
# The oldest Rust that builds the project.
OLDEST_RUST=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
WASM_PACK_DIR=$CACHE/wasm-pack-$WASM_PACK_VERSION/bin
WASM_BINDGEN_DIR=$CACHE/wasm-bindgen-cli-$WASM_BINDGEN_VERSION/bin

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# macOS has no sha256sum; both print the same lines.
SHA256=(sha256sum)
have sha256sum || SHA256=(shasum -a 256)

# at_least WANTED FOUND: whether the version that was found, such as 1.95.0 or 1.96.0-nightly, is the wanted one or a later one.
at_least() {
  local wanted found at
  IFS=. read -r -a wanted <<<"${1%%-*}"
  IFS=. read -r -a found <<<"${2%%-*}"
  for at in 0 1 2; do
    [ "${found[at]:-0}" -eq "${wanted[at]:-0}" ] || { [ "${found[at]:-0}" -gt "${wanted[at]:-0}" ]; return; }
  done
}

# hash_files PATH...: one line for the names and contents of all files under the paths that exist.
hash_files() {
  local path paths=()
  for path; do [ ! -e "$path" ] || paths+=("$path"); done
  [ ${#paths[@]} -gt 0 ] || return 0
  find "${paths[@]}" -type f -exec "${SHA256[@]}" {} + | LC_ALL=C sort -u | "${SHA256[@]}" | cut -d' ' -f1
}

# find_program NAME...: the first that is there.
find_program() {
  local name
  for name; do
    if [ -n "$name" ] && have "$name"; then command -v "$name"; return; fi
  done
  return 1
}

# find_gnu_tar: the tar that can give an archive the same bytes each time. macOS has another one.
find_gnu_tar() {
  local tar
  for tar in gtar tar; do
    case $("$tar" --version 2>/dev/null) in *'GNU tar'*) command -v "$tar" && return ;; esac
  done
  return 1
}

# find_chrome: the browser for tests. CHROME_BIN wins.
find_chrome() {
  find_program "${CHROME_BIN:-}" chromium chromium-browser google-chrome-stable google-chrome \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
}

# What the page writes is read back by LibreOffice, and the page is used in Firefox as in Chrome.
find_firefox() { find_program "${FIREFOX_BIN:-}" firefox-esr firefox /Applications/Firefox.app/Contents/MacOS/firefox; }
find_soffice() { find_program "${SOFFICE_BIN:-}" soffice libreoffice /Applications/LibreOffice.app/Contents/MacOS/soffice; }

# The Python that LibreOffice runs its extensions with, and the compiler of interfaces from LibreOffice's SDK.
find_office_python() {
  local python
  for python in "${OFFICE_PYTHON:-}" /usr/bin/python3 /Applications/LibreOffice.app/Contents/Resources/python python3; do
    if [ -n "$python" ] && have "$python" && "$python" -c 'import uno' 2>/dev/null; then command -v "$python"; return; fi
  done
  return 1
}
find_unoidl_write() { find_program "${UNOIDL_WRITE:-}" unoidl-write /usr/lib/libreoffice/sdk/bin/unoidl-write; }

find_chromedriver() { command -v "${CHROMEDRIVER:-chromedriver}"; }

# apt_install PACKAGE...: on Debian. --no-remove: never at the cost of something installed. What apt has to say is shown
# only when it fails.
apt_install() {
  local log=$CACHE/apt.log sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  mkdir -p "$CACHE"
  # ${sudo[@]+...}: bash 3.2, still what macOS has, calls an empty array unset.
  if ! { ${sudo[@]+"${sudo[@]}"} apt-get update -qq &&
    ${sudo[@]+"${sudo[@]}"} env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends --no-remove "$@"; } >"$log" 2>&1; then
    cat "$log" >&2
    return 1
  fi
}

# host_cargo ARGS...: cargo for tools that run on this machine, whatever the caller set for the product's builds.
host_cargo() {
  env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS -u CARGO_BUILD_TARGET -u CARGO_BUILD_RUSTFLAGS -u RUSTC_WRAPPER cargo "$@"
}

# wasm_env: from here on, rustc and cargo are those that can build for wasm, and wasm-pack finds its parts. Scripts that
# this one starts inherit it.
wasm_env() {
  local dir
  [ -z "${BAE_WASM_ENV:-}" ] || return 0
  dir=$(pkg-scripts/wasm-toolchain)
  PATH=$WASM_PACK_DIR:$WASM_BINDGEN_DIR:$PATH
  if [ -n "$dir" ]; then PATH=$dir:$PATH; fi
  export PATH BAE_WASM_ENV=1
}
