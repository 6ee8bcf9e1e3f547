import test from 'ava';
import { shortEndpoint, upstreamText } from '../../../src/tui/present/upstream-text.ts';

test('endpoint names show what differs', (t) => {
  t.is(shortEndpoint('/v3/snapshot/options/{underlying}'), 'snapshot/options');
  t.is(shortEndpoint('/v2/snapshot/locale/us/markets/stocks/tickers/{ticker}'), 'snapshot/stocks');
  t.is(shortEndpoint('/v2/aggs/ticker/{ticker}/range/{multiplier}/{timespan}/{from}/{to}'), 'aggs');
  t.is(shortEndpoint('/v3/{id}'), '/v3/{id}');
});

test('words from outside lose what could move the cursor', (t) => {
  t.is(upstreamText('a\u001b[2Jb\u0007\r\nc\u202e'), 'ab c');
});
