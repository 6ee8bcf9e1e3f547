import { createHash, type Hash } from 'node:crypto';
import type { CopiedRow, CopiedTable, CopiedValue, CopySource, CopyTarget } from './copied-rows.ts';
import type { CopiedPart, CopiedTableReport } from '../../recordings/shared/copy-report.ts';

/** Compares every row of a table with what the target has under its id, read anew from both. */
export async function compareRows(
  source: CopySource,
  target: CopyTarget,
  table: CopiedTable,
  onBatch: (rows: number) => void,
): Promise<Omit<CopiedTableReport, 'copied' | 'refused'>> {
  const whole = comparison();
  const dates = new Map<string, ReturnType<typeof comparison>>();
  for await (const rows of source.batches(table)) {
    const found = await target.rowsOf(table, rows);
    for (const row of rows) {
      const text = JSON.stringify(row.values);
      const there = textOf(found.get(row.id));
      whole.add(text, there);
      if (row.date !== null) ofDate(dates, row).add(text, there);
    }
    onBatch(rows.length);
  }
  const total = whole.part();
  return {
    table: table.name,
    ...total,
    extra: (await target.countRows(table)) - (total.rows - total.missing),
    dates: table.datedBy === null ? null : [...dates].map(([date, each]) => ({ date, ...each.part() })),
  };
}

const textOf = (values: readonly CopiedValue[] | undefined) => values && JSON.stringify(values);

function ofDate(dates: Map<string, ReturnType<typeof comparison>>, { date }: CopiedRow) {
  const known = dates.get(date!) ?? comparison();
  dates.set(date!, known);
  return known;
}

/** Counts and hashes of rows, as texts, with what the target has of each. */
function comparison() {
  const [source, target]: Hash[] = [createHash('sha256'), createHash('sha256')];
  const counts = { rows: 0, missing: 0, different: 0 };
  return {
    add(text: string, there: string | undefined): void {
      counts.rows += 1;
      if (there === undefined) counts.missing += 1;
      else if (there !== text) counts.different += 1;
      source!.update(text);
      if (there !== undefined) target!.update(there);
    },
    part: (): CopiedPart => ({
      ...counts,
      sourceHash: source!.digest('hex'),
      targetHash: target!.digest('hex'),
    }),
  };
}
