import type { ExportName } from '../export-request.ts';
import { barColumns } from './bar-columns.ts';
import { contractColumns, pollColumns, sampleColumns } from './chain-columns.ts';
import type { ExportColumn } from './column.ts';
import { gapColumns } from './gap-columns.ts';
import { levelsColumns } from './levels-columns.ts';
import { quoteColumns } from './quote-columns.ts';
import { usageColumns } from './usage-columns.ts';

/** What a row of each table is, and its columns in their order; the header and docs/export.md are made of it. */
export const exportColumns: Record<ExportName, { row: string; columns: readonly ExportColumn[] }> = {
  chain: {
    row: 'a contract at a poll at which it changed; with `--sample`, each listed contract at each instant of the grid',
    columns: [...sampleColumns, ...pollColumns, ...contractColumns],
  },
  quotes: { row: 'a quote that differs from the one before', columns: quoteColumns },
  levels: { row: 'the levels of a poll of a chain', columns: levelsColumns },
  bars: { row: 'a bar', columns: barColumns },
  usage: { row: 'a request to the API', columns: usageColumns },
  gaps: { row: 'a stretch of time that should have been recorded and was not', columns: gapColumns },
};

/** The columns of an export. @param isSampled whether a chain is sampled by a grid */
export function columnsOf(name: ExportName, isSampled: boolean): readonly ExportColumn[] {
  const { columns } = exportColumns[name];
  return isSampled ? columns : columns.filter((column) => !sampleColumns.includes(column));
}
