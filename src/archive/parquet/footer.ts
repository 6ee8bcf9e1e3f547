import { parquetMetadata } from 'hyparquet';
import { z } from 'zod';
import { Damage } from '../files/archive-error.ts';
import type { FileBeingRead } from '../files/archive-files.ts';
import type { Columns } from '../tables/column.ts';
import { type Form, formOfElement } from './form.ts';

/** Where a column of a row group lies, and the least and greatest of its values where the file says them. */
export interface Chunk {
  offset: number;
  length: number;
  least: unknown;
  greatest: unknown;
}

/** What a file says of itself at its end. */
export interface Footer {
  rows: number;
  metadata: ReadonlyMap<string, string>;
  forms: Readonly<Record<string, Form>>;
  groups: { rows: number; chunks: Readonly<Record<string, Chunk>> }[];
}

const limits = {
  /** Bytes of the footer: some 300 row groups of the chain take a mebibyte. */
  footer: 4 * 2 ** 20,
  groups: 10_000,
  groupRows: 2 ** 20,
  rows: 200_000_000,
};

const magic = 0x31524150;

const integer = z.union([z.bigint(), z.number()]).transform(Number).pipe(z.int().min(0));
const chunkShape = z.object({
  meta_data: z.object({
    path_in_schema: z.array(z.string()).length(1),
    codec: z.literal('ZSTD'),
    total_compressed_size: integer,
    data_page_offset: integer,
    dictionary_page_offset: integer.optional(),
    statistics: z.object({ min_value: z.unknown(), max_value: z.unknown() }).optional(),
  }),
});
const shape = z.object({
  schema: z.array(
    z.object({
      name: z.string(),
      type: z.string().optional(),
      converted_type: z.string().optional(),
      repetition_type: z.string().optional(),
      scale: z.number().optional(),
    }),
  ),
  num_rows: integer.pipe(z.number().max(limits.rows)),
  row_groups: z
    .array(
      z.object({
        columns: z.array(chunkShape),
        num_rows: integer.pipe(z.number().min(1).max(limits.groupRows)),
      }),
    )
    .max(limits.groups),
  key_value_metadata: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
});

/** Reads and checks what a file says of itself: it must have exactly these columns. Throws `Damage`. */
export async function readFooter(file: FileBeingRead, columns: Columns): Promise<Footer> {
  const bytes = await footerBytes(file);
  const parsed = shape.safeParse(parquetMetadata(bytes, { geoparquet: false }));
  if (!parsed.success)
    throw new Damage(`says of itself what makes no sense (${z.prettifyError(parsed.error)})`);
  const { schema, num_rows: rows, row_groups, key_value_metadata } = parsed.data;
  const end = file.size - bytes.length;
  const names = Object.keys(columns);
  const forms = formsOfSchema(columns, schema);
  const groups = row_groups.map((group) => ({
    rows: group.num_rows,
    chunks: chunksOf(names, group.columns, end),
  }));
  const sum = groups.reduce((total, group) => total + group.rows, 0);
  if (sum !== rows) throw new Damage(`has ${sum} rows in its row groups and says ${rows}`);
  return {
    ...{ rows, groups, forms },
    metadata: new Map(key_value_metadata.map(({ key, value }) => [key, value])),
  };
}

async function footerBytes(file: FileBeingRead): Promise<Uint8Array> {
  if (file.size < 12) throw new Damage(`has ${file.size} bytes and is no Parquet file`);
  const tail = await file.read(file.size - 8, 8);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  if (view.byteLength < 8 || view.getUint32(4, true) !== magic) {
    throw new Damage('does not end as a Parquet file does: it may have been cut off');
  }
  const length = view.getUint32(0, true) + 8;
  if (length > limits.footer || length > file.size - 4)
    throw new Damage(`says that its footer has ${length} bytes`);
  return file.read(file.size - length, length);
}

function formsOfSchema(
  columns: Columns,
  [, ...elements]: z.infer<typeof shape>['schema'],
): Record<string, Form> {
  const names = Object.keys(columns);
  const found = elements.map(({ name }) => name);
  if (found.join() !== names.join()) {
    throw new Damage(`has the columns ${found.join(', ').slice(0, 400)} in place of ${names.join(', ')}`);
  }
  return Object.fromEntries(
    elements.map((element) => {
      const form = formOfElement(columns[element.name]!, element);
      if (!form) {
        throw new Damage(
          `has ${element.type} values (${element.converted_type ?? 'plain'}) as ${element.name}`,
        );
      }
      return [element.name, form];
    }),
  );
}

function chunksOf(
  names: readonly string[],
  chunks: z.infer<typeof chunkShape>[],
  end: number,
): Record<string, Chunk> {
  if (chunks.length !== names.length) throw new Damage(`has a row group of ${chunks.length} columns`);
  return Object.fromEntries(
    chunks.map(({ meta_data: chunk }, index) => {
      const offset = chunk.dictionary_page_offset ?? chunk.data_page_offset;
      const length = chunk.total_compressed_size;
      if (chunk.path_in_schema[0] !== names[index] || offset < 4 || offset + length > end) {
        throw new Damage(`has no values where those of ${names[index]} should be`);
      }
      const { min_value: least, max_value: greatest } = chunk.statistics ?? {};
      return [names[index]!, { offset, length, least, greatest }];
    }),
  );
}
