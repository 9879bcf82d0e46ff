// Prints the files outside src that an engine was built from, from the list that cargo keeps for its own use:
// "output: input input ...", with a blank inside a name written as "\ ".
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [list] = process.argv.slice(2);
const inputs = readFileSync(list, 'utf8').trim().replace(/^.*?(?<!\\): /s, '').split(/(?<!\\) /);
for (const input of inputs) {
  const file = relative('.', input.replaceAll('\\ ', ' '));
  if (file && !file.startsWith('src/')) console.log(file);
}
