import * as z from 'zod';
import type { Calendar } from '../../../../market/calendar/calendar.ts';
import { newYorkDate } from '../../../../market/calendar/new-york-time.ts';
import type { OptionSymbolParts } from '../../../../market/symbols/option-symbol.ts';
import type { DataTier } from '../../../../market/quotes/quote.ts';
import type { ContractDay, ContractSnapshot } from '../../../../market/quotes/last-trade.ts';
import { count, part, price, time } from '../fields.ts';
import { parseChainRows } from './parse-chain.ts';
import { believedTime } from '../parse-quote.ts';
import { maybeCode, type RawQuote, read } from '../parse-last-trade.ts';
import { UpstreamError } from '../../http/upstream-error.ts';

const snapshot = z.looseObject({ status: z.string().nullish(), results: part({}) });

const contractExtras = z.looseObject({
  break_even_price: price,
  details: part({ shares_per_contract: count }),
  day: part({
    open: price,
    high: price,
    low: price,
    close: price,
    volume: count,
    vwap: price,
    last_updated: time,
  }),
  last_quote: part({
    bid: price,
    bid_size: count,
    bid_exchange: maybeCode,
    ask: price,
    ask_size: count,
    ask_exchange: maybeCode,
    last_updated: time,
  }),
});

/** What is asked of one contract, to hold its row against. */
export interface ContractContext {
  parts: OptionSymbolParts;
  /** New York date of the session that today's volume belongs to. */
  sessionDate: string;
  receivedAt: number;
  checkExpiration: Calendar['checkExpiration'];
}

/** A contract’s snapshot; exchanges are numbers still. */
export interface RawSnapshot extends Omit<ContractSnapshot, 'quote'> {
  quote: RawQuote | null;
  tier: DataTier;
}

/**
 * One contract's row, held to the same rules as a row of the chain.
 * @throws UpstreamError `malformed`, or `not-found` for an empty answer
 */
export function parseContractSnapshot(body: unknown, context: ContractContext): RawSnapshot {
  const { parts, receivedAt } = context;
  const { status, results: raw } = read(snapshot, body);
  if (!raw || Object.keys(raw).length === 0)
    throw new UpstreamError('not-found', 'The API holds nothing of this contract.');
  const chain = parseChainRows([raw], {
    ...{ underlying: parts.root, expiration: parts.expiration, receivedAt, productChanges: [] },
    sessionDate: context.sessionDate,
    checkExpiration: context.checkExpiration,
  });
  const [contract] = chain.rows;
  if (!contract)
    throw new UpstreamError('malformed', `The API's answer makes no sense: ${chain.rejections[0]}.`);
  if (contract.strike * 1000 !== parts.strikeMills || contract.optionType !== parts.optionType)
    throw new UpstreamError('malformed', 'The API answered about another contract.');
  const { break_even_price, details, day, last_quote: lastQuote } = read(contractExtras, raw);
  return {
    contract,
    expiration: parts.expiration,
    sharesPerContract: details?.shares_per_contract ?? null,
    quote: lastQuote && {
      bid: { price: lastQuote.bid, size: lastQuote.bid_size, exchange: lastQuote.bid_exchange },
      ask: { price: lastQuote.ask, size: lastQuote.ask_size, exchange: lastQuote.ask_exchange },
      quotedAt: believedTime(lastQuote.last_updated, context),
    },
    day: day && dayOf(day, context),
    breakEven: break_even_price,
    underlyingPrice: chain.underlying?.price ?? null,
    underlyingPriceAt: chain.underlying?.at ?? null,
    underlyingTier: chain.underlying?.tier ?? 'unknown',
    tier: chain.tier ?? (status === 'DELAYED' ? 'delayed' : 'unknown'),
  };
}

type RawDay = NonNullable<z.output<typeof contractExtras>['day']>;

/** `null` for the empty object that stands for a contract without a trade. */
function dayOf(day: RawDay, context: ContractContext): ContractDay | null {
  const { open, high, low, close, volume, vwap } = day;
  if (close === null) return null;
  const updatedAt = believedTime(day.last_updated, context);
  return { date: updatedAt === null ? null : newYorkDate(updatedAt), open, high, low, close, volume, vwap };
}
