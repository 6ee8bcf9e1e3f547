import type { Chain } from '../../market/chain.ts';
import { paritySpot } from '../../market/parity-spot.ts';
import type { DataTier } from '../../market/quote.ts';
import { modelTerms, withGreeks } from '../greeks.ts';
import type { Job } from '../poller.ts';
import type { RawRows } from '../upstream/endpoints.ts';
import { type ParsedChain, parseChainRows } from '../upstream/parse-chain.ts';
import { tierOfAge } from '../upstream/parse-quote.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { type JobContext, maxAgeMs } from './job-context.ts';

const ttlMs = 300_000;
/** A quote older than this says little about where the underlying is now. */
const freshQuoteMs = 5 * 60_000;
/** Rows that come in one page. */
const pageRows = 250;

export interface ChainJob extends Job {
  /** Requests that the last poll took. */
  calls(): number;
}

export function createChainJob(context: () => JobContext): ChainJob {
  let calls = 2;

  return {
    name: 'chain',
    runsAtStart: true,
    calls: () => calls,
    next: (now, after) => context().cadences.next('chain', now, after),
    async run(request) {
      const { symbol, source, clock, hours, db, book, endpoints, cached, cadences, usage, store } = context();
      const expiration = hours.calendar.zeroDteExpiry(clock.now());
      if (!endpoints.isWorthAsking('optionChain')) {
        throw new UpstreamError('not-entitled', 'The plan of this key does not include option chains.');
      }
      const interval = cadences.next('chain', clock.now(), clock.now()).intervalMs;
      const { body, createdAt } = await cached(
        {
          key: `optionChain:${symbol}:${expiration}`,
          dataType: 'options',
          ttlMs,
          maxAgeMs: maxAgeMs(request, ttlMs, interval),
        },
        () =>
          endpoints.optionChain(symbol, expiration, { priority: request.priority, signal: request.signal }),
      );
      const { rows, cutShort, isDelayed } = body as RawRows;
      // Recorded, the missing contracts would count as no longer listed.
      if (cutShort && !cutShort.isWhole) {
        throw new UpstreamError('malformed', `The chain is not complete: the API sent ${cutShort.reason}.`);
      }
      calls = Math.max(1, Math.ceil(rows.length / pageRows));
      const { session } = hours.calendar.phaseAt(createdAt);
      const parsed = parseChainRows(rows, { underlying: symbol, expiration, sessionDate: session.date });
      usage.onRefusals(parsed.refusals);
      if (parsed.rows.length === 0) throw emptyChain(parsed, expiration);

      const isTrading = createdAt >= session.open && createdAt < session.optionClose;
      const chain: Chain = {
        underlying: symbol,
        expiration,
        contracts: parsed.rows,
        ...spotOf(parsed, context(), expiration, createdAt),
        timestamp: createdAt,
        tier: parsed.tier ?? (isDelayed ? 'delayed' : tierOfQuotes(parsed, createdAt, isTrading)),
        source,
        rejectedRows: parsed.refusals.length,
      };
      store(() => {
        const { refused } = db.chains.record(chain);
        usage.onRefusals(refused.map(({ reason }) => `not stored: ${reason}`));
      });
      book.setChain(withGreeks(chain, hours.calendar));
      return `${chain.contracts.length} contracts of ${expiration}`;
    },
  };
}

function emptyChain(parsed: ParsedChain, expiration: string): UpstreamError {
  const [reason] = parsed.refusals;
  if (reason === undefined)
    return new UpstreamError('not-found', `The API lists no contracts of ${expiration} yet.`);
  return new UpstreamError('malformed', `None of the ${parsed.refusals.length} rows makes sense: ${reason}.`);
}

function spotOf(
  parsed: ParsedChain,
  { book, symbol, hours }: JobContext,
  expiration: string,
  at: number,
): Pick<Chain, 'underlyingPrice' | 'underlyingPriceSource'> {
  if (parsed.underlyingPrice !== null) {
    return { underlyingPrice: parsed.underlyingPrice, underlyingPriceSource: 'chain' };
  }
  const quote = book.quote();
  if (
    quote &&
    quote.symbol === symbol &&
    at - quote.receivedAt < freshQuoteMs &&
    quote.tier !== 'end-of-day'
  ) {
    return { underlyingPrice: quote.price, underlyingPriceSource: 'quote' };
  }
  const terms = modelTerms(expiration, at, hours.calendar);
  const parity = terms && paritySpot(parsed.rows, terms);
  return parity
    ? { underlyingPrice: parity.spot, underlyingPriceSource: 'parity' }
    : { underlyingPrice: null, underlyingPriceSource: null };
}

/** The newest quote of a chain of hundreds is seconds old on a real-time plan. */
function tierOfQuotes(parsed: ParsedChain, at: number, isTrading: boolean): DataTier {
  const newest = Math.max(...parsed.rows.map((row) => row.quotedAt ?? 0));
  return newest > 0 ? tierOfAge(at - newest, isTrading) : 'unknown';
}
