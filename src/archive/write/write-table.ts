import { damaged, readingFile } from '../files/archive-error.ts';
import type { ArchiveFiles } from '../files/archive-files.ts';
import { fits, type Forms, formsFor } from '../parquet/form.ts';
import { type Batch, createTableWriter } from '../parquet/table-writer.ts';
import { type ColumnValues, createValuesHash } from '../parquet/values-hash.ts';
import type { OpenFile } from '../session/open-files.ts';
import { type FileMetadata, toKeyValues } from '../session/session-metadata.ts';
import type { Columns } from '../tables/column.ts';
import { columnsOf } from '../tables/tables.ts';
import type { BatchSource } from './batches.ts';

/** What a file is to say of itself, as far as it is known before it is written. */
export type KnownMetadata = Omit<FileMetadata, 'rows' | 'hash'>;

/**
 * Writes the file of a table, to the disk. A price or a quantity that no integer holds exactly makes its column one of doubles, which
 * means writing the file again.
 *
 * Throws `TypeError` at a value that no recording holds.
 */
export async function writeTable(
  files: ArchiveFiles,
  file: string,
  source: BatchSource,
  known: KnownMetadata,
  signal: AbortSignal,
): Promise<void> {
  const columns = columnsOf(known.table);
  const inexact = new Set<string>();
  for (;;) {
    const found = await writeOnce(files, file, source, {
      known,
      columns,
      forms: formsFor(columns, inexact),
      signal,
    });
    if (found.size === 0) return;
    for (const name of found) inexact.add(name);
    await files.remove(file);
  }
}

interface Attempt {
  known: KnownMetadata;
  columns: Columns;
  forms: Forms;
  signal: AbortSignal;
}

/** Returns the columns with values that their form does not hold; without any, the file is whole. */
async function writeOnce(
  files: ArchiveFiles,
  file: string,
  source: BatchSource,
  { known, columns, forms, signal }: Attempt,
): Promise<Set<string>> {
  const inexact = new Set<string>();
  const hash = createValuesHash(columns);
  let rows = 0;
  const written = await files.create(file);
  try {
    const writer = createTableWriter(written, columns, forms, `spyglass ${known.facts.appVersion}`);
    for await (const batch of source()) {
      signal.throwIfAborted();
      for (const name of misfits(batch, columns, forms)) inexact.add(name);
      // The rest is looked through only, so that the next attempt is the last one.
      if (inexact.size > 0) continue;
      rows += batch[0]!.length;
      hash.add(batch);
      await writer.write(batch);
    }
    await writer.finish(toKeyValues({ ...known, rows, hash: hash.digest() }));
    await written.sync();
  } finally {
    await written.close();
  }
  return inexact;
}

function misfits(batch: Batch, columns: Columns, forms: Forms): string[] {
  return Object.entries(columns).flatMap(([name, column], index) => {
    const form = forms[name]!;
    const other = formsFor(columns, new Set([name]))[name]!;
    let isInexact = false;
    const values = batch[index]!;
    for (let row = 0; row < values.length; row += 1) {
      const value = values.at(row);
      if (value === null ? column.isNullable : fits(form, value)) continue;
      if (value === null || !fits(other, value))
        throw new TypeError(`A recording holds no ${name} of ${value}`);
      isInexact = true;
    }
    return isInexact ? [name] : [];
  });
}

/**
 * Reads a file back and compares it with what it was written from, value by value.
 *
 * Throws `SpyglassError` (`archive_damaged`) where they differ.
 */
export async function compareTable(
  { path, name, table }: OpenFile,
  source: BatchSource,
  signal: AbortSignal,
): Promise<void> {
  const names = Object.keys(columnsOf(name));
  await readingFile(
    path,
    async () => {
      let group = 0;
      let before = 0;
      for await (const batch of source()) {
        signal.throwIfAborted();
        const rows = batch[0]!.length;
        if (table.groups[group]?.rows !== rows)
          throw damaged(path, 'does not have the rows of the recording');
        for (const [index, column] of (await table.read(group)).entries()) {
          const row = firstDifference(batch[index]!, column);
          if (row !== null) {
            throw damaged(path, `differs from the recording in row ${before + row}, column ${names[index]}`);
          }
        }
        group += 1;
        before += rows;
      }
      if (group !== table.groups.length) throw damaged(path, 'has rows that the recording has not');
    },
    signal,
  );
}

function firstDifference(expected: ColumnValues, found: ColumnValues): number | null {
  for (let row = 0; row < expected.length; row += 1) {
    if (!Object.is(expected.at(row), found.at(row))) return row;
  }
  return null;
}
