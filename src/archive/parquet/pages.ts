import { zstdDecompressSync } from 'node:zlib';
import { parquetHeader } from 'hyparquet/src/column.js';
import type { Encoding } from 'hyparquet/src/types.js';
import { z } from 'zod';
import { Damage } from '../files/archive-error.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import { readHybrid } from './hybrid.ts';

/** A page of a column chunk, decompressed. */
export interface Page {
  encoding: Encoding;
  /** Values that are there. */
  count: number;
  /** For each row of the page 1 where it has a value and 0 where it has none; `null` where all have one. */
  present: Uint8Array | null;
  rows: number;
  values: ByteReader;
}

/** What a column chunk consists of. */
export interface ChunkPages {
  dictionary: { count: number; values: ByteReader } | null;
  pages: Page[];
}

/** Largest page that is decompressed; ours have a mebibyte. */
const largestPage = 64 * 2 ** 20;

const size = z.int().min(0).max(largestPage);
const encoding = z.enum(['PLAIN', 'RLE', 'RLE_DICTIONARY', 'DELTA_BINARY_PACKED', 'BYTE_STREAM_SPLIT']);
const headerShape = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('DICTIONARY_PAGE'),
    uncompressed_page_size: size,
    compressed_page_size: size,
    dictionary_page_header: z.object({ num_values: size, encoding: z.literal('PLAIN') }),
  }),
  z.object({
    type: z.literal('DATA_PAGE_V2'),
    uncompressed_page_size: size,
    compressed_page_size: size,
    data_page_header_v2: z.object({
      num_values: size,
      num_nulls: size,
      encoding,
      definition_levels_byte_length: size,
      repetition_levels_byte_length: z.literal(0),
    }),
  }),
]);

/**
 * Takes a column chunk apart. No page is decompressed to more than it says, and none says more rows than the row group has.
 *
 * Throws `Damage`, and what hyparquet throws at a header that is none.
 */
export function pagesOf(chunk: Uint8Array, rows: number, isNullable: boolean): ChunkPages {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const reader = { view, offset: 0 };
  const found: ChunkPages = { dictionary: null, pages: [] };
  let left = rows;
  while (left > 0) {
    if (reader.offset >= chunk.length) throw new Damage(`has ${rows - left} of ${rows} rows`);
    const parsed = headerShape.safeParse(parquetHeader(reader));
    if (!parsed.success)
      throw new Damage(`has a page that is none of ours (${z.prettifyError(parsed.error)})`);
    const header = parsed.data;
    const from = reader.offset;
    reader.offset += header.compressed_page_size;
    if (reader.offset > chunk.length) throw new Damage('ends within a page');
    const bytes = chunk.subarray(from, reader.offset);
    if (header.type === 'DICTIONARY_PAGE') {
      const { num_values: count } = header.dictionary_page_header;
      if (found.dictionary || count > rows) throw new Damage(`has a dictionary of ${count} values`);
      found.dictionary = { count, values: decompressed(bytes, header.uncompressed_page_size) };
      continue;
    }
    const page = dataPage(bytes, header.uncompressed_page_size, header.data_page_header_v2, isNullable);
    if (page.rows === 0 || page.rows > left) throw new Damage(`has more than its ${rows} rows`);
    found.pages.push(page);
    left -= page.rows;
  }
  return found;
}

interface DataPageHeader {
  num_values: number;
  num_nulls: number;
  encoding: Encoding;
  definition_levels_byte_length: number;
}

function dataPage(bytes: Uint8Array, whole: number, header: DataPageHeader, isNullable: boolean): Page {
  const { num_values: rows, num_nulls: missing, definition_levels_byte_length: levels } = header;
  if (missing > rows || levels > bytes.length || levels > whole || (!isNullable && levels + missing > 0)) {
    throw new Damage('has a page whose lengths do not fit each other');
  }
  let present: Uint8Array | null = null;
  if (missing > 0) {
    present = new Uint8Array(Math.min(rows, largestPage));
    readHybrid(createByteReader(bytes.subarray(0, levels)), 1, present);
    let count = 0;
    for (let row = 0; row < present.length; row += 1) count += present[row]!;
    if (count !== rows - missing)
      throw new Damage(`misses ${rows - count} values of a page and says ${missing}`);
  }
  return {
    ...{ encoding: header.encoding, count: rows - missing, present, rows },
    values: decompressed(bytes.subarray(levels), whole - levels),
  };
}

function decompressed(bytes: Uint8Array, length: number): ByteReader {
  const page = zstdDecompressSync(bytes, { maxOutputLength: Math.max(length, 1) });
  if (page.length !== length) throw new Damage(`has a page of ${page.length} bytes that says ${length}`);
  return createByteReader(page);
}
