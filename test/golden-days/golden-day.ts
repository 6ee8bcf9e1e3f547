import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TestFn } from 'ava';
import { columnsOf, databaseLines, readTables } from './database-dump.ts';
import { type Plan, recordDay } from './day.ts';
import { bySubject, holdsGoldens, readGolden } from './goldens.ts';
import { type TraceEntry, traceLines, traceSample } from './trace.ts';

/** A day of one plan: what a client sees of it, what the database holds of it, and every screen. */
export function testGoldenDay(test: TestFn, plan: Plan): void {
  test.serial(`a day on the ${plan} plan is as it was: trace, database and screens`, async (t) => {
    t.timeout(600_000);
    const { trace, databaseFile, screens } = await recordDay(t, plan);
    const dumps = readTables(databaseFile);
    writeInFull(plan, trace.entries(), dumps);
    const golden = readGolden(`${plan}-database.txt`);
    const database = databaseLines(dumps, golden === null ? null : columnsOf(golden));
    holdsGoldens(t, [
      { name: `${plan}-trace.txt`, lines: traceLines(trace.entries()), keyOf: bySubject },
      { name: `${plan}-sample.txt`, lines: traceSample(trace.entries()).trimEnd().split('\n') },
      { name: `${plan}-texts.txt`, lines: trace.texts() },
      { name: `${plan}-database.txt`, lines: database, keyOf: bySubject },
      ...[...screens].map(([name, screen]) => ({
        name: `${plan}-${name}-120x40.txt`,
        lines: screen.split('\n'),
      })),
    ]);
  });
}

/** For a difference between two commits, one line an event or row. */
function writeInFull(plan: Plan, entries: readonly TraceEntry[], dumps: ReturnType<typeof readTables>) {
  const folder = process.env.SPYGLASS_FULL_GOLDENS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const write = (name: string, lines: readonly unknown[]) =>
    writeFileSync(path.join(folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  write(`${plan}-trace.ndjson`, entries);
  for (const { table, rows } of dumps) write(`${plan}-${table}.ndjson`, rows);
}
