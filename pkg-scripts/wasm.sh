# shellcheck shell=bash
# How a crate becomes wasm. Sourced after lib.sh.

wasm_opt=www/node_modules/binaryen/bin/wasm-opt

# wasm_tools: what a wasm file was made with. Where this has changed, it has to be made again.
wasm_tools() {
  hash_files pkg-scripts/wasm.sh pkg-scripts/versions.sh pkg-scripts/wasm-pack-parts www/node_modules/binaryen/package.json
  rustc -vV
  wasm-bindgen --version
}

# build_wasm CRATE PKG LEVEL: builds the crate in folder CRATE into folder PKG, one wasm file for browsers and for Node,
# and optimises it with wasm-opt's LEVEL.
build_wasm() {
  # Little is inlined: a browser compiles a function when it is first called, and again, a hundred times slower, once it
  # has run for long, and a large one has. So the first answer comes in half the time; to write a hundred
  # thousand rows takes a fifth longer.
  local crate=$1 pkg=$2 level=$3 flags=-Cllvm-args=-inline-threshold=25 separator=$'\x1f' dir wasm
  [ -e $wasm_opt ] || die "run pkg-scripts/setup first"
  rm -rf "$pkg"
  cargo fetch --locked --target "$WASM_TARGET" --manifest-path "$crate/Cargo.toml"
  # Panic messages name source files. Without this they would name this user's home folder.
  for dir in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do
    flags=$flags$separator--remap-path-prefix=${dir%/}=crates
  done
  REAL_CARGO=$(command -v cargo) REAL_WASM_BINDGEN=$(command -v wasm-bindgen) \
    PATH=$PWD/pkg-scripts/wasm-pack-parts:$PATH CARGO_ENCODED_RUSTFLAGS=$flags \
    wasm-pack build "$crate" --release --target web --mode no-install --no-opt --no-pack --out-dir "$PWD/$pkg" -- --locked
  # npm's wasm-opt by its path: other versions that may be in PATH break the module (Debian 12 has such a one).
  # Features by name, those that rustc uses: --all-features makes modules that browsers refuse.
  for wasm in "$pkg"/*_bg.wasm; do
    # Rust's memory starts out as zeros, with nothing in its first kilobyte. Functions stay apart (-ocimfs 0): a browser
    # compiles each when it is first called and again when it runs often, and a large one takes it long.
    node $wasm_opt --low-memory-unused --zero-filled-memory "$level" -ocimfs 0 --strip-producers --enable-bulk-memory --enable-bulk-memory-opt --enable-multivalue \
      --enable-mutable-globals --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext \
      "$wasm" -o "$wasm.opt"
    mv "$wasm.opt" "$wasm"
    # A broken module shows when it is started, not before.
    node pkg-scripts/start-wasm.mjs "$wasm"
  done
}
