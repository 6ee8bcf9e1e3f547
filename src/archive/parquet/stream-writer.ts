import { zstdCompressSync } from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Column } from '../tables/column.ts';
import { elementOf, type Form } from './form.ts';
import { type Batch, physical } from './table-writer.ts';

/** A Parquet file as it is written, piece by piece: a row group for each batch. */
export interface ParquetStream {
  /** Values by column, all of the same length; at least one row. Returns the bytes that follow what was returned before. */
  write(batch: Batch): Uint8Array;
  /** The bytes of the end. */
  finish(metadata: Readonly<Record<string, string>>): Uint8Array;
}

/**
 * Starts a Parquet file of rows that are not known yet, for whoever takes them out: compressed by zstd at its usual level, and in
 * the encodings that the writer chooses. The archive's own files take more time and less room (`table-writer.ts`).
 */
export function createParquetStream(
  columns: readonly { name: string; column: Column; form: Form }[],
  createdBy: string,
): ParquetStream {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, column, form }) => elementOf(name, column, form)),
    ],
    codec: 'ZSTD',
    compressors: { ZSTD: (page) => zstdCompressSync(page) },
    createdBy,
  });
  const taken = (): Uint8Array => {
    const piece = bytes.getBytes().slice();
    bytes.index = 0;
    return piece;
  };
  return {
    write(batch) {
      const columnData = columns.map(({ name, form }, index) => ({
        // Rows are in the order of time: the bounds of another column say little, and are kept in memory until the end.
        ...{ name, statistics: form === 'timestamp' || form === 'date' },
        get data() {
          return physical(form, batch[index]!);
        },
      }));
      void writer.write({ columnData, rowGroupSize: batch[0]!.length });
      return taken();
    },
    finish(metadata) {
      writer.kvMetadata = Object.entries(metadata).map(([key, value]) => ({ key, value }));
      void writer.finish();
      return taken();
    },
  };
}
