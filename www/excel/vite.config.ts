// Builds the pane into `dist`, which is a folder to host as it is. BAE_EXCEL_URL: where it will be; BAE_OFFICE_JS=self: with
// Microsoft's script beside it, for networks that do not let Microsoft's own address through.

import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import type { Plugin } from "vite";
import { style } from "../pane/formula-help.mjs";
import { packedWasm } from "../vite.config";
import { ORIGIN } from "./manifests.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const own = process.env.BAE_OFFICE_JS === "self";
const url = (process.env.BAE_EXCEL_URL ?? ORIGIN).replace(/\/$/, "");

/** Only what is named may run. Excel shows the pane inside a page of its own, so frames are for the host's headers to allow. */
export function policy(ownOffice: boolean): string {
  const office = ownOffice ? "" : " https://appsforoffice.microsoft.com";
  return [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval'${office}`,
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self'${office}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** Microsoft's script for Excel on Windows, Mac and the web; the rest of the package is for other programs. */
const NEEDED = /^(office\.js|excel-.*16\.\d\d\.js|excel-15\.02\.js|excel-web.*\.js|custom-functions-runtime\.js|o15apptofilemappingtable\.js|es6-promise\.js|telemetry.*|ariatelemetry.*)$/;
/** It asks for its words in the language of Excel, whichever that is, and in American English where it does not find them. */
const WORDS = /^[a-z]{2,3}(-[a-z0-9]+)+([\\/]office_strings\.js)?$/;

function hostable(): Plugin {
  return {
    name: "hostable-folder",
    transformIndexHtml(html) {
      const office = own ? "./office/office.js" : "https://appsforoffice.microsoft.com/lib/1/hosted/office.js";
      return html
        .replace("<!--OFFICE-->", `<script src="${office}"></script>`)
        .replace("<head>", `<head>\n    <meta http-equiv="Content-Security-Policy" content="${policy(own)}">`);
    },
    writeBundle({ dir }) {
      const dist = dir ?? join(here, "dist");
      for (const name of ["functions.json", "manifest.xml", "manifest.json"]) {
        const text = readFileSync(join(here, "generated", name), "utf8");
        writeFileSync(join(dist, name), text.split(ORIGIN).join(url).split(new URL(ORIGIN).origin).join(new URL(url).origin));
      }
      cpSync(join(here, "icons"), join(dist, "icons"), { recursive: true });
      cpSync(join(here, "pane.png"), join(dist, "pane.png"));
      cpSync(join(here, "generated", "formulas.html"), join(dist, "formulas.html"));
      writeFileSync(join(dist, "help.html"), readFileSync(join(here, "help.html"), "utf8").replace("<!--STYLE-->", `<style>${style()}</style>`));
      if (!own) return;
      const from = join(dirname(createRequire(import.meta.url).resolve("@microsoft/office-js/package.json")), "dist");
      mkdirSync(join(dist, "office"), { recursive: true });
      cpSync(from, join(dist, "office"), {
        recursive: true,
        filter: (path) => {
          const name = path.slice(from.length + 1);
          return name === "" || ((NEEDED.test(name) || WORDS.test(name)) && !/\.(debug\.js|map)$/.test(name));
        },
      });
    },
  };
}

export default defineConfig({
  root: here,
  base: "./",
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: false,
    modulePreload: { polyfill: false },
    rollupOptions: { input: join(here, "pane.html") },
  },
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  plugins: [packedWasm(), hostable()],
});
