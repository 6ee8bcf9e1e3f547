import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { createEventBus } from '../../../src/daemon/event-bus.ts';
import { createCachedFetch } from '../../../src/sources/polygon/cache.ts';
import { createChainSource } from '../../../src/sources/poll/poll-chain.ts';
import type { PollContext } from '../../../src/sources/poll/poll-context.ts';
import { createMarketDays } from '../../../src/daemon/market-days/market-hours.ts';
import type { PollRequest } from '../../../src/sources/request.ts';
import { createLatestQuotes } from '../../../src/daemon/underlyings/latest-quotes.ts';
import type { RawRows } from '../../../src/sources/polygon/endpoints/queries.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import type { Quote } from '../../../src/market/quotes/quote.ts';
import { aQuote } from '../../db/fixtures.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { daysWith } from '../../support/market-days.ts';
import { assumptionsOn } from '../../support/assumptions.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** A chain's poll against an API that a test answers for, on a clock that the test moves. */
export async function polledChain(t: ExecutionContext, at: number) {
  const clock = manualClock(at);
  const db = await openDatabase({ path: join(await tempDir(t), 'spyglass.sqlite'), clock });
  t.teardown(() => db.close());
  const hours = createMarketDays(daysWith());
  const refusals: string[] = [];
  const quotes = createLatestQuotes(db.quotes, createEventBus(), () => clock.now());
  let answer = async (): Promise<unknown[]> => [];
  let cutShort: RawRows['cutShort'] = null;
  let list = async (): Promise<unknown[]> => [];
  let lists = 0;
  const context = {
    ...{ symbol: 'SPY', source: 'polygon', clock, db, quotes },
    hours,
    assumptions: () => assumptionsOn(hours.calendar),
    cached: createCachedFetch(db.cache, clock, (error) => t.fail(String(error))),
    endpoints: {
      isWorthAsking: () => true,
      entitlement: () => null,
      async optionChain() {
        return { rows: await answer(), cutShort, isDelayed: false, pages: 2 };
      },
      async contracts() {
        lists += 1;
        return { rows: await list(), cutShort: null, isDelayed: false, pages: 1 };
      },
    },
    usage: { onRejections: (found: readonly string[]) => void refusals.push(...found) },
  } as unknown as PollContext;
  const polls = createChainSource(context);
  return {
    ...{ clock, db, refusals },
    /** What the API says, once it does. */
    serve(next: () => Promise<unknown[]> | unknown[]) {
      answer = async () => await next();
    },
    /** How the pages of the chain end. */
    end(how: RawRows['cutShort']) {
      cutShort = how;
    },
    /** What the exchange lists, as rows of a chain. */
    list(next: () => Promise<unknown[]> | unknown[]) {
      list = async () => (await next()).map((row) => (row as { details: unknown }).details);
    },
    /** How often the exchange's list was asked for. */
    lists: () => lists,
    /** A quote as it was recorded while it was the newest. */
    async record(quote: Partial<Quote>) {
      const whole: Quote = { ...aQuote(), receivedAt: quote.timestamp ?? at, ...quote };
      await db.quotes.record(whole);
      quotes.set(whole);
    },
    poll(expiration: string, request: Partial<PollRequest> = {}) {
      const { signal } = new AbortController();
      const asked = {
        priority: 'scheduled',
        isForced: true,
        slotAt: clock.now(),
        signal,
        ...request,
      } as const;
      return polls.latest(expiration, asked, 60_000);
    },
  };
}
