// Builds the core into one classic script, `dist/bae-core.js`, that sets the global `BaeCore`: for Google Apps Script and
// for tests. Excel's pages import the modules themselves.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import type { Plugin } from "vite";

/** `import base64 from "./x.wasm?base64"`: the file as text, so that it can be started without waiting. */
export function wasmAsText(): Plugin {
  return {
    name: "wasm-as-text",
    enforce: "pre",
    load(id) {
      const [file = "", how] = id.split("?");
      if (how !== "base64") return null;
      this.addWatchFile(file);
      return `export default "${readFileSync(file).toString("base64")}";`;
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  build: {
    target: "es2019",
    outDir: "dist",
    emptyOutDir: true,
    lib: { entry: "index.ts", formats: ["iife"], name: "BaeCore", fileName: () => "bae-core.js" },
  },
  plugins: [wasmAsText()],
});
