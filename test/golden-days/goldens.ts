import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';

const folder = path.join(import.meta.dirname, 'golden');
const isUpdating = process.env.SPYGLASS_UPDATE_GOLDENS === '1';
/** Differences that a failure shows. */
const maxShown = 4;

const help = [
  'SPYGLASS_FULL_GOLDENS=<folder> writes everything in full there, to compare with that of another commit;',
  'SPYGLASS_UPDATE_GOLDENS=1 takes what is.',
];

/** A golden's text; `null` before it was taken. */
export function readGolden(name: string): string | null {
  try {
    return isUpdating ? null : readFileSync(path.join(folder, name), 'utf8');
  } catch {
    return null;
  }
}

/** What a line is about, so that one that is missing is not taken for a change of all that follow; by default its number. */
type KeyOf = (line: string, index: number) => string;
const byNumber: KeyOf = (_, index) => String(index);
/** Up to its first colon with a blank: table or event, and the instant. */
export const bySubject: KeyOf = (line) => line.slice(0, (line.indexOf(': ') + 1 || line.length + 1) - 1);

export interface Golden {
  name: string;
  lines: readonly string[];
  keyOf?: KeyOf;
}

/** Fails with the first lines of each golden that differ. */
export function holdsGoldens(t: ExecutionContext, goldens: readonly Golden[]): void {
  if (isUpdating) mkdirSync(folder, { recursive: true });
  const failures = goldens.flatMap(({ name, lines, keyOf = byNumber }) => {
    const text = `${lines.join('\n')}\n`;
    if (isUpdating) writeFileSync(path.join(folder, name), text);
    const golden = readGolden(name);
    if (golden === text || isUpdating) return [];
    const differences = differencesOf(golden?.trimEnd().split('\n') ?? [], lines, keyOf);
    const shown = differences
      .slice(0, maxShown)
      .map(({ was, is }) => `  was ${was ?? '(nothing)'}\n  is  ${is ?? '(nothing)'}`);
    return [`${name}: ${differences.length} lines differ, first:`, ...shown];
  });
  t.true(failures.length === 0, [...failures, ...help].join('\n'));
}

/** Lines that differ: those of now in their order, then those that are gone. */
export function differencesOf(
  was: readonly string[],
  is: readonly string[],
  keyOf: KeyOf,
): { was: string | null; is: string | null }[] {
  const gone = new Map(was.map((line, index) => [keyOf(line, index), line]));
  const found = is.flatMap((line, index) => {
    const key = keyOf(line, index);
    const before = gone.get(key) ?? null;
    gone.delete(key);
    return before === line ? [] : [{ was: before, is: line }];
  });
  return [...found, ...[...gone.values()].map((line) => ({ was: line, is: null }))];
}
