import { messageOf } from '../../base/errors.ts';
import type { NativeDatabase } from '../sqlite/connection.ts';
import { isConstraintError } from '../sqlite/sqlite-error.ts';
import {
  batchRowsOf,
  type CopiedRow,
  type CopiedTable,
  type CopiedValue,
  type CopySource,
  type CopyTarget,
} from './copied-rows.ts';
import { tradeDates } from './dated-by.ts';

type Values = [id: number, ...CopiedValue[]];

const columnsOf = ({ columns }: CopiedTable) => columns.map(({ name }) => `\`${name}\``).join(', ');

/** Rows of a database that is open in one read transaction. */
export function sqliteSource(native: NativeDatabase, name: string): CopySource {
  return {
    name,
    expectedRows: async (table) => rowsByEnds(native, table.name),
    async *batches(table) {
      const toRow = rowOf(table);
      const next = native
        .prepare<[number, number], Values>(
          `select ${columnsOf(table)} from ${table.name} where id > ? order by id limit ?`,
        )
        .raw();
      for (let after = 0; ; ) {
        const rows = next.all(after, batchRowsOf(table)).map(toRow);
        if (rows.length === 0) return;
        after = rows.at(-1)!.id;
        yield rows;
      }
    },
    lastIds: async (tables) => {
      const given = native
        .prepare<[string], number>('select seq from sqlite_sequence where name = ?')
        .pluck();
      return new Map(tables.map(({ name: table }) => [table, given.get(table) ?? 0]));
    },
  };
}

/** A database that is open to be written by this process alone. */
export function sqliteTarget(native: NativeDatabase, name: string): CopyTarget {
  const idsAsJson = (rows: readonly CopiedRow[]) => JSON.stringify(rows.map(({ id }) => id));
  const ofIds = 'where id in (select value from json_each(?))';
  return {
    name,
    countRows: async (table) =>
      native.prepare<[], number>(`select count(*) from ${table.name}`).pluck().get() ?? 0,
    idsOf: async (table, rows) =>
      new Set(
        native
          .prepare<[string], number>(`select id from ${table.name} ${ofIds}`)
          .pluck()
          .all(idsAsJson(rows)),
      ),
    async rowsOf(table, rows) {
      const found = native.prepare<[string], Values>(
        `select ${columnsOf(table)} from ${table.name} ${ofIds}`,
      );
      return new Map(
        found
          .raw()
          .all(idsAsJson(rows))
          .map((values) => [values[0], values]),
      );
    },
    put: async (table, rows) => put(native, table, rows),
    async raiseIds(lastIds) {
      const raise = native.prepare('update sqlite_sequence set seq = max(seq, ?) where name = ?');
      const begin = native.prepare('insert into sqlite_sequence (seq, name) values (?, ?)');
      native.transaction(() => {
        for (const [table, id] of lastIds)
          if (id > 0 && raise.run(id, table).changes === 0) begin.run(id, table);
      })();
    },
  };
}

function put(native: NativeDatabase, table: CopiedTable, rows: readonly CopiedRow[]): string[] {
  const refused: string[] = [];
  const insert = native.prepare(
    `insert into ${table.name} (${columnsOf(table)}) values (${table.columns.map(() => '?').join(', ')})
     on conflict do nothing`,
  );
  native
    .transaction(() => {
      for (const { values } of rows) {
        try {
          insert.run(...values);
        } catch (error) {
          if (!isConstraintError(error)) throw error;
          refused.push(messageOf(error));
        }
      }
    })
    .immediate();
  return refused;
}

/** By the ends of a table, which takes no time: never too few, too many where rows were removed. */
function rowsByEnds(native: NativeDatabase, table: string): number {
  const end = (which: 'min' | 'max') => `(select ${which}(id) from ${table})`;
  return (
    native
      .prepare<[], number | null>(`select ${end('max')} - ${end('min')} + 1`)
      .pluck()
      .get() ?? 0
  );
}

function rowOf({ columns, datedBy }: CopiedTable): (values: Values) => CopiedRow {
  const stamp = columns.findIndex(({ name }) => name === datedBy);
  const dateOf = tradeDates();
  return (values) => ({
    id: values[0],
    date: stamp === -1 ? null : dateOf(Number(values[stamp])),
    values,
  });
}
