import type { BenchTable } from '../support/bench.ts';
import { count, ms, ratio, type Spread } from '../support/spread.ts';
import type { ArchivedSessionFigures } from './archived-session.ts';
import type { FileSize } from './file-sizes.ts';
import { vendorGreeks } from './greek-values.ts';
import type { ArchivingSlots } from './slots.ts';

const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** What a session's files take, by row and beside the database. */
export interface SizeFigures {
  rows: number;
  bytes: number;
  bytesPerRow: number;
  /** The database's bytes of the same session over the files'. */
  sqliteRatio: number;
  sqliteBytesPerRow: number;
  /** Of all bytes of the session. */
  greeksShare: number;
  /** Of the vendor's volatility and greeks: different numbers a row, and bytes of each. */
  greekValuesPerRow: number;
  bytesPerGreekValue: number;
  /** Bytes a row of all but them. */
  otherBytesPerRow: number;
}

export function sizesOf({ files, sqliteBytes, rows, greekValues }: ArchivedSessionFigures): SizeFigures {
  const bytes = sum(files.map((file) => file.bytes));
  const archived = sum(files.map((file) => file.rows));
  const greeks = chainOf(files).columns.filter(({ name }) => vendorGreeks.includes(name));
  const greekBytes = sum(greeks.map((column) => column.bytes));
  return {
    ...{ rows: archived, bytes, bytesPerRow: bytes / archived },
    sqliteRatio: sqliteBytes / bytes,
    sqliteBytesPerRow: sqliteBytes / rows,
    greeksShare: greekBytes / bytes,
    greekValuesPerRow: greekValues / archived,
    bytesPerGreekValue: greekBytes / greekValues,
    otherBytesPerRow: (bytes - greekBytes) / archived,
  };
}

const chainOf = (files: readonly FileSize[]) => files.find(({ name }) => name === 'chain')!;

/** One column a session. */
export function sizeTable(sessions: readonly ArchivedSessionFigures[]): BenchTable {
  const sizes = sessions.map(sizesOf);
  const row = (name: string, text: (index: number) => string) => [
    name,
    ...sessions.map((_, index) => text(index)),
  ];
  return {
    title: 'A simulated session in the archive, and in the database',
    rows: [
      row('', (index) => `every ${sessions[index]!.chainSeconds} s`),
      row('polls', (index) => count(sessions[index]!.polls.length)),
      row('rows', (index) => count(sizes[index]!.rows)),
      row('files', (index) => mb(sizes[index]!.bytes)),
      row('a row', (index) => `${sizes[index]!.bytesPerRow.toFixed(2)} B`),
      row('a row in SQLite, with its indexes', (index) => `${sizes[index]!.sqliteBytesPerRow.toFixed(0)} B`),
      row('SQLite over the archive', (index) => `${ratio(sizes[index]!.sqliteRatio)} ×`),
      row('vendor volatility and greeks, of all bytes', (index) => percent(sizes[index]!.greeksShare)),
      row('different numbers of them a row', (index) => sizes[index]!.greekValuesPerRow.toFixed(2)),
      row('each takes', (index) => `${sizes[index]!.bytesPerGreekValue.toFixed(2)} B`),
      row('all else, a row', (index) => `${sizes[index]!.otherBytesPerRow.toFixed(2)} B`),
      row('write, read back and compare', (index) => ms(sessions[index]!.archiving.writeMs)),
      row('processor time of it', (index) => ms(sessions[index]!.archiving.writeCpuMs)),
      row('verify', (index) => ms(sessions[index]!.archiving.verifyMs)),
      row('processor time of it', (index) => ms(sessions[index]!.archiving.verifyCpuMs)),
      row('a chain, cold: median', (index) => ms(sessions[index]!.reads.cold.p50)),
      row('processor time of it', (index) => ms(sessions[index]!.reads.cold.cpu)),
      row('then another one: median', (index) => ms(sessions[index]!.reads.warm.p50)),
      row('processor time of it', (index) => ms(sessions[index]!.reads.warm.cpu)),
      row('all chains of the day, cold: median', (index) => ms(sessions[index]!.reads.day.p50)),
      row('processor time of it', (index) => ms(sessions[index]!.reads.day.cpu)),
      row('memory of the process before', (index) => mb(sessions[index]!.archiving.startBytes)),
      row('memory at most', (index) => mb(sessions[index]!.archiving.peakBytes)),
    ],
  };
}

/** How late slots are. */
export function slotsTable({ alone, archiving, sessions }: ArchivingSlots): BenchTable {
  const row = (name: string, { p50, p99, max }: Spread) => [name, ...[p50, p99, max].map(ms)];
  return {
    title: 'Slots of a second, late by',
    rows: [
      ['', 'p50', 'p99', 'longest'],
      row('alone', alone),
      row(`archiving a session ${count(sessions)} times`, archiving),
    ],
  };
}

/** Each file, and each column of the chain. */
export function columnTables({ chainSeconds, files }: ArchivedSessionFigures): BenchTable[] {
  const bytes = sum(files.map((file) => file.bytes));
  const chain = chainOf(files);
  return [
    {
      title: `Files of the session of ${chainSeconds} s`,
      rows: [
        ['', 'rows', 'bytes', 'a row', 'of all'],
        ...files.map((file) => [
          file.name,
          count(file.rows),
          count(file.bytes),
          file.rows === 0 ? '' : (file.bytes / file.rows).toFixed(2),
          percent(file.bytes / bytes),
        ]),
      ],
    },
    {
      title: `Columns of its chain.parquet`,
      rows: [
        ['', 'bytes', 'a row', 'of all'],
        ...chain.columns.map((column) => [
          column.name,
          count(column.bytes),
          (column.bytes / chain.rows).toFixed(3),
          percent(column.bytes / bytes),
        ]),
      ],
    },
  ];
}
