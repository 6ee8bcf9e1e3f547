import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { generatedBlocks, withBlocks } from '../../scripts/generated-blocks.ts';
import { manPage } from '../../scripts/man-page.ts';
import { machineFaults } from '../../scripts/machine-faults.ts';

const root = path.resolve(import.meta.dirname, '../..');

for (const [name, blocks] of Object.entries(generatedBlocks)) {
  test(`${name} says what the source says (npm run docs writes it anew)`, (t) => {
    const text = readFileSync(path.join(root, name), 'utf8');
    t.is(text, withBlocks(text, blocks));
  });
}

test('man/spyglass.1 says what the source says (npm run docs writes it anew)', (t) => {
  const page = readFileSync(path.join(root, 'man/spyglass.1'), 'utf8');
  t.is(page, manPage());
  t.notRegex(page, /[^\n\x20-\x7e]/, 'ASCII alone, which every man reads');
  // Macros begin with a point, and text with none.
  const macros = page.split('\n').flatMap((line) => /^[.'](\S*)/.exec(line)?.[1] ?? []);
  t.deepEqual(
    macros.filter((name) => !['TH', 'SH', 'TP', 'PP', 'RS', 'RE', 'B', 'br', '\\"'].includes(name)),
    [],
  );
});

for (const { fault, file, title } of machineFaults) {
  test(`the fault "${fault}" names a test that exists`, (t) => {
    const text = readFileSync(path.join(root, file), 'utf8').replaceAll("\\'", "'");
    // A long run has no titles; what it looks for is in its comment, which breaks its lines anywhere.
    const isFound = file.endsWith('.test.ts')
      ? [`'${title}`, `"${title}`, `\`${title}`].some((quoted) => text.includes(quoted))
      : text.replaceAll(/\s*\n \* */g, ' ').includes(title);
    t.true(isFound, `${file} has no test "${title}"`);
  });
}
