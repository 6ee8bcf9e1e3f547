import test from 'ava';
import { hasQuotes, quotedText } from '../../../src/market/quotes/quoted-text.ts';

const nothing = { bid: null, ask: null, bidSize: null, askSize: null };

test('no bid, an unknown one and one that the plan does not include look different', (t) => {
  t.is(quotedText({ ...nothing, bid: 0.05, ask: 0.06 }, 'bid', true), '0.05');
  t.is(quotedText({ ...nothing, ask: 0.01 }, 'bid', true), 'no bid');
  t.is(quotedText({ ...nothing, bid: 0.01 }, 'ask', true), 'no ask');
  t.is(quotedText({ ...nothing, bid: 0 }, 'bid', true), 'no bid', 'as older recordings have it');
  t.is(
    quotedText({ ...nothing, bidSize: 0, askSize: 0 }, 'bid', true),
    'no bid',
    'quoted, with nobody on either side',
  );
  t.is(quotedText(nothing, 'bid', true), '?');
  t.is(quotedText(nothing, 'bid', false), '–');
});

test('a chain is quoted when any contract is', (t) => {
  t.true(hasQuotes([nothing, { ...nothing, ask: 0.01 }]));
  t.false(hasQuotes([nothing, nothing]));
  t.false(hasQuotes([]));
});
