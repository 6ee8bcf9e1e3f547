/** Writes the generated blocks of the documents anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generatedBlocks, withBlocks } from './generated-blocks.ts';

const root = path.resolve(import.meta.dirname, '..');
for (const [name, blocks] of Object.entries(generatedBlocks)) {
  const file = path.join(root, name);
  writeFileSync(file, withBlocks(readFileSync(file, 'utf8'), blocks));
}
