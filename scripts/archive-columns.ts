/** The columns of the archive's files, for docs/research.md: what exports say of a column of the same name, and the rest. */
import { type SessionFileName, sessionFileNames } from '../src/archive/archive-paths.ts';
import type { Column, ColumnKind } from '../src/archive/tables/column.ts';
import { columnsOf } from '../src/archive/tables/tables.ts';
import { exportColumns } from '../src/export/columns/export-columns.ts';

/** How a kind lies in a Parquet file. */
const types: Record<ColumnKind, string> = {
  price: 'DECIMAL(10,4)',
  quantity: 'INT64',
  number: 'DOUBLE',
  instant: 'TIMESTAMP (ms, UTC)',
  date: 'DATE',
  text: 'text',
  flag: 'BOOLEAN',
};

const slot = 'the instant that the poll was due at; empty after a refresh by hand';
const poll = 'of the poll: when its answer arrived, by the daemon’s clock';

/** What exports do not have, or say in other words than fit here. */
const own: Record<SessionFileName, Record<string, string>> = {
  chain: {
    timestamp: 'of the poll that found these values; they hold until the contract’s next row',
    is_listed: 'false: from this poll on the contract was missing from the chain',
    greeks_source: '`vendor`, or empty where the vendor gave none',
  },
  polls: {
    timestamp: poll,
    slot_at: slot,
    contracts: 'contracts that were listed at this poll',
    stored: 'rows of `chain.parquet` that the poll added, without those that complete the date’s first poll',
    status: '`complete`, `partial` (rows of the answer were left out) or `empty`',
    rejected_rows: 'rows of the answer that made no sense',
    adjusted_rows: 'rows of adjusted contracts, which are left out on purpose',
  },
  quotes: { slot_at: slot },
  levels: { timestamp: poll },
  gaps: {},
  alerts: {
    timestamp: 'when it was sent',
    kind: '`rule`, or the event of the levels that it is about',
    direction: 'which way the value went',
    value: 'of the measure, in its unit',
    level: 'what it was compared with',
    value_at: 'when the value was, by the vendor’s account',
    rule: 'the rule as it is written; empty for events of the levels',
    message: 'what was said',
    source: '`polygon`, or `simulator` in a demo',
  },
};

/** The tables of exports whose columns a file shares. */
const exported: Partial<Record<SessionFileName, keyof typeof exportColumns>> = {
  ...{ chain: 'chain', polls: 'chain', quotes: 'quotes', levels: 'levels', gaps: 'gaps' },
};

/**
 * Name, type and meaning of each column of a file.
 * @throws where nobody says what a column is
 */
export function archiveColumns(file: SessionFileName): [name: string, type: string, meaning: string][] {
  const table = exported[file];
  const columns = table ? exportColumns[table].columns : [];
  return Object.entries(columnsOf(file)).map(([name, column]) => {
    const meaning = own[file][name] ?? columns.find((other) => other.name === name)?.meaning;
    if (meaning === undefined) throw new Error(`what ${name} of ${file}.parquet is, is written nowhere`);
    return [name, typeOf(column), meaning];
  });
}

const typeOf = ({ kind, isNullable }: Column) => (isNullable ? `${types[kind]}?` : types[kind]);

/** A table a file. */
export function archiveTables(rows: (header: string[], body: string[][]) => string): string {
  return sessionFileNames
    .map((file) => {
      const body = archiveColumns(file).map(([name, type, meaning]) => [`\`${name}\``, type, meaning]);
      return `\`${file}.parquet\`\n\n${rows(['Column', 'Type', 'What it is'], body)}`;
    })
    .join('\n\n');
}
