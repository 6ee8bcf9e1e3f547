import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';

let bytes: Promise<Buffer> | null = null;

/** Puts an empty database of the newest schema there: a copy, since the migrations take as long as all else of opening. */
export async function putEmptyDatabase(file: string): Promise<void> {
  bytes ??= makeEmptyDatabase();
  writeFileSync(file, await bytes, { flag: 'wx', mode: 0o600 });
}

async function makeEmptyDatabase(): Promise<Buffer> {
  const directory = mkdtempSync(path.join(tmpdir(), 'sg-'));
  try {
    const file = path.join(directory, 'empty.sqlite');
    const database = await openDatabase({ path: file, clock: systemClock() });
    await database.close();
    return readFileSync(file);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
