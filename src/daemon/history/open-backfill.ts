import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import { openDatabase } from '../../db/sqlite/open-database.ts';
import type { BackfillStep } from '../../protocol/state.ts';
import { type BackfillRequest, backfillStep } from './backfill.ts';
import { createCachedFetch } from '../../sources/polygon/cache.ts';
import { openMarketDays } from '../market-days/open-market-days.ts';
import type { HttpGet } from '../../sources/polygon/http/http-get.ts';
import { createCallLog } from '../usage/call-log.ts';
import { createBarSource } from '../../sources/poll/poll-bars.ts';
import { loggedCalls, openUpstream } from '../../sources/polygon/open-polygon.ts';

/** What a backfill without a daemon takes: the database, the key and the means to ask the API. */
export interface OpenBackfillOptions {
  databasePath: string;
  settings: Settings;
  apiKey: string;
  baseUrl: string;
  clock: Clock;
  pid: number;
  appVersion: string;
  httpGet: HttpGet;
  random: () => number;
}

/**
 * What a backfill needs of a daemon, where none runs: the database, of which this becomes the owner, and a client of the
 * API that shares the budget with whoever called within the last minute.
 * @throws SpyglassError `database_*`, `data_dir`
 */
export async function openBackfill(
  options: OpenBackfillOptions,
): Promise<{ step(request: BackfillRequest): Promise<BackfillStep>; close(): Promise<void> }> {
  const { clock, settings, apiKey, baseUrl, appVersion, random, httpGet } = options;
  const db = await openDatabase({ path: options.databasePath, clock, pid: options.pid });
  const stop = new AbortController();
  let failure: { error: unknown } | null = null;
  const calls = createCallLog({
    ...{ log: db.apiLog, clock },
    onError(error) {
      failure ??= { error };
    },
  });
  const { budget, endpoints } = openUpstream({
    ...{ clock, settings, httpGet, baseUrl, apiKey, appVersion, random },
    loggedCalls: await loggedCalls(db.apiLog, clock.now()),
    onCall: calls.record,
  });
  const fail = (error: unknown) => {
    throw error;
  };
  const { symbol } = settings;
  const hours = await openMarketDays({ settings, db, clock, onStoreError: fail });
  const usage = { onRejections: () => {} };
  const cached = createCachedFetch(db.cache, clock, fail);
  const context = {
    ...{ symbol, clock, db, budget, hours, usage },
    feed: { bars: createBarSource({ clock, source: 'polygon', hours, endpoints, cached, usage }, symbol) },
    log: { info: () => {}, warn: () => {} },
  };
  /** A step whose calls are not in the log would have them made again within the minute. */
  const logged = async (step: Promise<BackfillStep>): Promise<BackfillStep> => {
    const done = await step;
    await calls.settled();
    if (failure) throw failure.error;
    return done;
  };
  let underWay: Promise<unknown> = Promise.resolve();
  return {
    step(request) {
      const step = logged(backfillStep(context, request, stop.signal));
      underWay = step;
      return step;
    },
    async close() {
      stop.abort();
      // Whoever asked has its outcome; here only its end counts, after which nothing is written any more.
      await Promise.allSettled([underWay]);
      await calls.close();
      await db.close();
    },
  };
}
