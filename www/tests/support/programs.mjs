// Programs that the tests use and pkg-scripts/setup installs. A test without its program fails: it says nothing otherwise.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function program(variable, ...paths) {
  const found = [process.env[variable], ...paths].find((path) => path && existsSync(path));
  if (!found) throw new Error(`none of ${paths.join(', ')} is there: run pkg-scripts/setup, or name the program in ${variable}`);
  return found;
}

export const firefox = () => program('FIREFOX_BIN', '/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox');
export const soffice = () => program('SOFFICE_BIN', '/usr/bin/soffice', '/usr/local/bin/soffice', '/Applications/LibreOffice.app/Contents/MacOS/soffice');

/** What LibreOffice makes of a file: the contents of each file it writes, by name. */
export function converted(path, format) {
  const scratch = mkdtempSync(join(tmpdir(), 'bae-rules-'));
  try {
    const out = join(scratch, 'out');
    // A profile of its own: one that is in use would be shared, and the call would do nothing.
    execFileSync(soffice(), ['--headless', `-env:UserInstallation=file://${scratch}/profile`, '--convert-to', format, '--outdir', out, path], { stdio: 'ignore' });
    return Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name))]));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Every sheet of a workbook as rows of text, by the sheet's name, as LibreOffice reads it. */
export function sheets(path) {
  // Tab-separated, UTF-8, as shown on the sheet, and -1 for every sheet.
  const files = converted(path, 'csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,-1');
  return Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [
      name.replace(/^.*?-(?=[A-Z])|\.csv$/g, ''),
      bytes.toString('utf8').trimEnd().split('\n').map((line) => line.split('\t')),
    ]),
  );
}
