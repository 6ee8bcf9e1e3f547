import type { FormatColumn, RowBatch } from '../../export/columns/column.ts';
import type { ExportListener } from '../../export/export-batches.ts';
import type { ExportName } from '../../export/export-request.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { ExportWish } from './export-wish.ts';

/** The rows of an export, wherever they are read. */
export interface ExportRows {
  name: ExportName;
  /** Whose they are. */
  symbol: string;
  columns: readonly FormatColumn[];
  /** Throws `SpyglassError`. */
  batches(listener: ExportListener): AsyncIterable<RowBatch>;
}

/** What is asked for. */
export interface WantedRows {
  wish: ExportWish;
  /** `null` for the one that is recorded first. */
  symbol: string | null;
  signal: AbortSignal;
}

/** Opens the rows, has them used, and closes what they were read from. Throws `SpyglassError`. */
export type WithRows = (
  invocation: Invocation,
  wanted: WantedRows,
  use: (rows: ExportRows) => Promise<void>,
) => Promise<void>;
