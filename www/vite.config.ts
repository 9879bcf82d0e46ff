// Builds the page into one file that works without a server: script, style and
// engine are inside it, and its own policy names them by their hashes.

import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { defineConfig } from "vite";
import type { Plugin } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";

/** `import packed from "./x.wasm?gzip"`: the file's bytes, packed, carried as base64 in the script. */
export function packedWasm(): Plugin {
  return {
    name: "packed-wasm",
    enforce: "pre",
    load(id) {
      const [file = "", how] = id.split("?");
      if (how !== "gzip") return null;
      this.addWatchFile(file);
      const base64 = gzipSync(readFileSync(file), { level: 9 }).toString("base64");
      return `export default Uint8Array.from(atob("${base64}"), (c) => c.charCodeAt(0));`;
    },
  };
}

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

/** Only the scripts and styles that are in the file may run, and nothing may connect. */
export function policyFor(html: string): string {
  const inline = (tag: string): string[] =>
    [...html.matchAll(new RegExp(`<${tag}(?:\\s[^>]*)?>([\\s\\S]*?)</${tag}>`, "g"))].map((match) => hashOf(match[1] ?? ""));
  return [
    "default-src 'none'",
    `script-src ${inline("script").join(" ")} 'wasm-unsafe-eval'`,
    `style-src ${inline("style").join(" ")}`,
    "img-src data:",
    "connect-src 'none'",
    // The threads of the engine, the workbook reader and the workbook writer are made from pieces of this file, and this policy holds for them as well.
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** Writes the policy as the first thing in the head, then the second name of the same page. */
function policyByHashes(): Plugin {
  let folder = "dist";
  return {
    name: "policy-by-hashes",
    apply: "build",
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    writeBundle() {
      const file = join(folder, "index.html");
      const html = readFileSync(file, "utf8");
      const meta = `<meta http-equiv="Content-Security-Policy" content="${policyFor(html)}">`;
      writeFileSync(file, html.replace("<head>", `<head>\n    ${meta}`));
      copyFileSync(file, join(folder, "bae-rules.html"));
    },
  };
}

export default defineConfig({
  base: "./",
  build: { target: "es2022", modulePreload: { polyfill: false } },
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  plugins: [packedWasm(), viteSingleFile({ removeViteModuleLoader: true }), policyByHashes()],
});
