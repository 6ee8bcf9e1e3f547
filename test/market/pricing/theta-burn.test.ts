import test from 'ava';
import { thetaBurn } from '../../../src/market/pricing/theta-burn.ts';

const standard = { sharesPerContract: null };

test('theta burns dollars a contract and per cent of the premium every minute', (t) => {
  t.deepEqual(thetaBurn({ ...standard, theta: -1.44, bid: 0.49, ask: 0.51 }), {
    dollarsPerMinute: 0.1,
    percentPerMinute: 0.2,
  });
});

test('the last minutes of an at-the-money option burn as known', (t) => {
  const burn = thetaBurn({ ...standard, theta: -0.0198 * 1440, bid: 0.04, ask: 0.04 })!;
  t.is(burn.dollarsPerMinute.toFixed(2), '1.98');
  t.is(burn.percentPerMinute?.toFixed(1), '49.5');
});

test('a contract of ten shares burns a tenth', (t) => {
  const burn = thetaBurn({ sharesPerContract: 10, theta: -1.44, bid: 0.49, ask: 0.51 });
  t.deepEqual(burn, { dollarsPerMinute: 0.01, percentPerMinute: 0.2 });
});

test('without theta there is no burn, and without a market no per cent', (t) => {
  t.is(thetaBurn({ ...standard, theta: null, bid: 1, ask: 2 }), null);
  t.deepEqual(thetaBurn({ ...standard, theta: -1.44, bid: null, ask: 0.01 }), {
    dollarsPerMinute: 0.1,
    percentPerMinute: null,
  });
});
