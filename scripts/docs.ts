/** Writes the generated blocks of the documents, and the manual page, anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generatedBlocks, withBlocks } from './generated-blocks.ts';
import { manPage } from './man-page.ts';

const root = path.resolve(import.meta.dirname, '..');
for (const [name, blocks] of Object.entries(generatedBlocks)) {
  const file = path.join(root, name);
  writeFileSync(file, withBlocks(readFileSync(file, 'utf8'), blocks));
}
writeFileSync(path.join(root, 'man/spyglass.1'), manPage());
