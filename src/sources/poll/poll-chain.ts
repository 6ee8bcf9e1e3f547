import { optionsEnd } from '../../market/products/series-times.ts';
import type { Chain } from '../../market/quotes/chain.ts';
import type { DataTier } from '../../market/quotes/quote.ts';
import type { PollRequest } from '../request.ts';
import { notEntitled } from '../polygon/endpoints/plan-needs.ts';
import type { RawRows } from '../polygon/endpoints/queries.ts';
import { type ParsedChain, parseChainRows } from '../polygon/parse/options/parse-chain.ts';
import { tierOfAge } from '../polygon/parse/parse-quote.ts';
import { UpstreamError } from '../polygon/http/upstream-error.ts';
import { askedOf, createChainCompleteness } from './chain-completeness.ts';
import { spotOf } from './chain-spot.ts';
import type { ChainSource } from '../source.ts';
import { fetchStrikes } from './fetch-strikes.ts';
import type { PollContext } from './poll-context.ts';
import { maxAgeMs } from './max-age.ts';

const ttlMs = 300_000;
/** When more than this share of the rows are rejected, the rest is not trusted either. */
const maxRejectedShare = 0.5;

/** Chains by polling, and what the polls have shown of the plan. @param lastCalls requests that the last poll took */
export function createChainSource(context: PollContext, lastCalls = 2): ChainSource {
  const completeness = createChainCompleteness(context);
  let calls = Math.max(1, lastCalls);
  let isEntitled = true;

  const poll = async (
    expiration: string,
    request: PollRequest,
    intervalMs: number | null,
  ): Promise<Chain> => {
    const { symbol, endpoints, cached } = context;
    const { value } = await cached(
      {
        key: `optionChain:${symbol}:${expiration}`,
        dataType: 'options',
        ttlMs,
        priority: request.priority,
        maxAgeMs: maxAgeMs(request, ttlMs, intervalMs),
        slotAt: request.slotAt,
      },
      () => endpoints.optionChain(symbol, expiration, request),
      async (body, answeredAt) => {
        calls = Math.max(1, (body as RawRows).pages);
        const stillListed = await completeness.check(body as RawRows, expiration, answeredAt, request);
        return await readChain(context, body as RawRows, { answeredAt, expiration, stillListed });
      },
    );
    return { ...value, slotAt: request.slotAt };
  };

  return {
    calls: () => (isEntitled ? calls : 0),
    isEntitled: () => isEntitled,
    async latest(expiration, request, intervalMs) {
      const { endpoints } = context;
      const refusal = () => notEntitled('optionChain', endpoints.entitlement('optionChain'));
      isEntitled = endpoints.isWorthAsking('optionChain', request.isForced);
      if (!isEntitled) throw refusal();
      try {
        return await poll(expiration, request, intervalMs);
      } catch (error) {
        if (!(error instanceof UpstreamError) || error.failure !== 'not-entitled') throw error;
        isEntitled = false;
        throw refusal();
      }
    },
    strikes: (expiration, request) => fetchStrikes(context, expiration, request),
  };
}

interface ChainTerms {
  answeredAt: number;
  expiration: string;
  /** Contracts that the answer lacks although they are listed. */
  stillListed: readonly string[];
}

async function readChain(context: PollContext, body: RawRows, terms: ChainTerms): Promise<Chain> {
  const { symbol, source, hours, usage } = context;
  const { rows, isDelayed } = body;
  const { answeredAt, expiration, stillListed } = terms;
  const { session } = hours.calendar.phaseAt(answeredAt);
  const parsed = parseChainRows(rows, {
    ...askedOf(context, expiration),
    sessionDate: session.date,
    receivedAt: answeredAt,
    checkExpiration: hours.calendar.checkExpiration,
  });
  usage.onRejections([...parsed.rejections, ...parsed.rejectedTrades]);
  const rejected = rejectedShare(parsed);
  if (rejected > maxRejectedShare || parsed.rows.length === 0) throw senselessChain(parsed, expiration);
  const isTrading = answeredAt >= session.open && answeredAt < optionsEnd(symbol, session, hours.calendar);
  const saidTier = parsed.tier ?? (isDelayed ? 'delayed' : null);
  const tier = saidTier ?? tierOfQuotes(parsed, answeredAt, isTrading);
  return {
    underlying: symbol,
    expiration,
    contracts: parsed.rows,
    ...(await spotOf(parsed, context, { expiration, answeredAt, saidTier, tier })),
    timestamp: answeredAt,
    slotAt: null,
    tier,
    source,
    rejectedRows: parsed.rejections.length,
    adjustedRows: parsed.adjustedRows,
    ...(parsed.rejections.length > 0 && { stillListed: [...stillListed, ...parsed.rejectedSymbols] }),
  };
}

function rejectedShare({ rows, rejections }: ParsedChain): number {
  return rejections.length / Math.max(1, rows.length + rejections.length);
}

function senselessChain(parsed: ParsedChain, expiration: string): UpstreamError {
  const [reason] = parsed.rejections;
  if (reason === undefined)
    return new UpstreamError('not-found', `The API lists no contracts of ${expiration} yet.`);
  const total = parsed.rows.length + parsed.rejections.length;
  const share =
    parsed.rows.length === 0
      ? `None of the ${total} rows makes sense`
      : `Only ${parsed.rows.length} of ${total} rows make sense`;
  return new UpstreamError('malformed', `${share}: ${reason}.`);
}

/** The newest quote of a chain of hundreds is seconds old on a real-time plan. */
function tierOfQuotes(parsed: ParsedChain, at: number, isTrading: boolean): DataTier {
  const newest = Math.max(...parsed.rows.map((row) => row.quotedAt ?? 0));
  return newest > 0 ? tierOfAge(at - newest, isTrading) : 'unknown';
}
