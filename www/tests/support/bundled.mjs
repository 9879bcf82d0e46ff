// A module of the page's source, to be tested without the page.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** What `file`, a path under www/src, exports. */
export async function bundled(file) {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const [{ output }] = await build({ configFile: false, root, logLevel: 'error', build: { write: false, minify: false, lib: { entry: `src/${file}`, formats: ['es'] } } });
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}
