import path from 'node:path';
import { listSessions } from '../../src/archive/list/list-sessions.ts';
import { writeSession } from '../../src/archive/write/write-session.ts';
import { virtualClock } from '../../src/base/clock.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { modelVersion } from '../../src/market/pricing/model-version.ts';
import { alertOf, dateOf, levelsOf, pollOf, quoteOf, rowsPerDate } from './recorded-rows.ts';

/** What another machine has recorded. */
export const foreignSymbol = 'QQQ';

/** The archive of that machine, within the directory of a run. */
export const foreignDirectory = (directory: string) => path.join(directory, 'foreign');

/** Makes the archive of another machine, with the rows of so many dates. */
export async function makeForeignArchive(directory: string, dates: number): Promise<void> {
  const clock = virtualClock(Date.UTC(2100, 0));
  const db = await openDatabase({ path: path.join(directory, 'foreign.sqlite'), clock });
  for (let number = 0; number < dates * rowsPerDate; number++) {
    const levels = levelsOf(number, foreignSymbol);
    await db.chains.record(pollOf(number, foreignSymbol), () => levels);
    await db.quotes.record(quoteOf(number, foreignSymbol));
    await db.alerts.record(alertOf(number, foreignSymbol));
  }
  for (let date = 0; date < dates; date++) {
    await writeSession({
      ...{ directory: foreignDirectory(directory), rows: db.sessions, clock, mustExist: false },
      key: { underlying: foreignSymbol, date: dateOf(date * rowsPerDate) },
      facts: { mode: 'live', source: 'polygon', plan: null, modelVersion, appVersion: '0' },
      signal: new AbortController().signal,
    });
  }
  await db.close();
}

/** The dates of that archive. */
export async function foreignDates(directory: string): Promise<string[]> {
  const { sessions } = await listSessions(foreignDirectory(directory));
  return sessions.map(({ date }) => date);
}
