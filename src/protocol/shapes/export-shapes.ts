import * as z from 'zod';
import type { ExportCell, ExportChunk, OpenedExport } from '../methods/export-methods.ts';
import { isTrue, number, text } from './primitive-shapes.ts';

export const openedExportShape: z.ZodType<OpenedExport> = z.object({
  symbol: text,
  columns: z.array(z.object({ name: text, kind: text })),
});

/** One look at each cell: a schema of its own for each took longer than reading and writing it. */
const isRow = (row: unknown): row is ExportCell[] =>
  Array.isArray(row) &&
  row.every((cell) => cell === null || typeof cell === 'string' || typeof cell === 'number');

const row = z.custom<ExportCell[]>(isRow);
const rows = z.custom<ExportCell[][]>((value) => Array.isArray(value) && value.every(isRow));

export const exportChunkShape: z.ZodType<ExportChunk> = z.object({
  session: z.object({ date: text, done: number, sessions: number }).nullable(),
  batches: z.array(z.object({ shared: row, rows })),
  skipped: z.array(text),
  isEnd: isTrue,
});
