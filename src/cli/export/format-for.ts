import type { FormatColumn } from '../../export/columns/column.ts';
import { createCsv } from '../../export/formats/csv.ts';
import { createNdjson } from '../../export/formats/ndjson.ts';
import type { RowFormat } from '../../export/formats/row-format.ts';
import type { ExportWish } from './export-wish.ts';

/** The format that was asked for. The one that needs the archive's writer loads it. */
export async function formatFor(
  { format, times }: Pick<ExportWish, 'format' | 'times'>,
  columns: readonly FormatColumn[],
  appVersion: string,
): Promise<RowFormat> {
  if (format === 'csv') return createCsv(columns, times);
  if (format === 'ndjson') return createNdjson(columns, times);
  const { createParquet } = await import('../../export/formats/parquet.ts');
  return createParquet(columns, appVersion);
}
