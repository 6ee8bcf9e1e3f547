import test from 'ava';
import { parseMarketNow, parseUpcoming } from '../../../../src/sources/polygon/parse/parse-market-status.ts';

test('the market’s status comes with the server’s clock', (t) => {
  const body = {
    market: 'open',
    afterHours: false,
    earlyHours: false,
    serverTime: '2026-11-23T10:30:00-05:00',
  };
  t.deepEqual(parseMarketNow(body), { market: 'open', serverTime: Date.parse('2026-11-23T15:30:00Z') });
  t.deepEqual(parseMarketNow({}), { market: 'unknown', serverTime: null });
  t.deepEqual(parseMarketNow({ market: 'half-open', serverTime: 'noon' }), {
    market: 'unknown',
    serverTime: null,
  });
  t.like(
    t.throws(() => parseMarketNow([])),
    { failure: 'malformed' },
  );
});

test('announced days are those of the stock exchange, one a date', (t) => {
  const day = (more: object) => ({
    exchange: 'NYSE',
    date: '2026-11-26',
    name: 'Thanksgiving',
    status: 'closed',
    ...more,
  });
  const days = parseUpcoming([
    day({}),
    day({ exchange: 'NASDAQ' }),
    day({}),
    day({
      date: '2026-11-27',
      status: 'early-close',
      close: '2026-11-27T18:00:00Z',
      name: 'After\x1b[31m it',
    }),
    day({ date: 'soon' }),
    day({ status: 'maybe' }),
    null,
  ]);
  t.deepEqual(days, [
    { date: '2026-11-26', name: 'Thanksgiving', kind: 'closed' },
    { date: '2026-11-27', name: 'After it', kind: 'early-close' },
  ]);
  t.like(
    t.throws(() => parseUpcoming({ results: [] })),
    { failure: 'malformed' },
  );
});
