import { zstdCompressSync } from 'node:zlib';
import type { DecodedArray } from 'hyparquet/src/types.js';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Column, Value } from '../tables/column.ts';
import { daysOf } from './days.ts';
import { elementOf, type Form } from './form.ts';

/** A Parquet file as it is written, piece by piece: a row group for each batch. */
export interface ParquetStream {
  /** Values by column, all of the same length; at least one row. Returns the bytes that follow what was returned before. */
  write(batch: readonly (readonly Value[])[]): Uint8Array;
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
        name,
        data: physical(form, batch[index]!),
        statistics: form !== 'text' && form !== 'boolean',
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

/** Values as the writer takes them in a form. */
function physical(form: Form, values: readonly Value[]): DecodedArray {
  if (form === 'date') return values.map((value) => (value === null ? null : daysOf(value as string)));
  if (form === 'integer') return values.map((value) => (value === null ? null : BigInt(value as number)));
  return values as Value[];
}
