// Assembles what is copied into Apps Script, in www/sheets/dist, from the built core and sidebar:
//   formulas/          the formulas alone, without any permission: a folder for clasp
//   menu/              the same with menu and sidebar, which may read and write the sheet that is open
//   paste-formulas.gs  the formulas alone as one file to paste
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const read = (...path) => readFileSync(join(here, ...path), 'utf8');

/** The core, which is made when it is first asked for and not when its file is loaded. */
function core() {
  const script = read('..', 'core', 'dist', 'bae-core.js').trim();
  const made = /^var BaeCore\s*=/.exec(script);
  if (!made) throw new Error('www/core/dist/bae-core.js does not begin with `var BaeCore =`: build the core again');
  return `// The engine and what spreadsheets share, built from www/core.

function core_() {
  if (!core_.made) core_.made = ${script.slice(made[0].length).replace(/;$/, '')};
  return core_.made;
}
`;
}

const manifest = (oauthScopes) =>
  `${JSON.stringify({ timeZone: 'Europe/London', dependencies: {}, exceptionLogging: 'NONE', runtimeVersion: 'V8', oauthScopes }, null, 2)}\n`;

const SCOPES = ['https://www.googleapis.com/auth/spreadsheets.currentonly', 'https://www.googleapis.com/auth/script.container.ui'];

const dist = join(here, 'dist');
rmSync(dist, { recursive: true, force: true });
const files = { 'Functions.gs': read('generated', 'Functions.gs'), 'Host.gs': read('src', 'Host.gs'), 'Core.gs': core() };
const projects = {
  formulas: { ...files, 'appsscript.json': manifest([]) },
  menu: {
    ...files,
    'Ui.gs': read('src', 'Ui.gs'),
    'Sidebar.gs': read('src', 'Sidebar.gs'),
    // Two files of one project may not share a name, whatever their endings.
    'Pane.html': read('sidebar', 'dist', 'Pane.html'),
    'Help.html': read('generated', 'Help.html'),
    'appsscript.json': manifest(SCOPES),
  },
};
for (const [project, contents] of Object.entries(projects)) {
  mkdirSync(join(dist, project), { recursive: true });
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(dist, project, name), content);
}
writeFileSync(join(dist, 'paste-formulas.gs'), Object.values(files).join('\n'));
