import type { Settings } from '../../config/settings/settings-table.ts';
import type { Recording } from '../../recordings/recording.ts';
import type { AlertEngine } from '../alerts/alert-engine.ts';
import { createLatest } from './latest.ts';
import type { EventBus } from '../event-bus.ts';
import { createLevelsTracker } from './levels-tracker.ts';
import type { MarketHours } from '../market-days/market-hours.ts';
import type { LatestQuotes } from './latest-quotes.ts';
import { lastNearestPoll } from './recorded-chain.ts';
import { sessionLine } from './session-line.ts';
import type { OpenView } from './subscriptions.ts';

export interface MainViewDeps {
  symbol: string;
  settings: Settings;
  hours: MarketHours;
  db: Recording;
  bus: EventBus;
  alerts: AlertEngine;
  quotes: LatestQuotes;
  now: () => number;
  onRefusals: (reasons: readonly string[]) => void;
  onStoreError: (error: unknown) => void;
}

/** The main symbol's nearest chain, which is always polled, as the run before left it. */
export async function openMainView(deps: MainViewDeps): Promise<OpenView> {
  const { symbol, settings, hours, db, bus, alerts, quotes, now, onRefusals, onStoreError } = deps;
  const subscription = { symbol, expiration: null };
  const lineSoFar = () => sessionLine(db, hours, symbol, now());
  const lastExpiration = lastNearestPoll(db, hours.calendar, symbol, now())?.expiration;
  const lastChain =
    db.chains.at(symbol, hours.calendar.zeroDteExpiry(now()), now()) ??
    (lastExpiration === undefined ? null : db.chains.at(symbol, lastExpiration, now()));
  const levels = createLevelsTracker({
    ...{ subscription, isMain: true, settings, hours, db, bus, alerts, lastChain, onRefusals, onStoreError },
    now: now(),
  });
  const chain = lastChain && levels.filled(lastChain);
  const book = createLatest({ subscription, chain, priceLine: await lineSoFar() }, quotes, bus);
  return {
    ...{ subscription, book, levels },
    jobs: { quote: 'quote', chain: 'chain', bars: 'bars' },
    refreshLine: async () => book.setPriceLine(await lineSoFar()),
    close: book.close,
  };
}
