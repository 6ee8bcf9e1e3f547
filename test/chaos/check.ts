import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { listSessions } from '../../src/archive/list/list-sessions.ts';
import { openSession } from '../../src/archive/open/open-session.ts';
import { withArchive } from '../../src/archive/read/with-archive.ts';
import { verifySession } from '../../src/archive/verify/verify-session.ts';
import { tidyArchive } from '../../src/archive/write/tidy-archive.ts';
import { virtualClock } from '../../src/base/clock.ts';
import { messageOf } from '../../src/base/errors.ts';
import type { seededRandom } from '../../src/base/random.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import type { RecordingReader } from '../../src/recordings/recording.ts';
import type { SessionKey } from '../../src/recordings/session-rows.ts';
import { foreignSymbol } from './foreign-archive.ts';
import { alertOf, dateOf, instantOf, levelsOf, numbersOf, pollOf, quoteOf } from './recorded-rows.ts';

/** Numbers of rows to read again, and how many of the newest sessions, or all. */
export interface Asked {
  rows: readonly number[];
  sessions: number | 'all';
}

export interface Found {
  /** What is not as it must be, each in a sentence. */
  problems: string[];
  /** Folders that an interrupted write left, and that are gone now. */
  leftovers: number;
  /** In the archive. */
  sessions: number;
  /** Of those, the ones that the database may lack rows of, and those of another machine. */
  removed: number;
  imported: number;
}

/** The newest rows and some of the others. */
export function sampleOf(acknowledged: readonly number[], random: ReturnType<typeof seededRandom>): Asked {
  const newest = acknowledged.length - 30;
  return { rows: acknowledged.filter((_, index) => index >= newest || random.next() < 0.02), sessions: 12 };
}

const isLeftover = (name: string) => /\.(partial|replaced)$/.test(name);
const foldersIn = (directory: string): string[] => {
  try {
    return readdirSync(directory, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
};

/** Opens a recording as the next run does, and holds it and its archive to what was acknowledged. */
export async function checkRecording(directory: string, asked: Asked): Promise<Found> {
  const archive = path.join(directory, 'archive');
  const db = await openDatabase({ path: path.join(directory, 'spyglass.sqlite'), clock: virtualClock(0) });
  try {
    const leftovers = foldersIn(archive).filter(isLeftover).length;
    await tidyArchive(archive);
    const left = foldersIn(archive).filter(isLeftover);
    const problems = [
      ...left.map((name) => `${name} was left`),
      ...(await db.maintenance.check('full')).problems,
    ];
    const noted = await db.archivedSessions.all();
    for (const { date, problem } of noted) if (problem !== null) problems.push(`${date}: ${problem}`);
    const { sessions, problems: listed } = await listedIn(archive);
    problems.push(...listed);
    const reader = withArchive({ database: db, directory: archive, mode: 'live' });
    for (const key of asked.sessions === 'all' ? sessions : sessions.slice(-asked.sessions)) {
      problems.push(...(await sessionProblems(archive, key, asked.rows)));
    }
    for (const number of asked.rows) problems.push(...(await rowProblems(reader, number, 'SPY')));
    const imported = noted.filter(({ underlying }) => underlying === foreignSymbol);
    for (const { date } of asked.sessions === 'all' ? imported : imported.slice(-1)) {
      for (const number of numbersOf(date))
        problems.push(...(await rowProblems(reader, number, foreignSymbol)));
    }
    const removed = noted.filter(
      ({ chainsRemovedAt, quotesRemovedAt }) => chainsRemovedAt ?? quotesRemovedAt,
    );
    return {
      ...{ problems, leftovers, sessions: sessions.length, imported: imported.length },
      removed: removed.length - imported.length,
    };
  } finally {
    await db.close();
  }
}

const listedIn = async (archive: string) =>
  hasFiles(archive) ? await listSessions(archive) : { sessions: [], problems: [] };

const hasFiles = (archive: string) => foldersIn(archive).length > 0;

/** What a session's files hold, to what was recorded on its date. */
async function sessionProblems(
  archive: string,
  key: SessionKey,
  acknowledged: readonly number[],
): Promise<string[]> {
  try {
    await verifySession(archive, key, { mode: 'live' });
  } catch (error) {
    return [`${key.date}: ${messageOf(error)}`];
  }
  const { underlying, date } = key;
  const files = await openSession(archive, key, { mode: 'live' });
  try {
    const [quotes, levels, alerts] = [await files.quotes(), await files.levels(), await files.alerts()];
    const own =
      underlying === foreignSymbol
        ? numbersOf(date)
        : acknowledged.filter((number) => dateOf(number) === date);
    return own.flatMap((number) => [
      ...holds(quotes, quoteOf(number, underlying), `${underlying} ${date} has no quote ${number}`),
      ...holds(levels, levelsOf(number, underlying), `${underlying} ${date} has no levels ${number}`),
      ...holds(alerts, alertOf(number, underlying), `${underlying} ${date} has no alert ${number}`),
    ]);
  } finally {
    await files.close();
  }
}

const holds = (rows: readonly unknown[], row: unknown, problem: string): string[] =>
  rows.some((other) => isDeepStrictEqual(other, row)) ? [] : [problem];

/** A row of each kind, to what whoever reads the recording is given. */
async function rowProblems(
  reader: Pick<RecordingReader, 'chains' | 'quotes' | 'alerts'>,
  number: number,
  symbol: string,
): Promise<string[]> {
  const at = instantOf(number);
  const stretch = { from: at - 1, asOf: at };
  const chain = await reader.chains.at(symbol, dateOf(number), at);
  const quotes = await reader.quotes.receivedBetween({ ...stretch, symbols: [symbol], limit: 10 });
  const alerts = await reader.alerts.between(stretch, 10);
  return [
    ...holds([chain], pollOf(number, symbol), `${symbol} poll ${number} is not what was acknowledged`),
    ...holds(quotes, quoteOf(number, symbol), `${symbol} quote ${number} is not what was acknowledged`),
    ...holds(alerts, alertOf(number, symbol), `${symbol} alert ${number} is not what was acknowledged`),
  ];
}
