import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';

const folder = path.join(import.meta.dirname, '../golden');
const isUpdating = process.env.SPYGLASS_UPDATE_GOLDENS === '1';

/** Holds a screen's text against the recorded one, or records it with `SPYGLASS_UPDATE_GOLDENS=1`. */
export function isGolden(t: ExecutionContext, name: string, text: string): void {
  const file = path.join(folder, `${name}.txt`);
  if (isUpdating) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${text}\n`);
  }
  t.is(`${text}\n`, readFileSync(file, 'utf8'), `${name} (SPYGLASS_UPDATE_GOLDENS=1 takes the new screen)`);
}
