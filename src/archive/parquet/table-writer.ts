import { constants, zstdCompressSync } from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { DecodedArray, Encoding, SchemaElement } from 'hyparquet/src/types.js';
import type { FileBeingWritten } from '../files/archive-files.ts';
import type { Columns } from '../tables/column.ts';
import { daysOf } from './days.ts';
import { elementOf, encodingsOf, type Form, type Forms } from './form.ts';
import type { ColumnValues } from './values-hash.ts';

/** The values of each column, in the order of the columns. */
export type Batch = readonly ColumnValues[];

/** Writes one Parquet file, a row group for each batch. */
export interface TableWriter {
  /** A batch of rows, all of whose values fit the forms; at least one row. */
  write(batch: Batch): Promise<void>;
  /** Ends the file with what it says of itself. */
  finish(metadata: Readonly<Record<string, string>>): Promise<void>;
}

/** Written once and kept for ever: greeks take 15 % less than at the usual level 3, for some seconds a session. */
const keptLevel = 19;
/** Enough to tell which encoding is smaller. */
const trialLevel = 1;

/** A column chunk is one page: call and put of a strike repeat each other, hundreds of thousands of rows apart. */
const pageBytes = 16 * 2 ** 20;

const zstd = (level: number) => (page: Uint8Array) =>
  zstdCompressSync(page, {
    params: { [constants.ZSTD_c_compressionLevel]: level },
    // Without it, each page takes the memory of the largest.
    pledgedSrcSize: page.length,
  });

function startFile(elements: readonly SchemaElement[], level: number, createdBy?: string) {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [{ name: 'root', num_children: elements.length }, ...elements],
    codec: 'ZSTD',
    compressors: { ZSTD: zstd(level) },
    // Symbols tell which contracts a row group holds, so that they must be whole.
    statisticsTruncateLength: Number.POSITIVE_INFINITY,
    ...(createdBy !== undefined && { createdBy }),
  });
  return { bytes, writer };
}

/** Starts a Parquet file: compressed by zstd, its integers exact, each column in its form and its smallest encoding. */
export function createTableWriter(
  file: Pick<FileBeingWritten, 'write'>,
  columns: Columns,
  forms: Forms,
  createdBy: string,
): TableWriter {
  const elements = Object.entries(columns).map(([name, column]) => elementOf(name, column, forms[name]!));
  const { bytes, writer } = startFile(elements, keptLevel, createdBy);
  const drain = async () => {
    await file.write(bytes.getBytes());
    bytes.index = 0;
  };
  return {
    async write(batch) {
      const columnData = elements.map((element, index) =>
        columnSource(element, forms[element.name]!, batch[index]!),
      );
      await writer.write({ columnData, rowGroupSize: batch[0]!.length, pageSize: pageBytes });
      await drain();
    },
    async finish(metadata) {
      writer.kvMetadata = Object.entries(metadata).map(([key, value]) => ({ key, value }));
      await writer.finish();
      await drain();
    },
  };
}

/** Statistics help whoever filters by a column; those of free texts help nobody. */
const hasStatistics = (name: string, form: Form) =>
  name === 'symbol' || (form !== 'text' && form !== 'boolean');

/** A column as the writer takes it, which reads `data` as it comes to the column: those of all columns together are several times the batch. */
function columnSource(element: SchemaElement, form: Form, values: ColumnValues) {
  const { name } = element;
  const encoding = smallestEncoding(element, form, values);
  return {
    ...{ name, statistics: hasStatistics(name, form), ...(encoding !== undefined && { encoding }) },
    get data() {
      return physical(form, values);
    },
  };
}

/** Values as the writer takes them in a form. */
export function physical(form: Form, values: ColumnValues): DecodedArray {
  const found: unknown[] = new Array(values.length);
  for (let index = 0; index < found.length; index += 1) {
    const value = values.at(index);
    if (form === 'date' && value !== null) found[index] = daysOf(value as string);
    else if (form === 'integer' && value !== null) found[index] = BigInt(value as number);
    else found[index] = value;
  }
  return found as DecodedArray;
}

function smallestEncoding(element: SchemaElement, form: Form, values: ColumnValues): Encoding | undefined {
  const encodings = encodingsOf(form);
  if (encodings.length === 1) return encodings[0];
  const data = physical(form, values);
  const trials = encodings.map((encoding) => {
    const { bytes, writer } = startFile([element], trialLevel);
    writer.write({
      columnData: [
        { name: element.name, data, statistics: false, ...(encoding !== undefined && { encoding }) },
      ],
      rowGroupSize: data.length,
      pageSize: pageBytes,
    });
    return { encoding, size: bytes.offset };
  });
  return trials.reduce((best, trial) => (trial.size < best.size ? trial : best)).encoding;
}
