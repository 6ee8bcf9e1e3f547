import * as z from 'zod';
import type { RemovedRows } from '../../recordings/archived-sessions.ts';
import type { PruneReport, WaitingReason, WaitingSessions } from '../../recordings/reports.ts';
import { oneOf, rowsOf, wordOf } from './enum-values.ts';
import { isTrue, maybe, maybeText, number, text } from './primitive-shapes.ts';

const reasons: Record<WaitingReason, true> = {
  ...{ 'not-archived': true, 'not-verified': true, damaged: true, changed: true },
};

const removedRows = ['chains', 'quotes'] as const satisfies readonly RemovedRows[];

const waitingShape: z.ZodType<WaitingSessions> = z.object({
  ...{ underlying: text, date: text, lastDate: text, problem: maybeText },
  ...{ sessions: number, unarchived: number },
  rows: wordOf(removedRows),
  reason: oneOf(Object.keys(reasons) as WaitingReason[]),
});

/** What deleting old rows removes, or would remove. A daemon from before there was an archive names nothing that waits. */
export const pruneShape: z.ZodType<PruneReport> = z.object({
  isDryRun: isTrue,
  at: number,
  tables: z.array(
    z.object({ table: text, rows: number, bytes: number, cutoff: maybe, oldest: maybe, total: number }),
  ),
  onlyArchived: isTrue.default(false),
  waiting: rowsOf(waitingShape, 'rows', removedRows).default([]),
  rows: number,
  bytes: number,
  freedBytes: number,
  durationMs: number,
});
