import { existsSync } from 'node:fs';
import { openSession } from '../../archive/open/open-session.ts';
import { systemClock } from '../../base/clock.ts';
import type { Instance } from '../../config/instance.ts';
import type { ImportLook } from '../../daemon/archive/import-archived.ts';
import type { ArchiveOutcome } from '../../protocol/archive.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import { linkTo } from '../daemon/find-daemon.ts';
import type { Invocation } from '../invocation/invocation.ts';

/** Takes one session in, or says what would become of it. */
export type TakeIn = (key: SessionKey) => Promise<ArchiveOutcome>;

/** The archive that sessions are taken from. */
export interface ImportSource {
  /** Absolute. */
  directory: string;
  /** Its sessions; at least one. */
  keys: readonly SessionKey[];
  /** Only says what would become of them. */
  isDryRun: boolean;
  signal: AbortSignal;
}

/**
 * Opens what sessions are taken into: the archive of the daemon that records into the instance's database, which does the work in
 * a thread beside its recording; without one, that of the database, which is made where there is none yet, but for a dry run.
 * Throws `SpyglassError` (`archive_*`, `database_*`).
 */
export async function withImporter(
  invocation: Invocation,
  source: ImportSource,
  use: (take: TakeIn) => Promise<void>,
): Promise<void> {
  const instance = await instanceFor(invocation, source);
  const { directory, isDryRun, signal } = source;
  const found = await linkTo(invocation, instance, { client: 'import' });
  if (found) {
    try {
      return await use(({ underlying: symbol, date }) =>
        found.link.request('archive.import', { directory, symbol, date, dryRun: isDryRun }),
      );
    } finally {
      found.link.close();
    }
  }
  if (isDryRun && instance.storeUrl === null && !existsSync(instance.databasePath)) {
    return await use(await previewWithoutDatabase(invocation, instance, source));
  }
  const { openOwnArchive } = await import('../../daemon/archive/open-own-archive.ts');
  const { environment, loaded } = invocation;
  const { databasePath, storeUrl, archiveDir, mode } = instance;
  const { pid, appVersion } = environment;
  const own = await openOwnArchive({
    ...{ databasePath, storeUrl, archiveDir, mode, settings: loaded.settings, pid, appVersion },
  });
  try {
    const run = { signal, onProgress: () => {} };
    await use((key) => own.archiver.importSession({ ...key, directory, isDryRun }, run));
  } finally {
    await own.close();
  }
}

/** Where nothing has been recorded, and nothing is to be made: its archive may hold sessions that were not noted yet. */
async function previewWithoutDatabase(
  { loaded }: Invocation,
  { archiveDir, mode }: Instance,
  { directory, signal }: ImportSource,
): Promise<TakeIn> {
  const [{ previewImport }, { verifySession }] = await Promise.all([
    import('../../daemon/archive/import-archived.ts'),
    import('../../archive/verify/verify-session.ts'),
  ]);
  const look: ImportLook = {
    db: { sessions: { sessions: async () => [] }, archivedSessions: { of: async () => null } },
    ...{ directory: archiveDir, facts: () => ({ mode }), settings: loaded.settings, clock: systemClock() },
    worker: {
      verify: (request, run) => verifySession(request.directory, request.key, request.expected, run.signal),
    },
  };
  return (key) => previewImport(look, { ...key, directory }, { signal, onProgress: () => {} });
}

/** Live and simulated sessions have archives of their own: where nobody says which, the files do. */
async function instanceFor(invocation: Invocation, { directory, keys }: ImportSource): Promise<Instance> {
  if (invocation.chosenMode) return invocation.instance(invocation.chosenMode);
  let unreadable: unknown;
  for (const key of keys) {
    try {
      const session = await openSession(directory, key);
      await session.close();
      return invocation.instance(session.facts.mode);
    } catch (error) {
      // Another one may be sound.
      unreadable = error;
    }
  }
  throw unreadable;
}
