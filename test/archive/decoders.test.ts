import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { parquetReadObjects } from 'hyparquet';
import { Damage } from '../../src/archive/files/archive-error.ts';
import { createByteReader } from '../../src/archive/parquet/byte-reader.ts';
import { readDeltas } from '../../src/archive/parquet/delta.ts';
import { elementOf, formsFor } from '../../src/archive/parquet/form.ts';
import { readHybrid } from '../../src/archive/parquet/hybrid.ts';
import { createTableReader } from '../../src/archive/parquet/table-reader.ts';
import { createTableWriter } from '../../src/archive/parquet/table-writer.ts';
import {
  type Columns,
  flag,
  instant,
  number,
  optional,
  price,
  quantity,
  text,
} from '../../src/archive/tables/column.ts';

const inMemory = (bytes: Uint8Array) => ({
  size: bytes.length,
  read: async (offset: number, length: number) => bytes.subarray(offset, offset + length),
  close: async () => {},
});

const varInt = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varInt(Math.floor(value / 128))];

test('a run of more values than there are is damage, and takes no memory', (t) => {
  const read = (bytes: number[], width = 1) =>
    readHybrid(createByteReader(Uint8Array.from(bytes)), width, new Uint8Array(4));
  t.throws(() => read([...varInt(2 ** 32), 1]), {
    instanceOf: Damage,
    message: /a run of 2147483648 values/,
  });
  t.throws(() => read([...varInt(2 ** 31 + 1), 1]), { instanceOf: Damage, message: /packs/ });
  t.throws(() => read([0, 1]), { instanceOf: Damage });
  t.throws(() => read([3, 1], 30), { instanceOf: Damage, message: /30 bits/ });
  t.throws(() => read([3]), { instanceOf: Damage, message: /ends within a page/ });
  t.throws(() => read([255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]), { instanceOf: Damage });
});

test('differences of nonsense are damage', (t) => {
  const read = (bytes: number[]) => readDeltas(createByteReader(Uint8Array.from(bytes)), new Float64Array(3));
  t.throws(() => read([...varInt(128), 4, 9, 0]), { message: /9 differences for 3 values/ });
  t.throws(() => read([...varInt(100), 3, 3, 0]), { message: /blocks of 100/ });
  t.throws(() => read([...varInt(128), 0, 3, 0]), { message: /blocks of 128/ });
  t.throws(() => read([...varInt(128), 4, 3, 0, 0, 64, 0, 0, 0]), { message: /64 bits/ });
  t.throws(() => read([...varInt(2 ** 40 * 32), 1, 3, 0, 0, 9]), { message: /ends within a page/ });
});

const columns: Columns = { a: optional(text()), n: optional(number()) };

/** A file whose pages are compressed by somebody who means no good. */
async function fileWith(compress: (page: Uint8Array) => Uint8Array): Promise<Uint8Array> {
  const bytes = new ByteWriter();
  const forms = formsFor(columns, new Set());
  const elements = Object.entries(columns).map(([name, column]) => elementOf(name, column, forms[name]!));
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [{ name: 'root', num_children: 2 }, ...elements],
    codec: 'ZSTD',
    compressors: { ZSTD: compress },
  });
  await writer.write({
    columnData: [
      { name: 'a', data: ['x', 'y', null], encoding: 'RLE_DICTIONARY' },
      { name: 'n', data: [1.5, null, 2], encoding: 'PLAIN' },
    ],
    rowGroupSize: 3,
  });
  await writer.finish();
  return bytes.getBytes();
}

test('a page that unfolds to more than it says is refused before it is', async (t) => {
  const sound = await createTableReader(inMemory(await fileWith((page) => zstdCompressSync(page))), columns);
  t.deepEqual(
    (await sound.read(0)).map((column) => [0, 1, 2].map(column.at)),
    [
      ['x', 'y', null],
      [1.5, null, 2],
    ],
  );
  const bomb = zstdCompressSync(new Uint8Array(2 ** 28));
  const file = await createTableReader(inMemory(await fileWith(() => bomb)), columns);
  await t.throwsAsync(file.read(0), { code: 'ERR_BUFFER_TOO_LARGE' });
});

test('hyparquet reads the same values', async (t) => {
  const all: Columns = {
    ...{ price: optional(price()), quantity: optional(quantity()), number: optional(number()) },
    ...{ instant: optional(instant()), text: optional(text()), flag: flag() },
  };
  const nullable = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
  const row = fc.tuple(
    nullable(fc.integer({ min: 1, max: 9_999_999_999 }).map((units) => units / 10_000)),
    nullable(fc.integer({ min: 0, max: 999_999_999_999_999 })),
    nullable(fc.double({ noNaN: true, noDefaultInfinity: true })),
    nullable(fc.integer({ min: 1_000_000_000_000, max: 1_999_999_999_999 })),
    nullable(fc.string({ unit: 'grapheme' })),
    fc.boolean(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 300 }), async (rows) => {
      const parts: Uint8Array[] = [];
      const writer = createTableWriter(
        { write: async (bytes) => void parts.push(bytes.slice()) },
        all,
        formsFor(all, new Set()),
        'test',
      );
      await writer.write(
        Object.keys(all).map((_, column) => ({ length: rows.length, at: (row) => rows[row]![column]! })),
      );
      await writer.finish({ key: 'value' });
      const bytes = new Uint8Array(Buffer.concat(parts));

      const ours = await createTableReader(inMemory(bytes), all);
      const decoded = await ours.read(0);
      t.deepEqual(
        rows.map((_, index) => decoded.map((column) => column.at(index))),
        rows,
      );
      const file = {
        byteLength: bytes.length,
        slice: (from: number, to?: number) => bytes.slice(from, to).buffer,
      };
      const theirs = await parquetReadObjects({
        file,
        compressors: { ZSTD: (page) => zstdDecompressSync(page) },
      });
      for (const [index, found] of theirs.entries()) {
        const [, whole, double, time, word, is] = rows[index]!;
        t.is(found.quantity ?? null, whole === null ? null : BigInt(whole));
        t.is(found.number ?? null, double);
        t.is(found.instant?.getTime() ?? null, time);
        t.is(found.text ?? null, word);
        t.is(found.flag, is);
      }
    }),
    { numRuns: 30 },
  );
});
