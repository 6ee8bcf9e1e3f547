import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { recordedSymbolsOf } from '../../config/settings/recorded-symbols.ts';
import { addDays, newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import { nearestExpiration } from '../../market/products/expirations.ts';
import type { RebuiltKey } from '../../recordings/rebuilt.ts';
import type { DaemonCore } from '../core.ts';
import type { Market } from '../market-days/market.ts';
import { isNothingDue } from '../recording/gaps/job-coverage.ts';
import type { Rebuilds } from './open-rebuilds.ts';
import { settledAfterMs } from './rebuilt-hours.ts';

/** Sessions that are looked back at: what was missed on a Friday is looked for until the next one. */
const sessionsBack = 5;
/** When the smallest plan has the day before; some minutes after midnight nobody else asks any more. */
const afterMidnight = '00:20';
/** A shorter gap has no whole minute in it. */
const shortestMs = 60_000;
const hourMs = 3_600_000;

/** What refilling takes. */
export interface RefillDeps {
  core: Pick<DaemonCore, 'db' | 'settings' | 'log'> & { clock: Clock };
  market: Pick<Market, 'hours'>;
  rebuilds: Pick<Rebuilds, 'step'>;
}

/**
 * Rebuilds the gaps of the day's chains by itself (`record.refill`): after the close, and after midnight for plans that give a day
 * only once it is over. Its calls go out where nothing else needs them. What a plan does not include is said once a day.
 * @returns how to end it
 */
export function startRefill(deps: RefillDeps): { close(): Promise<void> } {
  const { clock, settings, log } = deps.core;
  const stop = new AbortController();
  const { signal } = stop;
  const follow = async () => {
    for (let due = nextRefill(deps, clock.now()); !signal.aborted; ) {
      await clock.sleep(Math.max(0, due - clock.now()), signal);
      if (signal.aborted) return;
      const isDone = !settings.recordRefill || (await refill(deps, signal));
      due = isDone ? nextRefill(deps, clock.now()) : clock.now() + hourMs;
    }
  };
  const following = follow().catch((error: unknown) => {
    log.error({ err: error }, 'gaps are no longer rebuilt by themselves');
  });
  return {
    async close() {
      stop.abort();
      await following;
    },
  };
}

/** The next instant at which bars of a session may be had that may not before. */
export function nextRefill({ market }: Pick<RefillDeps, 'market'>, now: number): number {
  const { calendar } = market.hours;
  const last = calendar.previousSession(addDays(newYorkDate(now), 1));
  const next = calendar.nextSession(last.postClose);
  return [last, next]
    .flatMap(({ date, optionClose }) => [
      optionClose + settledAfterMs,
      newYorkInstant(addDays(date, 1), afterMidnight),
    ])
    .filter((at) => at > now)
    .reduce((one, other) => Math.min(one, other), now + 7 * 24 * hourMs);
}

/** Whether there is nothing left to try again soon. */
async function refill(deps: RefillDeps, signal: AbortSignal): Promise<boolean> {
  const { log } = deps.core;
  for (const key of await gapsToFill(deps)) {
    const { underlying: symbol, date, expiration } = key;
    try {
      const request = { symbol, date, expiration };
      let step = await deps.rebuilds.step(request, signal);
      while (step.stage !== 'done' && !step.isStuck && !signal.aborted) {
        step = await deps.rebuilds.step(request, signal);
      }
      if (signal.aborted) return true;
      log.info({ ...key, minutes: step.day.minutes, stage: step.stage }, 'gaps were rebuilt');
    } catch (error) {
      if (signal.aborted) return true;
      log.warn({ ...key, err: error }, 'gaps could not be rebuilt');
      // What the API does not list, another try within the hour would not bring either, nor what the plan does not include.
      const code = error instanceof SpyglassError ? error.code : null;
      if (code !== 'no_data') return code === 'not_entitled';
    }
  }
  return true;
}

/** Chains of the last sessions with gaps that are not rebuilt yet, the latest first. */
export async function gapsToFill({ core, market }: RefillDeps): Promise<RebuiltKey[]> {
  const { db, clock, settings } = core;
  const { calendar } = market.hours;
  const now = clock.now();
  const found: RebuiltKey[] = [];
  let before = addDays(newYorkDate(now), 1);
  for (let sessions = 0; sessions < sessionsBack; sessions++) {
    const { date, open, optionClose } = calendar.previousSession(before);
    before = date;
    if (optionClose + settledAfterMs > now) continue;
    for (const underlying of recordedSymbolsOf(settings)) {
      const gaps = await db.gaps.ofSession(underlying, date, now);
      const missing = gaps.filter((gap) => {
        const lasted = Math.min(gap.endedAt ?? optionClose, optionClose) - Math.max(gap.startedAt, open);
        return gap.job !== 'quote' && !isNothingDue(gap) && lasted >= shortestMs;
      });
      const nearest = nearestExpiration(underlying, calendar, open);
      const expirations = missing.map(({ job }) => job.split(' ')[1] ?? nearest);
      for (const expiration of new Set(expirations)) {
        const key = { underlying, date, expiration };
        if ((await db.rebuilt.day(key))?.finishedAt == null) found.push(key);
      }
    }
  }
  return found;
}
