import SqliteDatabase from 'better-sqlite3';
import { addDays } from '../../../market/calendar/new-york-time.ts';
import { tradeDateEnd, tradeDateOf } from '../../../market/calendar/trade-date.ts';
import { refuseStaleLog } from '../files/stale-log.ts';

/** What recorded chains are called. */
export interface RecordedNames {
  /** Symbols with recorded chains, in order. */
  symbols: string[];
  /** Trade dates with polls, the newest first. */
  dates: string[];
  /** Expirations that were polled, the newest first. */
  expirations: string[];
}

/** As many as anybody looks through in a list. */
const most = 400;

/**
 * Reads the names of what a database holds: by way of its indexes, and without the ORM, whose loading takes longer than a
 * completion may. Writes nothing, and waits for nobody.
 * @param symbol dates and expirations of this one only; of all where it is `null`
 * @throws the driver's error, also where the schema has no table of polls yet; SpyglassError `database_broken`
 */
export function recordedNames(path: string, symbol: string | null): RecordedNames {
  refuseStaleLog(path);
  const database = new SqliteDatabase(path, { readonly: true, fileMustExist: true, timeout: 0 });
  try {
    const found = (sql: string) => {
      const statement = database.prepare<unknown[], string | number | null>(sql).pluck();
      return (...values: unknown[]) => statement.get(...values) ?? null;
    };
    const symbolAfter = found('select min(underlying) from chain_polls where underlying > ?');
    const expirationBefore = found(
      'select max(expiration_date) from chain_polls where underlying = ? and expiration_date < ?',
    );
    const pollUpTo = found('select max(timestamp) from chain_polls where underlying = ? and timestamp <= ?');
    const symbols = following((last) => symbolAfter(last ?? '')).map(String);
    const of = symbol === null ? symbols : [symbol];
    return {
      symbols,
      dates: newestFirst(of, (underlying, last) => {
        const until = last === null ? Number.MAX_SAFE_INTEGER : tradeDateEnd(addDays(last, -1));
        const poll = pollUpTo(underlying, until);
        return poll === null ? null : tradeDateOf(Number(poll));
      }),
      expirations: newestFirst(of, (underlying, last) => expirationBefore(underlying, last ?? '9999-99-99')),
    };
  } finally {
    database.close();
  }
}

type Name = string | number | null;

/** One name after the other, each found by the one before it. */
function following(next: (last: string | null) => Name): string[] {
  const names: string[] = [];
  for (let name = next(null); name !== null && names.length < most; name = next(names.at(-1)!)) {
    names.push(String(name));
  }
  return names;
}

function newestFirst(
  symbols: readonly string[],
  before: (symbol: string, last: string | null) => Name,
): string[] {
  const names = symbols.flatMap((symbol) => following((last) => before(symbol, last)));
  return [...new Set(names)].sort().reverse();
}
