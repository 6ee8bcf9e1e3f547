import test from 'ava';
import { summedLevelsText } from '../../../src/cli/levels/summed-levels-text.ts';
import type { SummedLevels } from '../../../src/market/levels/sum-levels.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { someLevels } from '../../db/fixtures.ts';

const at = (time: string) => newYorkInstant('2026-11-23', time);
const now = at('13:46:00');
const expirationOf = (expiration: string, time: string) => ({
  ...{ expiration, timestamp: at(time), quotedAt: at(time), spot: 671.25, contracts: 354 },
});

function sumWith(given: Partial<SummedLevels>): SummedLevels {
  const { spot, spotSource, spotAt, byOpenInterest, byVolume, putCallRatio, modelVersion } = someLevels({});
  return {
    ...{ spot, spotSource, spotAt, byOpenInterest, byVolume, putCallRatio, modelVersion },
    ...{ underlying: 'SPY', leftOut: [], quotedAt: at('13:45:50'), timestamp: at('13:45:50') },
    ...{ tier: 'real-time', source: 'polygon', profile: { byOpenInterest: [], byVolume: [] } },
    assumptions: { dealerSign: 'naive', openInterest: 'previous day' },
    expirations: [expirationOf('2026-11-23', '13:45:50'), expirationOf('2026-11-24', '13:45:20')],
    ...given,
  };
}

const textOf = (given: Partial<SummedLevels>) =>
  summedLevelsText(sumWith(given), { at: '13:45:50', badge: 'real-time' }, now);

test('the label says how many expirations are in the sum, and each has its age', (t) => {
  t.regex(textOf({}), /^SPY sum of 0-DTE \+ 1-DTE, 2 expirations: levels at 13:45:50, spot 671\.25 /);
  t.regex(textOf({}), /^2026-11-23 +0-DTE +13:45:50 +10s old +671\.25 +354$/m);
  t.regex(textOf({}), /^2026-11-24 +1-DTE +13:45:20 +40s old +671\.25 +354$/m);
  const three = [...sumWith({}).expirations, expirationOf('2026-11-27', '13:45:00')];
  t.regex(textOf({ expirations: three }), /^SPY sum of 0-DTE … 4-DTE, 3 expirations: /);
  t.regex(textOf({ expirations: three.slice(0, 1) }), /^SPY sum of 0-DTE, 1 expiration: /);
});

test('what is left out is named with its reason and its age', (t) => {
  const text = textOf({
    leftOut: [
      { expiration: '2026-11-25', reason: 'old', quotedAt: at('13:40:50'), behindMs: 300_000 },
      { expiration: '2026-11-27', reason: 'no-chain', quotedAt: null, behindMs: null },
    ],
  });
  t.regex(text, /^left out: 2026-11-25 \(2-DTE\), its quotes are 5m 00s behind the newest, 5m 10s old$/m);
  t.regex(text, /^left out: 2026-11-27 \(4-DTE\), no chain of it has come yet$/m);
});

test('a sum of nothing says so', (t) => {
  const text = summedLevelsText(sumWith({ expirations: [], byOpenInterest: null, spot: null }), null, now);
  t.regex(text, /^SPY: no expiration can be added up$/m);
});
