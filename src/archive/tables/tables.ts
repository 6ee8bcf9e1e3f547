import type { SessionFileName } from '../archive-paths.ts';
import { alertsTable } from './alerts-table.ts';
import { chainTable } from './chain-table.ts';
import type { Columns } from './column.ts';
import { gapsTable } from './gaps-table.ts';
import { levelsTable } from './levels-table.ts';
import { pollsTable } from './polls-table.ts';
import { quotesTable } from './quotes-table.ts';

/** Version of the tables' columns. It rises when any of them changes; every earlier one stays readable. */
export const schemaVersion = 1;

/** The tables of a session, by the name of their file. */
export const sessionTables = (underlying: string) => ({
  chain: chainTable,
  quotes: quotesTable(underlying),
  levels: levelsTable(underlying),
  polls: pollsTable(underlying),
  gaps: gapsTable(underlying),
  alerts: alertsTable(underlying),
});

/** The columns of a file. */
export function columnsOf(name: SessionFileName): Columns {
  return sessionTables('')[name].columns;
}
