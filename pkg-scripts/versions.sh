# shellcheck shell=bash disable=SC2034
# Versions of the tools that setup installs, and nowhere else. The others are pinned by their own package managers:
# crates in Cargo.toml and Cargo.lock (wasm-bindgen-cli takes the version of wasm-bindgen found there, because the two
# must be equal), npm packages (binaryen's wasm-opt, Vite, ...) in www/package.json and its lock file.
WASM_PACK_VERSION=0.15.1
WASM_TARGET=wasm32-unknown-unknown
