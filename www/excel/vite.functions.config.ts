// The script of the formulas, `dist/functions.js`: classic, with the engine inside, so that nothing else has to be fetched.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { wasmAsText } from "../core/vite.config";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  build: {
    target: "es2020",
    outDir: "dist",
    emptyOutDir: false,
    lib: { entry: "functions.ts", formats: ["iife"], name: "BaeFunctions", fileName: () => "functions.js" },
  },
  plugins: [wasmAsText()],
});
