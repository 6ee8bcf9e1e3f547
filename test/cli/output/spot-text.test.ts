import test from 'ava';
import { spotLine } from '../../../src/cli/output/spot-text.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';

const polledAt = newYorkInstant('2026-11-23', '10:30');

test('a spot is printed with its source and its time', (t) => {
  const own = { price: 671.1233, source: 'chain', at: polledAt - 2000, polledAt } as const;
  t.is(spotLine(own), 'spot 671.1233 (chain, 10:29:58)');
  t.is(spotLine({ ...own, at: null }), 'spot 671.1233 (chain, time unknown)');
  const friday = newYorkInstant('2026-11-20', '16:14:59');
  const parity = { price: 668.0999, source: 'parity', at: friday, polledAt } as const;
  t.is(spotLine(parity), 'spot 668.10 (put-call parity, 2026-11-20 16:14:59)');
});
