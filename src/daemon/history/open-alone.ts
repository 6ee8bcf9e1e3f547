import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import { openStoreAsOwner } from '../../db/open-store.ts';
import type { StorePlace } from '../../recordings/shared/store-place.ts';
import type { HttpGet } from '../../sources/polygon/http/http-get.ts';
import { loggedCalls, openUpstream } from '../../sources/polygon/open-polygon.ts';
import { openMarketDays } from '../market-days/open-market-days.ts';
import { reserveCalls } from '../usage/reserve-calls.ts';
import { createCallLog } from '../usage/call-log.ts';

/** What asking the API without a daemon takes: the database, the key and the means to ask. */
export interface OpenAloneOptions extends StorePlace {
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
 * What is needed of a daemon to fetch something of the past where none runs: the database, of which this becomes the owner,
 * and a client of the API that shares the budget with whoever called within the last minute.
 * @throws SpyglassError `database_*`, `data_dir`
 */
export async function openAlone(options: OpenAloneOptions) {
  const { clock, settings, apiKey, baseUrl, appVersion, random, httpGet } = options;
  const db = await openStoreAsOwner(options, { clock, pid: options.pid });
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
    reserve: reserveCalls(db.apiLog),
  });
  const fail = (error: unknown): never => {
    throw error;
  };
  const hours = await openMarketDays({ settings, db, clock, onStoreError: fail });
  /** A step whose calls are not in the log would have them made again within the minute. */
  const logged = async <T>(step: Promise<T>): Promise<T> => {
    const done = await step;
    await calls.settled();
    if (failure) throw failure.error;
    return done;
  };
  let underWay: Promise<unknown> = Promise.resolve();
  return {
    ...{ db, clock, budget, endpoints, hours, settings, fail },
    /** Of whatever is asked; `onRejections` is told of rows that make no sense, which nobody counts here. */
    usage: { onRejections: () => {} },
    /** Runs a step, which `close` waits for. @param step is given the signal that aborts it */
    run<T>(step: (signal: AbortSignal) => Promise<T>): Promise<T> {
      const done = logged(step(stop.signal));
      underWay = done;
      return done;
    },
    async close(): Promise<void> {
      stop.abort();
      // Whoever asked has its outcome; here only its end counts, after which nothing is written any more.
      await Promise.allSettled([underWay]);
      await calls.close();
      await db.close();
    },
  };
}
