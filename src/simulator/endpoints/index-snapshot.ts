import { badRequest, ok } from '../answer.ts';
import { effectiveQuery, nextUrl } from '../cursor.ts';
import { asOf, type Endpoint, type Exchange, tierFor } from '../exchange.ts';
import { indices } from '../instruments/indices.ts';
import type { Index } from '../instruments/instrument.ts';
import { indexOf } from '../instruments/instruments.ts';
import { nanoseconds } from '../json-numbers.ts';

const largestLimit = 250;

export const indexSnapshotEndpoints: Endpoint[] = [
  {
    path: '/v3/snapshot/indices',
    needs: 'hasSnapshots',
    assetClass: 'indices',
    answer(exchange) {
      const query = effectiveQuery(exchange.query);
      if (!query) return badRequest(exchange.requestId, 'Invalid cursor');
      const limit = Number(query.get('limit') || 10);
      if (!Number.isInteger(limit) || limit < 1 || limit > largestLimit) {
        return badRequest(exchange.requestId, `The limit must be between 1 and ${largestLimit}`);
      }
      const asked = (query.get('ticker.any_of') ?? query.get('ticker') ?? '').split(',').filter(Boolean);
      const wanted = asked.length > 0 ? [...new Set(asked)].sort() : indices.map(({ ticker }) => ticker);
      const from = wanted.indexOf(query.get('ap') ?? '') + 1;
      const page = wanted.slice(from, from + limit);
      const hasMore = from + limit < wanted.length;
      return ok({
        results: page.map((ticker) => {
          const index = indexOf(ticker);
          return index
            ? indexRow(exchange, index)
            : { ticker, error: 'NOT_FOUND', message: 'Ticker not found.' };
        }),
        status: 'OK',
        request_id: exchange.requestId,
        ...(hasMore && { next_url: nextUrl(exchange, query, page.at(-1)!) }),
      });
    },
  },
];

/** An index as this snapshot and the unified one show it: a value, and neither quotes nor volume. */
export function indexRow(exchange: Exchange, index: Index) {
  const at = asOf(exchange, 'indices');
  const state = exchange.simulated.market.valueAt(index, at);
  const { price, previous, day, session } = state;
  const change = round(price - previous.close);
  const isOpen = at >= session.open && at < session.close;
  return {
    ticker: index.ticker,
    name: index.name,
    type: 'indices',
    market_status: isOpen ? 'open' : 'closed',
    timeframe: tierFor(exchange, 'indices').timeframe,
    last_updated: nanoseconds(state.at),
    value: price,
    session: {
      change,
      change_percent: round((change / previous.close) * 100),
      ...(day && { close: day.close, high: day.high, low: day.low, open: day.open }),
      previous_close: previous.close,
    },
  };
}

/** To a hundredth of a cent: differences of values, without the binary dust. */
function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
