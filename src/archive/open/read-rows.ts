import { readingFile } from '../files/archive-error.ts';
import type { OpenFile } from '../session/open-files.ts';
import type { Columns, Flat, Table } from '../tables/column.ts';

/** All rows of a file, in their order. Throws `SpyglassError`: `archive_damaged`, `archive_unavailable`. */
export async function readRows<R, C extends Columns>(
  { path, table: reader }: OpenFile,
  table: Table<R, C>,
): Promise<R[]> {
  return readingFile(path, async () => {
    const names = Object.keys(table.columns);
    const rows: R[] = [];
    for (const group of reader.groups.keys()) {
      const columns = await reader.read(group);
      for (let index = 0; index < reader.groups[group]!.rows; index += 1) {
        const flat: Record<string, unknown> = {};
        for (const [place, name] of names.entries()) flat[name] = columns[place]!.at(index);
        rows.push(table.row(flat as Flat<C>));
      }
    }
    return rows;
  });
}
