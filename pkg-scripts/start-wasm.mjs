// Starts a wasm file with the script that wasm-bindgen wrote beside it: node start-wasm.mjs PKG/NAME_bg.wasm
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const wasm = resolve(process.argv[2]);
const { initSync } = await import(pathToFileURL(wasm.replace(/_bg\.wasm$/, '.js')));
initSync({ module: readFileSync(wasm) });
