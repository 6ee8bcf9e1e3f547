import test from 'ava';
import { parseChainRows } from '../../src/sources/polygon/parse/options/parse-chain.ts';
import { parseStockSnapshot } from '../../src/sources/polygon/parse/parse-stock-snapshot.ts';
import { parseUnifiedSnapshot } from '../../src/sources/polygon/parse/parse-unified-snapshot.ts';
import { withMilliseconds } from '../../src/sources/polygon/parse/vendor-time.ts';
import { createCalendar } from '../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { optionChainEndpoints } from '../../src/simulator/endpoints/option-chain.ts';
import { stockSnapshotEndpoints } from '../../src/simulator/endpoints/stock-snapshot.ts';
import { unifiedSnapshotEndpoints } from '../../src/simulator/endpoints/unified-snapshot.ts';
import { asOf, type Endpoint, type Exchange } from '../../src/simulator/exchange.ts';
import { stockOf } from '../../src/simulator/instruments/instruments.ts';
import { type Profile, tierOf } from '../../src/simulator/profiles.ts';
import { createSimulatedMarket } from '../../src/simulator/server.ts';

const calendar = createCalendar();
const spy = stockOf('SPY')!;

function exchangeOf(profile: Profile, now: number, seed = 7): Exchange {
  return {
    ...{
      simulated: createSimulatedMarket(seed, calendar),
      now,
      origin: 'http://127.0.0.1',
      path: '',
      profile,
    },
    ...{ requestId: 'x', query: new URLSearchParams(), faultyRequest: 0 },
  };
}

function answerOf(endpoint: Endpoint, exchange: Exchange, query: string, values: Record<string, string>) {
  const { json } = endpoint.answer({ ...exchange, query: new URLSearchParams(query) }, values);
  return JSON.parse(withMilliseconds(JSON.stringify(json)));
}

for (const profile of ['starter', 'developer', 'advanced'] as const) {
  for (const date of ['2026-11-23', '2026-11-27']) {
    test(`every price of ${date} is one that may be used, on the ${profile} plan`, (t) => {
      const exchange = exchangeOf(profile, 0);
      const { market } = exchange.simulated;
      const refused: string[] = [];
      const kinds = new Set<string>();
      const until = calendar.sessionOn(date)!.postClose;
      const { delayMs } = tierOf(profile, 'stocks');
      for (let now = newYorkInstant(date, '04:15'); now < until; now += 397_000) {
        const asked = { ...exchange, now };
        const truth = market.stateAt(spy, asOf(asked, 'stocks'));
        const { session } = calendar.phaseAt(now);
        const context = {
          ...({ symbol: 'SPY', source: 'simulator', receivedAt: now, calendar } as const),
          isTrading: now >= session.open && now < session.close,
          onRejection: (reason: string) => void refused.push(`${reason} at ${now}`),
        };
        const bodies = [
          parseStockSnapshot(answerOf(stockSnapshotEndpoints[0]!, asked, '', { ticker: 'SPY' }), context),
          parseUnifiedSnapshot(answerOf(unifiedSnapshotEndpoints[0]!, asked, 'ticker=SPY', {}), context),
        ];
        for (const { price, priceKind, timestamp, tier } of bodies) {
          // An odd lot sets no price; where nothing else traded in its minute, the quote is newer.
          const expected = priceKind === 'quote' ? (truth.bid + truth.ask) / 2 : truth.price;
          t.true(Math.abs(price - expected) < 1e-4, `${price} instead of ${expected} at ${now}`);
          const oldest = priceKind === 'minute' ? truth.minute.start + 60_000 : truth.at - 1000;
          t.true(timestamp <= truth.at && timestamp >= Math.min(oldest, truth.at - 1000), `${now}`);
          t.is(tier, delayMs > 0 ? 'delayed' : 'real-time', `${now}`);
          kinds.add(priceKind!);
        }
      }
      // Minutes in which only odd lots traded, where the quote is the price, are few: these steps may pass them all.
      kinds.delete('quote');
      t.deepEqual([...kinds].sort(), ['minute', 'trade']);
      t.deepEqual(refused, []);
    });
  }
}

test('every last trade of a simulated chain is a last price', (t) => {
  for (const time of ['09:31', '10:30', '12:00', '15:59', '16:14', '18:00']) {
    const now = newYorkInstant('2026-11-23', time);
    const exchange = exchangeOf('advanced', now);
    const query = 'expiration_date=2026-11-23&limit=250';
    const { results } = answerOf(optionChainEndpoints[0]!, exchange, query, { underlying: 'SPY' });
    const { rows, rejections, rejectedTrades } = parseChainRows(results, {
      ...{ underlying: 'SPY', expiration: '2026-11-23', sessionDate: '2026-11-23', receivedAt: now },
      productChanges: [],
      checkExpiration: calendar.checkExpiration,
    });
    t.deepEqual([...rejections, ...rejectedTrades], [], time);
    t.true(rows.some(({ last, tradedAt }) => last !== null && tradedAt !== null));
    for (const { last, tradedAt } of rows) t.is(last === null, tradedAt === null);
  }
});
