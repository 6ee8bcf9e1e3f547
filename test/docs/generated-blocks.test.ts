import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { generatedBlocks, withBlocks } from '../../scripts/generated-blocks.ts';

const root = path.resolve(import.meta.dirname, '../..');

for (const [name, blocks] of Object.entries(generatedBlocks)) {
  test(`${name} says what the source says (npm run docs writes it anew)`, (t) => {
    const text = readFileSync(path.join(root, name), 'utf8');
    t.is(text, withBlocks(text, blocks));
  });
}
