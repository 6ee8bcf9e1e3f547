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
import { alertOf, dateOf, instantOf, levelsOf, pollOf, quoteOf } from './recorded-rows.ts';

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
  /** Of those, the ones that the database may lack rows of. */
  removed: number;
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
  const problems: string[] = [];
  try {
    const leftovers = foldersIn(archive).filter(isLeftover).length;
    await tidyArchive(archive);
    problems.push(
      ...foldersIn(archive)
        .filter(isLeftover)
        .map((name) => `${name} was left`),
    );
    problems.push(...(await db.maintenance.check('full')).problems);
    const noted = await db.archivedSessions.all();
    for (const { date, problem } of noted) if (problem !== null) problems.push(`${date}: ${problem}`);
    const listed = hasFiles(archive) ? await listSessions(archive) : { sessions: [], problems: [] };
    problems.push(...listed.problems);
    const looked = asked.sessions === 'all' ? listed.sessions : listed.sessions.slice(-asked.sessions);
    for (const key of looked) problems.push(...(await sessionProblems(archive, key, asked.rows)));
    const reader = withArchive({ database: db, directory: archive, mode: 'live' });
    for (const number of asked.rows) problems.push(...(await rowProblems(reader, number)));
    const removed = noted.filter(
      ({ chainsRemovedAt, quotesRemovedAt }) => chainsRemovedAt ?? quotesRemovedAt,
    );
    return { problems, leftovers, sessions: listed.sessions.length, removed: removed.length };
  } finally {
    await db.close();
  }
}

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
  const files = await openSession(archive, key, { mode: 'live' });
  try {
    const [quotes, levels, alerts] = [await files.quotes(), await files.levels(), await files.alerts()];
    const own = acknowledged.filter((number) => dateOf(number) === key.date);
    return own.flatMap((number) => [
      ...holds(quotes, quoteOf(number), `${key.date} has no quote ${number}`),
      ...holds(levels, levelsOf(number), `${key.date} has no levels ${number}`),
      ...holds(alerts, alertOf(number), `${key.date} has no alert ${number}`),
    ]);
  } finally {
    await files.close();
  }
}

const holds = (rows: readonly unknown[], row: unknown, problem: string): string[] =>
  rows.some((other) => isDeepStrictEqual(other, row)) ? [] : [problem];

/** A row of each kind, to what whoever reads the recording is given. */
async function rowProblems(reader: Pick<RecordingReader, 'chains' | 'quotes' | 'alerts'>, number: number) {
  const at = instantOf(number);
  const stretch = { from: at - 1, asOf: at };
  const chain = await reader.chains.at('SPY', dateOf(number), at);
  const quotes = await reader.quotes.receivedBetween({ ...stretch, symbols: ['SPY'], limit: 10 });
  const alerts = await reader.alerts.between(stretch, 10);
  return [
    ...holds([chain], pollOf(number), `poll ${number} is not what was acknowledged`),
    ...holds(quotes, quoteOf(number), `quote ${number} is not what was acknowledged`),
    ...holds(alerts, alertOf(number), `alert ${number} is not what was acknowledged`),
  ];
}
