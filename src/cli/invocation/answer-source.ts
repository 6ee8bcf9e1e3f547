import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import { lastInstant } from '../../market/calendar/instants.ts';
import type { Link } from '../../protocol/connection/link.ts';
import type { MethodName, MethodResults } from '../../protocol/methods.ts';
import { resultShapes } from '../../protocol/shapes/shapes.ts';
import type { ExchangeDayStore } from '../../recordings/exchange-days.ts';
import type { CopyUnderWay, RecordingReader } from '../../recordings/recording.ts';
import { candidates, findDaemon } from '../daemon/find-daemon.ts';
import { note } from '../output/output.ts';
import { copyText } from '../playback/copy-text.ts';
import type { Invocation } from './invocation.ts';

/** Where a read comes from: the running daemon, or, when none runs or an archive is named, the recordings themselves. */
export type AnswerSource =
  | { from: 'daemon'; link: Link; exchangeDays: Pick<ExchangeDayStore, 'all'> }
  /** `asOf`: what a read of all that is recorded is given. */
  | { from: 'recordings'; mode: Instance['mode']; db: RecordingReader; asOf: number };

/** What a demo recorded may lie ahead of this machine's clock: nothing is hidden as not yet there. */
const asOf = lastInstant;

/**
 * Runs `read` on the daemon or on the recordings, and closes either.
 * @throws SpyglassError `not_running` when there is neither, and what `openPast` throws
 */
export async function withAnswerSource<T>(
  invocation: Invocation,
  client: string,
  read: (source: AnswerSource) => Promise<T>,
): Promise<T> {
  if (invocation.archive !== null) return await readArchive(invocation.archive, invocation, read);
  const found = await findDaemon(invocation, client);
  if (found) {
    try {
      return await read({
        from: 'daemon',
        link: found.link,
        exchangeDays: exchangeDaysBeside(found.instance),
      });
    } finally {
      found.link.close();
    }
  }
  const [{ openStorePast }, { pastRecording }] = await Promise.all([
    import('../../db/open-store.ts'),
    import('../../daemon/playback/past-recording.ts'),
  ]);
  const clock = systemClock();
  const onCopy = (copy: CopyUnderWay) => note(invocation.environment, copyText(copy));
  for (const instance of candidates(invocation)) {
    const database = await openStorePast(instance, { clock, onCopy }).catch(ignoreMissing);
    if (!database) continue;
    const db = pastRecording(database, { directory: instance.archiveDir, mode: instance.mode });
    try {
      note(invocation.environment, `No daemon is running; this is what ${database.path} holds.`);
      return await read({ from: 'recordings', mode: instance.mode, db, asOf });
    } finally {
      await db.close();
    }
  }
  throw new SpyglassError('not_running', 'No daemon is running, and nothing has been recorded yet.');
}

/** Of what is wrong with an archive, so much is said before it is read. */
const maxProblems = 3;

/** An archive is read as it lies there, whatever runs. */
async function readArchive<T>(
  directory: string,
  { environment }: Pick<Invocation, 'environment'>,
  read: (source: AnswerSource) => Promise<T>,
): Promise<T> {
  const { pastOfArchive } = await import('../../daemon/playback/past-recording.ts');
  const db = await pastOfArchive(directory);
  try {
    note(environment, `This is what the archive in ${db.path} holds.`);
    for (const problem of db.problems.slice(0, maxProblems)) note(environment, problem);
    const others = db.problems.length - maxProblems;
    if (others > 0)
      note(environment, `And ${others} more; \`spyglass archive verify\` looks into each session.`);
    return await read({ from: 'recordings', mode: db.mode, db, asOf });
  } finally {
    await db.close();
  }
}

/** Today is the daemon's today: a demo's clock has a date of its own. */
export function marketNow(source: AnswerSource): number {
  return source.from === 'daemon' ? source.link.hello.now : systemClock().now();
}

/** What was recorded in the form of the daemon's answer, so that both are printed alike to the last byte. */
export function asAnswered<M extends MethodName>(method: M, recorded: MethodResults[M]): MethodResults[M] {
  return resultShapes[method].parse(recorded);
}

/** What the exchange has said, from the recordings beside their daemon: none where these are not on this machine. */
function exchangeDaysBeside(instance: Instance): Pick<ExchangeDayStore, 'all'> {
  return {
    async all(asOf) {
      const { openStoreForReading } = await import('../../db/open-store.ts');
      const db = await openStoreForReading(instance).catch(ignoreMissing);
      if (!db) return [];
      try {
        return await db.exchangeDays.all(asOf);
      } finally {
        await db.close();
      }
    },
  };
}

/** A database that is not there yet is no failure; `null` then. */
export function ignoreMissing(error: unknown): null {
  if (error instanceof SpyglassError && error.code === 'no_data') return null;
  throw error;
}
