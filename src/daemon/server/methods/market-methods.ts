import { newYorkInstant } from '../../../market/calendar/new-york-time.ts';
import { tradeDateEnd } from '../../../market/calendar/trade-date.ts';
import { type SummandChain, sumLevels } from '../../../market/levels/sum-levels.ts';
import type { RecordedAndRebuilt } from '../../rebuild/shown/shown-minutes.ts';
import { withRebuilt } from '../../rebuild/shown/with-rebuilt.ts';
import { barsOf } from '../../history/bars-of.ts';
import { levelsAt, levelsOfSession, levelsOn, recomputedAt } from '../../underlyings/recorded-levels.ts';
import type { Methods } from '../rpc.ts';
import { recordedChain } from '../../underlyings/chains/recorded-chain.ts';
import type { OpenChain, OpenChains } from '../../underlyings/chains/open-chains.ts';
import type { MethodDeps } from './method-deps.ts';

const minuteMs = 60_000;

/** Market data: latest values where they are polled, else what is recorded. */
export function createMarketMethods(
  deps: MethodDeps,
): Pick<
  Methods,
  | 'quote.get'
  | 'chain.get'
  | 'levels.get'
  | 'levels.sum'
  | 'levels.history'
  | 'levels.recomputed'
  | 'bars.get'
  | 'last-trade.get'
> {
  const { greeting, hours, clock, db, chains, quotes, past } = deps;
  const own = () => greeting().symbol;
  // Only an instant of the past is ever shown what was rebuilt.
  const shown = withRebuilt<RecordedAndRebuilt>(db);
  return {
    'quote.get': async ({ symbol = own() }) => {
      const known = quotes.of(symbol) ?? (await db.quotes.latest(symbol, clock.now()));
      if (known || !(await past.isMissing(symbol, 'quotes', null, clock.now()))) return known;
      return await past.ask('quote.get', { symbol });
    },
    'chain.get': async ({ symbol = own(), expiration, at }) => {
      const current = at === undefined ? openChainOf(chains, symbol, expiration)?.latest.chain() : null;
      if (current) return current;
      const now = clock.now();
      const kept = await recordedChain(at === undefined ? db : shown, deps.assumptions(), {
        ...{ symbol, expiration, at, asOf: now },
      });
      const isMissing = await past.isMissing(symbol, 'chains', kept?.timestamp ?? null, at ?? now);
      return isMissing ? await past.ask('chain.get', { symbol, expiration, at }) : kept;
    },
    'levels.get': async ({ symbol = own(), at }) => {
      const open = openChainOf(chains, symbol);
      if (at === undefined && open) return open.levels.current();
      const instant = at ?? clock.now();
      const from = at === undefined ? db : shown;
      const kept = await levelsAt(from, deps.assumptions(), symbol, instant, deps.dealerSign());
      // Retention leaves the levels; their bars by strike go with the chain.
      const isMissing = await past.isMissing(symbol, 'chains', kept?.timestamp ?? null, instant);
      return isMissing ? await past.ask('levels.get', { symbol, at }) : kept;
    },
    'levels.sum': ({ symbol = own() }) => {
      const recorded = chains.recordedOf(symbol);
      if (recorded.length === 0) return null;
      return sumLevels(
        symbol,
        recorded.map((chain) => summandOf(chain, deps.expirations(symbol))),
        deps.dealerSign(),
      );
    },
    'levels.history': async ({ symbol = own(), date }) => {
      if (date === undefined) return levelsOfSession(db, hours, symbol, clock.now());
      const kept = await levelsOn(shown, hours, { symbol, date }, clock.now());
      // Of an imported session the database has none.
      const isMissing =
        kept.every(({ isRebuilt }) => isRebuilt) &&
        (await past.isMissing(symbol, 'chains', newYorkInstant(date, '00:00'), tradeDateEnd(date)));
      return isMissing ? await past.ask('levels.history', { symbol, date }) : kept;
    },
    'levels.recomputed': ({ symbol = own(), at = clock.now() }) =>
      recomputedAt(db, hours.calendar, { symbol, at, asOf: clock.now() }),
    'bars.get': async ({ symbol = own(), timeframe, from, to }) => {
      const request = { symbol, timeframe, from, to };
      // Minutes that the vendor has not given are made of quotes.
      const isMissing = timeframe === '1min' && (await past.isMissing(symbol, 'quotes', from - minuteMs, to));
      return isMissing ? await past.ask('bars.get', request) : await barsOf(db, request, clock.now());
    },
    'last-trade.get': ({ symbol = own(), force = false }) => deps.lastTrade({ symbol, isForced: force }),
  };
}

/** @param expirations of its symbol, from the nearest on */
function summandOf({ subscription, levels }: OpenChain, expirations: readonly string[]): SummandChain {
  const filled = levels.currentChain();
  return { expiration: filled?.chain.expiration ?? subscription.expiration ?? expirations[0]!, filled };
}

/** The open chain of a symbol's expiration; without an expiration, the one that follows the nearest. */
function openChainOf(chains: OpenChains, symbol: string, expiration?: string): OpenChain | undefined {
  return chains
    .all()
    .find(({ subscription, latest }) =>
      expiration === undefined
        ? subscription.symbol === symbol && subscription.expiration === null
        : subscription.symbol === symbol && latest.chain()?.expiration === expiration,
    );
}
