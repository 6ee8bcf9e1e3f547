import { assumptionsOn } from '../../support/assumptions.ts';
import test from 'ava';
import { fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import { levelsOf } from '../../../src/market/levels/compute-levels.ts';
import type { Chain, OptionQuote } from '../../../src/market/quotes/chain.ts';
import type { Levels } from '../../../src/market/levels/levels.ts';
import { at, calendar, contractOf, quotedChain } from '../../support/quoted-chain.ts';

const hour = 3_600_000;
const minute = 60_000;

function levels(chain: Chain): Levels {
  const session = calendar.sessionOn(chain.expiration);
  return levelsOf(fillChain(chain, assumptionsOn(calendar)), { session, dealerSign: 'naive', opening: null });
}

function changed(chain: Chain, change: (contract: OptionQuote) => Partial<OptionQuote>): Chain {
  return { ...chain, contracts: chain.contracts.map((contract) => ({ ...contract, ...change(contract) })) };
}

/** Monday's chain as it was quoted on Friday. */
const friday = quotedChain({ at: at('16:14', '2026-11-20'), spot: 700, atTheMoney: 0.13 });

test('the last quotes of Friday have the same volatility, gamma and move on Saturday and Sunday', (t) => {
  const first = levels(friday);
  t.true(Math.abs(first.volatility.atTheMoney! - 0.13) < 0.001);
  for (const [date, time] of [
    ['2026-11-20', '20:00'],
    ['2026-11-21', '12:00'],
    ['2026-11-22', '18:00'],
    ['2026-11-23', '09:29'],
  ] as const) {
    const later = levels({ ...friday, timestamp: at(time, date) });
    t.deepEqual(later.volatility, first.volatility, date);
    t.deepEqual(later.byOpenInterest, first.byOpenInterest, date);
    t.is(later.expectedMove.oneSigma, first.expectedMove.oneSigma, date);
    t.is(later.quotedAt, at('16:14', '2026-11-20'), date);
    t.is(later.yearsToExpiry, first.yearsToExpiry, 'time to expiry counts from the quotes');
    t.not(later.minutesToOptionClose, first.minutesToOptionClose, 'and the clock from the poll');
  }
});

test('on a plan without quotes time to expiry stands still while the options are closed', (t) => {
  const { contracts } = fillChain(friday, assumptionsOn(calendar)).chain;
  const none = { bid: null, ask: null, greeksSource: 'vendor', quotedAt: at('00:00', '2026-11-20') } as const;
  const vendor = contracts.map((contract) => ({ ...contract, ...none }));
  const polled = (time: string, date: string) => {
    const timestamp = at(time, date);
    return levels({ ...friday, contracts: vendor, timestamp, underlyingPriceAt: timestamp });
  };
  const saturday = polled('12:00', '2026-11-21');
  t.is(saturday.quotedAt, at('16:15', '2026-11-20'));
  t.deepEqual(polled('18:00', '2026-11-22').expectedMove, saturday.expectedMove);
  t.true(Math.abs(saturday.volatility.atTheMoney! - 0.13) < 0.001);
  t.is(polled('15:00', '2026-11-20').quotedAt, at('15:00', '2026-11-20'));
});

const noon = { at: at('12:00'), spot: 700, atTheMoney: 0.13 };

test('calls quoted three hours ago beside puts without quotes give no volatility, level or move', (t) => {
  const quotes = quotedChain({ ...noon, at: noon.at - 3 * hour, spot: 697 });
  const onlyCalls = changed(quotes, ({ optionType }) =>
    optionType === 'put' ? { bid: null, ask: null } : {},
  );
  const found = levels({
    ...onlyCalls,
    timestamp: noon.at,
    underlyingPrice: 700,
    underlyingPriceAt: noon.at,
  });
  t.deepEqual(found.volatility, { atTheMoney: null, day: null, put25: null, call25: null, skew: null });
  t.like(found.expectedMove, { straddle: null, oneSigma: null, opening: null });
  t.like(found, { byOpenInterest: null, byVolume: null, quotedAt: noon.at - 3 * hour });
  t.like(found.counts, { contracts: 122, vendor: 0, model: 0, refused: 122, old: 0 });
});

test('quotes much older than the newest of the chain are left out and counted', (t) => {
  const truth = levels(quotedChain(noon));
  const old = quotedChain({ ...noon, spot: 697, at: noon.at - 3 * hour, reach: 33 });
  const mixed = changed(quotedChain(noon), ({ optionType, strike }) => {
    const { bid, ask, quotedAt } = contractOf(old, optionType, strike);
    return optionType === 'call' ? { bid, ask, quotedAt } : {};
  });
  const found = levels(mixed);
  t.is(found.counts.old, 61);
  t.is(found.expectedMove.straddle, null, 'half of it is three hours old');
  const off = Math.abs(found.volatility.atTheMoney! - truth.volatility.atTheMoney!);
  t.true(off < 0.005, `the puts around the money say what it is: ${off}`);
  t.is(found.atTheMoney!.call!.spreadPercent, null);
  t.not(found.atTheMoney!.put!.spreadPercent, null);
});

test('a quote of ten minutes ago still counts, one of eleven does not', (t) => {
  const aged = (minutes: number) =>
    levels(
      changed(quotedChain(noon), ({ optionType, strike }) =>
        optionType === 'put' && strike < 690 ? { quotedAt: noon.at - minutes * minute } : {},
      ),
    );
  t.is(aged(10).counts.old, 0);
  t.is(aged(11).counts.old, 20);
});

test('one wrong time ages no other quote', (t) => {
  const wrong = changed(quotedChain(noon), ({ optionType, strike }) =>
    optionType === 'put' && strike === 690 ? { quotedAt: noon.at + 2 * hour } : {},
  );
  const found = levels({ ...wrong, timestamp: noon.at + 3 * hour, underlyingPriceAt: noon.at });
  t.is(found.quotedAt, noon.at);
  t.is(found.counts.old, 0);
  t.deepEqual(found.volatility, levels(quotedChain(noon)).volatility);
});

test('crossed and one-sided quotes feed nothing and are counted', (t) => {
  const truth = levels(quotedChain(noon));
  const odd = changed(quotedChain(noon), ({ optionType, strike }) => {
    if (optionType === 'call' && strike === 700) return { bid: 3.4, ask: 1.2 };
    return optionType === 'call' && strike === 703 ? { bid: 9, ask: null } : {};
  });
  const found = levels(odd);
  t.is(found.counts.crossed, 1);
  t.is(found.counts.oneSided, truth.counts.oneSided! + 1);
  t.true(Math.abs(found.volatility.atTheMoney! - truth.volatility.atTheMoney!) < 0.002);
  for (const side of ['call', 'put'] as const) {
    const part = found.byOpenInterest!.gamma[side]! / truth.byOpenInterest!.gamma[side]!;
    t.true(Math.abs(part - 1) < 0.02, `${side} gamma is ${part} of what it was`);
  }
  const { bid, ask } = contractOf(fillChain(odd, assumptionsOn(calendar)).chain, 'call', 700);
  t.deepEqual([bid, ask], [3.4, 1.2], 'and are shown as they are');
});
