import { defineEntity, p } from '@mikro-orm/sqlite';
import { count, date, instant, optionalInstant, ticker } from './columns.ts';

/** Sessions that the archive holds, one row for each underlying and trade date; what decides whether retention may take their rows. */
export const ArchivedSessionRow = defineEntity({
  name: 'ArchivedSessionRow',
  tableName: 'archived_sessions',
  properties: {
    id: p.integer().primary().autoincrement(),
    underlying: ticker('underlying'),
    date: date('date'),
    /** Rows as they were in the database when the session was archived. */
    polls: count('polls'),
    contracts: count('contracts'),
    quotes: count('quotes'),
    levels: count('levels'),
    gaps: count('gaps'),
    alerts: count('alerts'),
    /** Of its files together. */
    bytes: count('bytes'),
    /** SHA-256 over its files. */
    hash: p.string().columnType('varchar(64)').check(`length(hash) = 64 and hash not glob '*[^0-9a-f]*'`),
    archivedAt: instant('archived_at'),
    /** When the files were last read back and found right; NULL if never. */
    verifiedAt: optionalInstant('verified_at'),
    /** What is wrong with the files; NULL where nothing is known to be. */
    problem: p.text().check(`problem is null or length(problem) >= 1`).nullable(),
    /** Since when rows of `option_contracts` and `chain_polls` may be missing here; NULL: they are all there. */
    chainsRemovedAt: optionalInstant('chains_removed_at'),
    /** The same of `spy_quotes` and `alerts`. */
    quotesRemovedAt: optionalInstant('quotes_removed_at'),
  },
  uniques: [{ name: 'idx_archived_sessions_date_underlying', properties: ['date', 'underlying'] }],
});
