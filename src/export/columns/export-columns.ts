import type { ExportName, ExportRequest } from '../export-request.ts';
import { barColumns } from './bar-columns.ts';
import { contractColumns, pollColumns, sampleColumns } from './chain-columns.ts';
import type { ExportColumn } from './column.ts';
import { gapColumns } from './gap-columns.ts';
import { levelsColumns, levelsProvenance } from './levels-columns.ts';
import { quoteColumns } from './quote-columns.ts';
import { usageColumns } from './usage-columns.ts';

/** What a row of each table is, and its columns in their order; the header and docs/export.md are made of it. */
export const exportColumns: Record<ExportName, { row: string; columns: readonly ExportColumn[] }> = {
  chain: {
    row: 'a contract at a poll at which it changed; with `--sample`, each listed contract at each instant of the grid',
    columns: [...sampleColumns, ...pollColumns, ...contractColumns],
  },
  quotes: { row: 'a quote that differs from the one before', columns: quoteColumns },
  levels: { row: 'the levels of a poll of a chain', columns: [...levelsColumns, levelsProvenance] },
  bars: { row: 'a bar', columns: barColumns },
  usage: { row: 'a request to the API', columns: usageColumns },
  gaps: { row: 'a stretch of time that should have been recorded and was not', columns: gapColumns },
};

/** The columns of an export: those of a grid, and the provenance of levels, only where they are wanted. */
export function columnsOf({
  name,
  sampleMs,
  withRebuilt,
}: Pick<ExportRequest, 'name' | 'sampleMs' | 'withRebuilt'>): readonly ExportColumn[] {
  const left = [...(sampleMs === null ? sampleColumns : []), ...(withRebuilt ? [] : [levelsProvenance])];
  return exportColumns[name].columns.filter((column) => !left.includes(column));
}
