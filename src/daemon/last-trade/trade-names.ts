import type { AssetClass } from '../../market/symbols/asset-class.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { BookSide, LastQuote, LastTrade } from '../../market/quotes/last-trade.ts';
import { priceEffect } from '../../market/quotes/trade-conditions.ts';
import type { RawParts, TradePartsContext } from './trade-parts.ts';
import type { Asking } from '../../sources/polygon/endpoints/queries.ts';
import { type Names, parseNames } from '../../sources/polygon/parse/parse-names.ts';
import type { RawQuote, RawSide, RawTrade } from '../../sources/polygon/parse/parse-last-trade.ts';

/** Exchanges and conditions change a few times a year. */
const namesTtlMs = 7 * 24 * 3_600_000;

/** Turns raw trades and quotes, which hold numbers of exchanges and conditions, into named ones. */
export interface Naming {
  trade: (raw: RawTrade) => LastTrade;
  quote: (raw: RawQuote) => LastQuote;
}

/** What stands for the numbers; where their names cannot be had, the numbers themselves. */
export async function nameLastTrade(
  { endpoints, cached, hours, clock }: TradePartsContext,
  assetClass: AssetClass,
  { trade, quote, snapshot }: RawParts,
  asking: Asking,
): Promise<Naming> {
  const lists = { exchanges: endpoints.exchanges, tradeConditions: endpoints.tradeConditions };
  const names = async (list: keyof typeof lists): Promise<Names> => {
    try {
      const key = `${list}:${assetClass}`;
      const request = { key, ttlMs: namesTtlMs, maxAgeMs: namesTtlMs, priority: 'user' } as const;
      const found = await cached(
        { ...request, dataType: 'historical' },
        () => lists[list](assetClass, asking),
        parseNames,
      );
      return found.value;
    } catch (error) {
      // The failed call is in the log and in the usage; a number instead of a name says the rest.
      if (error instanceof SpyglassError) return new Map();
      throw error;
    }
  };
  const hasExchange = [trade.value, quote?.value, snapshot?.value?.quote].some(Boolean);
  const [exchanges, conditions] = await Promise.all([
    hasExchange ? names('exchanges') : new Map<number, string>(),
    trade.value && trade.value.conditions.length > 0 ? names('tradeConditions') : new Map<number, string>(),
  ]);
  const side = ({ price, size, exchange }: RawSide): BookSide => ({
    ...{ price, size },
    exchange: exchange === null ? null : (exchanges.get(exchange) ?? `exchange ${exchange}`),
  });
  return {
    trade: ({ price, size, exchange, conditions: numbers, tradedAt }) => {
      const { phase } = hours.calendar.phaseAt(tradedAt ?? clock.now());
      const effect = priceEffect(numbers, assetClass, phase === 'regular');
      return {
        ...{ ...side({ price, size, exchange }), price, tradedAt },
        conditions: numbers.map((number) => conditions.get(number) ?? `condition ${number}`),
        ...(!effect.sets && { noPriceBecause: effect.reason }),
      };
    },
    quote: ({ bid, ask: offer, quotedAt }) => ({ bid: side(bid), ask: side(offer), quotedAt }),
  };
}
