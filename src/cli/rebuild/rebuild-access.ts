import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { RebuildStep } from '../../protocol/rebuild.ts';
import type { RemovedRebuilt } from '../../recordings/rebuilt.ts';
import { candidates, findDaemon } from '../daemon/find-daemon.ts';
import { ignoreMissing } from '../invocation/answer-source.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { ownClientOptions } from '../invocation/own-client.ts';

/** Which chain of which day. */
export interface RebuildArguments {
  symbol: string;
  date: string;
  expiration?: string;
  strikesPercent?: number;
}

/** Gives the steps of a rebuild: through the daemon where one runs, else with a client and the database of its own. */
export async function withRebuild<T>(
  invocation: Invocation,
  use: (step: (request: RebuildArguments) => Promise<RebuildStep>) => Promise<T>,
): Promise<T> {
  const found = await findDaemon(invocation, 'rebuild');
  if (found) {
    try {
      return await use((request) => found.link.request('rebuild', request));
    } finally {
      found.link.close();
    }
  }
  const options = await ownClientOptions(invocation);
  const { openRebuild } = await import('../../daemon/rebuild/open-rebuild.ts');
  const opened = await openRebuild(options);
  try {
    return await use(opened.step);
  } finally {
    await opened.close();
  }
}

/** Removes what was rebuilt of a day. It takes no key. @throws SpyglassError `not_running` where nothing was recorded */
export async function removeRebuilt(
  invocation: Invocation,
  { symbol, date, expiration }: RebuildArguments,
): Promise<RemovedRebuilt> {
  const found = await findDaemon(invocation, 'rebuild');
  if (found) {
    const request = { symbol, date, ...(expiration && { expiration }) };
    return await found.link.request('rebuild.remove', request).finally(found.link.close);
  }
  const { openStoreAsOwner, openStoreForReading } = await import('../../db/open-store.ts');
  for (const instance of candidates(invocation)) {
    const existing = await openStoreForReading(instance).catch(ignoreMissing);
    if (!existing) continue;
    await existing.close();
    const db = await openStoreAsOwner(instance, { clock: systemClock(), pid: invocation.environment.pid });
    return await db.rebuilt.remove(symbol, date, expiration).finally(db.close);
  }
  throw new SpyglassError('not_running', 'No daemon is running, and nothing has been recorded yet.');
}
