import type { Cell, ExportColumn } from '../../export/columns/column.ts';
import { createCsv } from '../../export/formats/csv.ts';
import type { SavedFile } from './saved-files.ts';

/** Rows as a file, by the columns of exports; times are ISO 8601 with New York's offset. */
export function csvFile(
  name: string,
  columns: readonly ExportColumn[],
  rows: readonly (readonly Cell[])[],
): SavedFile {
  const csv = createCsv(columns, 'iso');
  const text = [csv.start(), rows.length === 0 ? '' : csv.rows({ shared: [], rows }), csv.end()];
  return { name, text: text.join('') };
}
