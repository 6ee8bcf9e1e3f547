import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parquetMetadata } from 'hyparquet';
import {
  sessionFile,
  type SessionFileName,
  sessionFileNames,
  sessionPath,
} from '../../src/archive/archive-paths.ts';
import type { SessionKey } from '../../src/recordings/session-rows.ts';

/** A file of a session: its size, and that of each column's values as they lie in it. */
export interface FileSize {
  name: SessionFileName;
  rows: number;
  bytes: number;
  /** The largest first. */
  columns: { name: string; bytes: number }[];
}

/** The sizes of a session's files, as their own metadata says them. */
export function fileSizes(directory: string, key: SessionKey): FileSize[] {
  return sessionFileNames.map((name) => {
    const file = readFileSync(path.join(directory, sessionPath(key), sessionFile(name)));
    const { num_rows: rows, row_groups: groups } = parquetMetadata(new Uint8Array(file).buffer);
    const columns = new Map<string, number>();
    for (const { meta_data: chunk } of groups.flatMap(({ columns: chunks }) => chunks)) {
      if (!chunk) continue;
      const column = chunk.path_in_schema.join('.');
      columns.set(column, (columns.get(column) ?? 0) + Number(chunk.total_compressed_size));
    }
    const sorted = [...columns].map(([column, bytes]) => ({ name: column, bytes }));
    return {
      ...{ name, rows: Number(rows), bytes: file.byteLength },
      columns: sorted.sort((a, b) => b.bytes - a.bytes),
    };
  });
}
