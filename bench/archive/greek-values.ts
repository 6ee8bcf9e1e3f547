import path from 'node:path';
import { sessionFile, sessionPath } from '../../src/archive/archive-paths.ts';
import { diskFiles } from '../../src/archive/files/archive-files.ts';
import { createTableReader } from '../../src/archive/parquet/table-reader.ts';
import { columnsOf } from '../../src/archive/tables/tables.ts';
import type { SessionKey } from '../../src/recordings/session-rows.ts';

/** Computed by the vendor with all the digits of a double, which compress badly. */
export const vendorGreeks = ['implied_volatility', 'delta', 'gamma', 'theta', 'vega'];

/**
 * How many different numbers the vendor's volatility and greeks of a session are, each column by itself: some six of the eight bytes of
 * each follow from nothing else in the file, so that no encoding makes them much smaller.
 */
export async function countGreekValues(directory: string, key: SessionKey): Promise<number> {
  const file = await diskFiles.open(path.join(directory, sessionPath(key), sessionFile('chain')));
  try {
    const { groups, read } = await createTableReader(file, columnsOf('chain'));
    let count = 0;
    for (const name of vendorGreeks) {
      const values = new Set<unknown>();
      for (const group of groups.keys()) {
        const [column] = await read(group, [name]);
        for (let row = 0; row < column!.length; row++) values.add(column!.at(row));
      }
      values.delete(null);
      count += values.size;
    }
    return count;
  } finally {
    await file.close();
  }
}
