import { parseChainRows } from '../../src/sources/polygon/parse/options/parse-chain.ts';
import { parseStockSnapshot } from '../../src/sources/polygon/parse/parse-stock-snapshot.ts';
import { createCalendar } from '../../src/market/calendar/calendar.ts';
import type { Chain } from '../../src/market/quotes/chain.ts';
import type { Quote } from '../../src/market/quotes/quote.ts';
import { optionChainEndpoints } from '../../src/simulator/endpoints/option-chain.ts';
import { stockSnapshotEndpoints } from '../../src/simulator/endpoints/stock-snapshot.ts';
import type { Endpoint, Exchange } from '../../src/simulator/exchange.ts';
import { createSimulatedMarket } from '../../src/simulator/server.ts';

const symbol = 'SPY';

/** What polls of the simulated market would have brought, by way of its endpoints and the daemon's parsers. */
export function simulatedPolls(seed = 7) {
  const calendar = createCalendar();
  const simulated = createSimulatedMarket(seed, calendar);

  const ask = (endpoint: Endpoint, now: number, query: string, values: Record<string, string>): unknown => {
    const exchange: Exchange = {
      ...{ simulated, now, origin: 'http://127.0.0.1', path: '', profile: 'advanced', requestId: 'poll' },
      query: new URLSearchParams(query),
      faultyRequest: 0,
    };
    const { status, json } = endpoint.answer(exchange, values);
    if (status !== 200) throw new Error(`the simulated market answered ${status}`);
    // Through JSON, as over the wire: nanoseconds lose their last digits there.
    return JSON.parse(JSON.stringify(json));
  };

  return {
    calendar,
    simulated,
    chain(expiration: string, at: number): Chain {
      const rows: unknown[] = [];
      let query: string | null = `expiration_date=${expiration}&limit=250&sort=ticker&order=asc`;
      while (query !== null) {
        const body = ask(optionChainEndpoints[0]!, at, query, { underlying: symbol }) as {
          results: unknown[];
          next_url?: string;
        };
        rows.push(...body.results);
        query = body.next_url ? new URL(body.next_url).search : null;
      }
      const { session } = calendar.phaseAt(at);
      const parsed = parseChainRows(rows, {
        ...{ underlying: symbol, expiration, sessionDate: session.date, receivedAt: at },
        productChanges: [],
        checkExpiration: calendar.checkExpiration,
      });
      return {
        underlying: symbol,
        expiration,
        contracts: parsed.rows,
        underlyingPrice: parsed.underlying?.price ?? null,
        underlyingPriceSource: parsed.underlying && 'chain',
        underlyingPriceAt: parsed.underlying?.at ?? null,
        timestamp: at,
        slotAt: null,
        tier: parsed.tier ?? 'unknown',
        source: 'simulator',
        rejectedRows: parsed.rejections.length,
        adjustedRows: null,
      };
    },
    quote(at: number): Quote {
      const body = ask(stockSnapshotEndpoints[0]!, at, '', { ticker: symbol });
      return parseStockSnapshot(body, {
        ...{ symbol, source: 'simulator', receivedAt: at, isTrading: true, calendar },
      });
    },
  };
}
