import * as z from 'zod';
import { timeframes } from '../../market/quotes/bar.ts';
import { date, instant, symbol } from '../param-shapes.ts';

/** What can be exported. */
export const exportTables = ['chain', 'quotes', 'levels', 'bars', 'usage', 'gaps'] as const;

const longestSampleMs = 24 * 3_600_000;

/** Contracts by their strikes: in dollars, or by per cent around the underlying's prices. */
const strikes = z.union([
  z.strictObject({ kind: z.literal('strikes'), low: z.number().min(0), high: z.number().min(0) }),
  z.strictObject({ kind: z.literal('around'), percent: z.number().min(0) }),
]);

/** Parameters of exports. */
export const exportParams = {
  'export.open': z.strictObject({
    table: z.enum(exportTables),
    symbol: symbol.optional(),
    from: instant.optional(),
    to: instant.optional(),
    expiration: date.optional(),
    strikes: strikes.optional(),
    sampleMs: z.number().int().min(1).max(longestSampleMs).optional(),
    rebuilt: z.boolean().optional(),
    timeframe: z.enum(timeframes).optional(),
    skipUnreadable: z.boolean().optional(),
  }),
  'export.read': z.strictObject({}),
} as const;

/** A value of a row: what it means says the kind of its column (docs/export.md). */
export type ExportCell = string | number | null;

/** An export that has been begun. */
export interface OpenedExport {
  symbol: string;
  /** In the order of the cells, with their kinds as docs/export.md has them. */
  columns: { name: string; kind: string }[];
}

/** The next rows of an export. */
export interface ExportChunk {
  /** The session that is read: its trade date, and after how many of how many; `null` where the table has none. */
  session: { date: string; done: number; sessions: number } | null;
  /** Rows that share the values of their first columns. */
  batches: { shared: ExportCell[]; rows: ExportCell[][] }[];
  /** Why sessions were left out since the last chunk. */
  skipped: string[];
  /** There is nothing after this. */
  isEnd: boolean;
}

/** What they answer. */
export interface ExportResults {
  'export.open': OpenedExport;
  'export.read': ExportChunk;
}

/** What each does, in a sentence. */
export const exportMethodTable = {
  'export.open':
    'Begins an export of recorded rows, from database and archive, and names its columns. A connection has one: the one before is given up.',
  'export.read':
    'The next rows of the export that this connection has begun, as many as make an answer of bounded size; ask again until `isEnd`.',
} as const;
