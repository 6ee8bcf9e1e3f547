import test from 'ava';
import fc from 'fast-check';
import { type OptionQuote, type OptionType, withoutValues } from '../../../../src/market/quotes/chain.ts';
import {
  type FilteredRow,
  filterStrikes,
  longestFilter,
  parseFilter,
} from '../../../../src/tui/state/chain/chain-filter.ts';
import type { StrikeRow } from '../../../../src/tui/state/chain/chain-slice.ts';

function contract(optionType: OptionType, strike: number, given: Partial<OptionQuote> = {}): OptionQuote {
  return { ...withoutValues({ symbol: `${optionType} ${strike}`, strike, optionType }), ...given };
}

/** 660 to 680; a call's volume is ten times its strike's distance from 660, a put's open interest a hundred times. */
const strikes: StrikeRow[] = Array.from({ length: 21 }, (_, index) => {
  const strike = 660 + index;
  return {
    ...{ strike, root: 'SPY' },
    call: contract('call', strike, { volume: index * 10, openInterest: 5 }),
    put: contract('put', strike, { volume: 3, openInterest: index * 100 }),
  };
});
const spot = 671.2;

const listed = (text: string, of = spot as number | null) =>
  filterStrikes(strikes, of, parseFilter(text)).map(({ strike }) => strike);
const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('strikes are given as a range, in either order, or by one end', (t) => {
  t.deepEqual(listed('664-667'), [664, 665, 666, 667]);
  t.deepEqual(listed('667-664'), [664, 665, 666, 667]);
  t.deepEqual(listed('663.5-665.5'), [664, 665]);
  t.deepEqual(listed('>678'), [679, 680]);
  t.deepEqual(listed('>=678'), [678, 679, 680]);
  t.deepEqual(listed('<662'), [660, 661]);
  t.deepEqual(listed('<=662'), [660, 661, 662]);
});

test('a bare number leaves the strikes that begin with it', (t) => {
  t.deepEqual(listed('670'), [670]);
  t.deepEqual(listed('67'), upTo(670, 679));
  t.deepEqual(listed('6'), upTo(660, 680));
  t.deepEqual(listed('7'), []);
  t.deepEqual(listed('67 >677'), [678, 679]);
});

test('all words must hold, in any case and however far apart', (t) => {
  t.deepEqual(listed('  >664   <668 '), [665, 666, 667]);
  t.deepEqual(listed('ATM2   VOL>110'), [672, 673]);
  t.deepEqual(listed(''), upTo(660, 680));
});

test('atm5 is five strikes on each side of the spot, and a spot on a strike counts with those below', (t) => {
  t.deepEqual(listed('atm2'), [670, 671, 672, 673]);
  t.deepEqual(listed('atm1', 672), [672, 673]);
  t.deepEqual(listed('atm3', 660.5), [660, 661, 662, 663]);
  t.deepEqual(listed('atm3', 900), [678, 679, 680]);
});

test('a distance is in per cent of the spot, its end included', (t) => {
  for (const text of ['±0.5%', '+-0.5%', '+/-0.5%', '~0.5%', '0.5%']) {
    t.deepEqual(listed(text, 670), upTo(667, 673), text);
  }
  t.deepEqual(
    listed('±1%', 700),
    [693, 694].filter((strike) => strike <= 680),
  );
});

test('in and out of the money part the contracts of each strike, and mark the side that is not meant', (t) => {
  const sides = (text: string) =>
    new Map(filterStrikes(strikes, 671, parseFilter(text)).map(({ strike, out }) => [strike, out]));
  const otm = sides('otm');
  t.is(otm.get(670), 'call');
  t.is(otm.get(672), 'put');
  // At the money neither is in it.
  t.is(otm.get(671), null);
  const itm = sides('itm');
  t.is(itm.get(670), 'put');
  t.is(itm.get(672), 'call');
  t.false(itm.has(671));
});

test('a minimum is met by either contract, and by none where nothing is known', (t) => {
  t.deepEqual(listed('vol>180'), [679, 680]);
  t.deepEqual(listed('vol>=180'), [678, 679, 680]);
  t.deepEqual(listed('oi>1.8k'), [679, 680]);
  t.deepEqual(listed('oi>1m'), []);
  const unknown = [{ strike: 660, root: 'SPY', call: contract('call', 660), put: null }];
  t.deepEqual(filterStrikes(unknown, spot, parseFilter('vol>0')), []);
});

test('a minimum counts on the side of the money asked for only', (t) => {
  // Calls above 671.2 are out of the money, and so are puts below it.
  t.deepEqual(listed('otm vol>100'), upTo(672, 680));
  t.deepEqual(listed('itm vol>100'), [671]);
});

test('without a spot moneyness lets everything pass', (t) => {
  for (const text of ['itm', 'otm', 'atm2', '±1%']) t.deepEqual(listed(text, null), upTo(660, 680), text);
  t.deepEqual(listed('itm >678', null), [679, 680]);
});

test('a word that means nothing is named with what may have been meant; the other words still filter', (t) => {
  const meant = (text: string) => {
    const { problem } = parseFilter(text);
    return problem && `${problem.word} → ${problem.meant}`;
  };
  t.is(meant('660-'), '660- → strikes are 660-680, >670 or <670');
  t.is(meant('>'), '> → strikes are 660-680, >670 or <670');
  t.is(meant('otm atm'), 'atm → strikes each side of the money are atm5');
  t.is(meant('atm0'), 'atm0 → strikes each side of the money are atm5');
  t.is(meant('±'), '± → within so much of the spot is ±2%');
  t.is(meant('Vol'), 'Vol → a minimum of volume is vol>100');
  t.is(meant('vol<100'), 'vol<100 → a minimum of volume is vol>100');
  t.is(meant('oi>'), 'oi> → a minimum of open interest is oi>500');
  t.is(meant('ot'), 'ot → itm or otm');
  t.is(meant('delta>0.3'), 'delta>0.3 → 660-680 >670 · itm otm atm5 ±2% · vol>100 oi>500');
  t.is(meant('otm >670'), null);
  t.deepEqual(listed('>678 foo'), [679, 680]);
});

const word = fc.oneof(
  fc
    .tuple(fc.integer({ min: 650, max: 690 }), fc.integer({ min: 650, max: 690 }))
    .map((ends) => ends.join('-')),
  fc
    .tuple(fc.constantFrom('>', '>=', '<', '<='), fc.integer({ min: 650, max: 690 }))
    .map((parts) => parts.join('')),
  fc.constantFrom('itm', 'otm'),
  fc.integer({ min: 6, max: 690 }).map(String),
  fc.integer({ min: 1, max: 30 }).map((count) => `atm${count}`),
  fc.integer({ min: 0, max: 40 }).map((tenths) => `±${tenths / 10}%`),
  fc
    .tuple(fc.constantFrom('vol>', 'oi>', 'vol>=', 'oi>='), fc.integer({ min: 0, max: 300 }))
    .map((parts) => parts.join('')),
);
const words = fc.array(word, { maxLength: 5 });
const spots = fc.oneof(fc.constant(null), fc.double({ min: 655, max: 685, noNaN: true }));

test('whatever is typed is read, word by word, and costs no error', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: longestFilter }), spots, (text, at) => {
      const filter = parseFilter(text);
      const typed = text.split(' ').filter((part) => part !== '');
      t.true(filter.terms.length <= typed.length);
      t.is(filter.problem === null, filter.terms.length === typed.length);
      if (filter.problem) t.true(typed.includes(filter.problem.word));
      filterStrikes(strikes, at, filter);
    }),
  );
});

test('what passes is a part of the chain in its order, and each word more only narrows it', (t) => {
  fc.assert(
    fc.property(words, word, spots, (some, one, at) => {
      const of = (all: readonly string[]) => filterStrikes(strikes, at, parseFilter(all.join(' ')));
      t.is(parseFilter([...some, one].join(' ')).problem, null);
      const before = of(some).map(({ strike }) => strike);
      const after = of([...some, one]).map(({ strike }) => strike);
      t.deepEqual(
        after,
        before.filter((strike) => after.includes(strike)),
      );
      t.deepEqual(
        before,
        [...before].sort((a, b) => a - b),
      );
    }),
  );
});

test('the order of the words does not matter', (t) => {
  fc.assert(
    fc.property(words, spots, (some, at) => {
      const of = (all: readonly string[]) => filterStrikes(strikes, at, parseFilter(all.join(' ')));
      t.deepEqual(of(some.toReversed()), of(some));
    }),
  );
});

test('every contract is either in the money or out of it', (t) => {
  const shown = (rows: readonly FilteredRow[]) =>
    rows.flatMap(({ strike, out }) => [
      ...(out === 'call' ? [] : [`call ${strike}`]),
      ...(out === 'put' ? [] : [`put ${strike}`]),
    ]);
  fc.assert(
    fc.property(fc.double({ min: 655, max: 685, noNaN: true }), (at) => {
      const both = [
        ...shown(filterStrikes(strikes, at, parseFilter('itm'))),
        ...shown(filterStrikes(strikes, at, parseFilter('otm'))),
      ];
      t.is(both.length, 2 * strikes.length);
      t.is(new Set(both).size, both.length);
    }),
  );
});
