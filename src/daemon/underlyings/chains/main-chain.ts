import { firstExpirationDay } from '../../../market/products/expirations.ts';
import type { AlertEngine } from '../../alerts/alert-engine.ts';
import type { DaemonCore } from '../../core.ts';
import type { MarketHours } from '../../market-days/market-hours.ts';
import type { JobNames } from '../job-names.ts';
import { createLatest } from '../latest.ts';
import type { LatestQuotes } from '../latest-quotes.ts';
import { createLevelsTracker } from '../levels-tracker.ts';
import type { OpenChain } from './open-chains.ts';
import type { PriceLines } from '../price-lines.ts';
import { recordedSoFar } from '../recorded-levels.ts';
import { lastNearestPoll } from './recorded-chain.ts';
import { sessionLine } from '../session-line.ts';

/** The parts of the daemon that the nearest chain of a recorded underlying is made from. */
export interface MainChainDeps {
  core: DaemonCore;
  symbol: string;
  jobs: JobNames;
  alerts: AlertEngine;
  hours: MarketHours;
  quotes: LatestQuotes;
  lines: PriceLines;
}

/** An underlying's nearest chain, which is always polled, as the run before left it. */
export async function openMainChain(deps: MainChainDeps): Promise<OpenChain> {
  const { core, symbol, jobs, alerts, hours, quotes, lines } = deps;
  const { db, bus, clock, settings } = core;
  const subscription = { symbol, expiration: null };
  const now = clock.now();
  await quotes.load([symbol]);
  const lastExpiration = (await lastNearestPoll(db, hours.calendar, symbol, now))?.expiration;
  const lastChain =
    (await db.chains.at(symbol, firstExpirationDay(symbol, hours.calendar, now), now)) ??
    (lastExpiration === undefined ? null : await db.chains.at(symbol, lastExpiration, now));
  const levels = createLevelsTracker({ subscription, isMain: true, settings, hours, bus, alerts });
  levels.begin(await recordedSoFar(db, hours, subscription, lastChain, now));
  const chain = lastChain && levels.filled(lastChain);
  const lineSoFar = () => sessionLine(db, hours, symbol, clock.now());
  const latest = createLatest({ subscription, chain, priceLine: await lineSoFar() }, quotes, bus);
  lines.add(symbol, () => latest.refreshPriceLine(lineSoFar));
  return {
    ...{ subscription, latest, levels, jobs },
    close: latest.close,
  };
}
