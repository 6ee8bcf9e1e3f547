import { Damage } from '../files/archive-error.ts';
import type { FileBeingRead } from '../files/archive-files.ts';
import type { Columns } from '../tables/column.ts';
import { decodeColumn, type DecodedColumn } from './decoded-column.ts';
import { type Footer, readFooter } from './footer.ts';
import type { Form } from './form.ts';

/** A Parquet file of the archive, of which any row group can be read. */
export interface TableReader {
  readonly rows: number;
  readonly metadata: ReadonlyMap<string, string>;
  readonly forms: Readonly<Record<string, Form>>;
  readonly groups: Footer['groups'];
  /** The columns of a row group, or some of them, in the order of their names. Throws `Damage`. */
  read(group: number, names?: readonly string[]): Promise<DecodedColumn[]>;
}

/** Reads what a file says of itself; the file stays open, and its owner closes it. Throws `Damage`. */
export async function createTableReader(file: FileBeingRead, columns: Columns): Promise<TableReader> {
  const footer = await readFooter(file, columns);
  return {
    ...footer,
    async read(index, names = Object.keys(columns)) {
      const { rows, chunks } = footer.groups[index]!;
      const decoded: DecodedColumn[] = [];
      // A row group lies in one piece.
      const offset = Math.min(...Object.values(chunks).map((chunk) => chunk.offset));
      const end = Math.max(...Object.values(chunks).map((chunk) => chunk.offset + chunk.length));
      const bytes = await file.read(offset, end - offset);
      if (bytes.length < end - offset) throw new Damage('is shorter than it was');
      for (const name of names) {
        const column = columns[name]!;
        const chunk = chunks[name]!;
        const from = chunk.offset - offset;
        try {
          decoded.push(
            decodeColumn(bytes.subarray(from, from + chunk.length), column, footer.forms[name]!, rows),
          );
        } catch (error) {
          if (error instanceof Damage) throw new Damage(`${error.message} (column ${name})`);
          throw error;
        }
      }
      return decoded;
    },
  };
}
