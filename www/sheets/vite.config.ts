// Builds the sidebar into one page, `sidebar/dist/Pane.html`: Google shows it in a frame to which no other file belongs.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import type { Plugin } from "vite";
import { packedWasm } from "../vite.config";

const dist = fileURLToPath(new URL("./sidebar/dist", import.meta.url));

/** A classic script at the end of the body: the page is written into a frame, where modules are not sure to run. */
function onePage(): Plugin {
  return {
    name: "one-page",
    writeBundle() {
      const take = (name: string): string => {
        const text = readFileSync(join(dist, name), "utf8").trim();
        rmSync(join(dist, name));
        return text;
      };
      // Nothing in a script may look like the end of its element, or like the comment that changes how it is read.
      const script = take("pane.js").replace(/<\/script/gi, "<\\/script").replace(/<!--/g, "<\\!--");
      writeFileSync(
        join(dist, "Pane.html"),
        `<!doctype html>
<html lang="en-GB" class="govuk-template">
  <head>
    <meta charset="utf-8">
    <title>BAE rules</title>
    <meta name="color-scheme" content="light dark">
    <style>${take("pane.css")}</style>
  </head>
  <body class="govuk-template__body js-enabled govuk-frontend-supported">
    <script>${script}</script>
  </body>
</html>
`,
      );
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  build: {
    target: "es2022",
    outDir: "sidebar/dist",
    emptyOutDir: true,
    lib: { entry: "sidebar/main.ts", formats: ["iife"], name: "BaePane", fileName: () => "pane.js", cssFileName: "pane" },
  },
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  plugins: [packedWasm(), onePage()],
});
