import test from 'ava';
import fc from 'fast-check';
import {
  type AlertComparison,
  type AlertRule,
  alertComparisons,
  alertRuleOf,
  inputOf,
  isMet,
  readAlertRule,
  ruleKey,
} from '../../../src/market/alerts/alert-rule.ts';
import {
  type AlertMeasure,
  alertMeasures,
  formatMeasure,
} from '../../../src/market/alerts/alert-measures.ts';

const read = (text: string): AlertRule => {
  const found = readAlertRule(text);
  if ('problem' in found) throw new Error(`${text}: ${found.problem}`);
  return found.rule;
};
const problem = (text: string) => {
  const found = readAlertRule(text);
  return 'problem' in found ? found.problem : null;
};

for (const [text, measure, comparison, threshold, symbol, plain] of [
  ['price > 700', 'price', '>', 700, null, 'price > 700'],
  ['change < -1%', 'change', '<', -1, null, 'change < -1%'],
  ['spread > 5%', 'spread', '>', 5, null, 'spread > 5%'],
  ['iv > 40%', 'iv', '>', 40, null, 'iv > 40%'],
  ['IV>=40 %', 'iv', '>=', 40, null, 'iv >= 40%'],
  ['put/call > 1.5', 'put/call', '>', 1.5, null, 'put/call > 1.5'],
  ['budget > 90%', 'budget', '>', 90, null, 'budget > 90%'],
  ['stale > 2m', 'stale', '>', 120_000, null, 'stale > 2m'],
  ['stale > 90s', 'stale', '>', 90_000, null, 'stale > 90s'],
  ['QQQ price > 600', 'price', '>', 600, 'QQQ', 'QQQ price > 600'],
  ['BRK.B  price   crosses  500.25 ', 'price', 'crosses', 500.25, 'BRK.B', 'BRK.B price crosses 500.25'],
  ['price<=0.5', 'price', '<=', 0.5, null, 'price <= 0.5'],
] as const) {
  test(`“${text}” is read`, (t) => {
    t.deepEqual(read(text), { text: plain, symbol, measure, comparison, threshold });
    t.deepEqual(alertRuleOf(plain), read(text), 'its plain form says the same');
  });
}

for (const [text, reason] of [
  ['', /^expected a rule such as/],
  ['price', /^expected a rule such as/],
  ['price = 700', /^expected a rule such as/],
  ['price > 700 > 600', /^expected a rule such as/],
  ['prise > 700', /^expected one of price, change/],
  ['SPY > 700', /^expected one of price, change/],
  ['the SPY price > 700', /^expected one of/],
  ['spy price > 700', /upper-case symbol/],
  ['SPY budget > 90%', /the budget has no symbol/],
  ['price > ', /^expected a number without a unit/],
  ['price > 1,000', /^expected a number without a unit/],
  ['price > $700', /^expected a number without a unit/],
  ['price > 700%', /^price takes a number without a unit/],
  ['price > -1', /^price takes a number from 0.01 to 1000000/],
  ['change < -1', /^change takes a number with % after it/],
  ['change < -101%', /^change takes a number from -100% to 1000%/],
  ['budget > 101%', /^budget takes a number from 1% to 100%/],
  ['stale > 2', /^stale takes a number with s, m, h after it/],
  ['stale > 2 minutes', /^stale takes a number with s, m, h/],
  ['stale > 1s', /^stale takes a number from 5s to 43200s/],
  ['stale < 2m', /^a quote is stale above an age: use >$/],
  ['price > 1e3', /^expected a number without a unit/],
  ['price > 0x10', /^price takes a number without a unit|^expected a number/],
  ['stale > 5constructor', /^stale takes a number with s, m, h/],
  ['iv > flip', /^only a price is held against the flip$/],
  ['price > wall', /^expected a number without a unit, or flip, call wall, put wall or max pain/],
  ['expiry > 30m', /^the time left only falls: use <$/],
  ['expiry 2026-02-30 < 30m', /^expected a date such as 2026-12-18$/],
  ['price 2026-12-18 > 700', /^price has no date: leave it out$/],
  [`price > 7${'0'.repeat(80)}`, /at most 80 characters/],
  ['price > 700\u001b]9;x\u0007', /^expected a number without a unit/],
] as const) {
  test(`“${text}” is refused with what is meant`, (t) => {
    t.regex(problem(text) ?? 'was read', reason);
  });
}

test('a level may stand in place of a number, and a date behind `expiry`', (t) => {
  t.deepEqual(read('SPY Price  crosses  CALL  wall'), {
    ...{ text: 'SPY price crosses call wall', symbol: 'SPY', measure: 'price', comparison: 'crosses' },
    ...{ threshold: 0, level: 'call wall' },
  });
  t.deepEqual(read('QQQ expiry 2026-12-18 < 1d'), {
    ...{ text: 'QQQ expiry 2026-12-18 < 1d', symbol: 'QQQ', measure: 'expiry', comparison: '<' },
    ...{ threshold: 86_400_000, expiration: '2026-12-18' },
  });
  t.is(inputOf(read('price > max pain')), 'chain');
  t.is(inputOf(read('price > 700')), 'quote');
});

test('two rules are one however symbol and number are written', (t) => {
  const key = (text: string) => ruleKey(read(text), 'SPY');
  t.is(key('price crosses 701.00'), key('SPY  price crosses 701'));
  t.is(key('stale > 2m'), key('stale > 120s'));
  t.not(key('price crosses 701'), key('QQQ price crosses 701'));
  t.not(key('price crosses flip'), key('price crosses max pain'));
  t.not(key('expiry < 1h'), key('expiry 2026-12-18 < 1h'));
});

const limits = {
  price: fc.integer({ min: 1, max: 99_999_999 }).map((cents) => `${(cents / 100).toFixed(2)}`),
  change: fc.integer({ min: -9999, max: 9999 }).map((hundredths) => `${(hundredths / 100).toFixed(2)}%`),
  spread: fc.integer({ min: 0, max: 2000 }).map((tenths) => `${tenths / 10}%`),
  iv: fc.integer({ min: 0, max: 1000 }).map((percent) => `${percent}%`),
  'put/call': fc.integer({ min: 0, max: 9999 }).map((hundredths) => `${(hundredths / 100).toFixed(2)}`),
  budget: fc.integer({ min: 1, max: 100 }).map((percent) => `${percent}%`),
  stale: fc.integer({ min: 1, max: 700 }).map((minutes) => `${minutes}m`),
  expiry: fc.integer({ min: 1, max: 700 }).map((minutes) => `${minutes}m`),
};
const onlyComparison: Partial<Record<AlertMeasure, AlertComparison>> = { stale: '>', expiry: '<' };
const blanks = fc.constantFrom(' ', '  ', '\t');
const rules = fc.constantFrom(...alertMeasures).chain((measure) =>
  fc.record({
    measure: fc.constant(measure),
    symbol: measure === 'budget' ? fc.constant(null) : fc.constantFrom(null, 'SPY', 'QQQ', 'BRK.B'),
    comparison: fc.constantFrom(...(onlyComparison[measure] ? [onlyComparison[measure]] : alertComparisons)),
    limit: limits[measure],
    blank: blanks,
  }),
);

test('every rule that the grammar allows is read, however it is spaced, and its plain form is read alike', (t) => {
  fc.assert(
    fc.property(rules, ({ measure, symbol, comparison, limit, blank }) => {
      const words = [...(symbol === null ? [] : [symbol]), measure, comparison, limit];
      const rule = read(` ${words.join(blank)} `);
      t.is(rule.text, words.join(' '));
      t.is(rule.measure, measure);
      t.is(rule.symbol, symbol);
      t.is(rule.comparison, comparison);
      t.is(rule.threshold, Number.parseFloat(limit) * (onlyComparison[measure] ? 60_000 : 1));
      t.deepEqual(read(rule.text), rule);
    }),
  );
});

test('any text is read or refused with a reason, and a rule’s text holds nothing but plain ASCII', (t) => {
  const words = fc.constantFrom(
    'price',
    'iv',
    'SPY',
    '>',
    '<',
    'crosses',
    '7',
    '-',
    '%',
    '\u001b[31m',
    '\u202e',
    'm',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words, { maxLength: 8 }).map((all) => all.join(' ')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const found = readAlertRule(text);
      if ('problem' in found) t.regex(found.problem, /^[ -~–`]+$/);
      else {
        t.regex(found.rule.text, /^[ -~]{1,120}$/);
        t.true(Number.isFinite(found.rule.threshold));
      }
    }),
    { numRuns: 2000 },
  );
});

test('a value meets a rule on its side of the threshold', (t) => {
  const met = (text: string) => [699.99, 700, 700.01].map((value) => isMet(read(text), value));
  t.deepEqual(met('price > 700'), [false, false, true]);
  t.deepEqual(met('price >= 700'), [false, true, true]);
  t.deepEqual(met('price < 700'), [true, false, false]);
  t.deepEqual(met('price <= 700'), [true, true, false]);
  t.deepEqual(met('price crosses 700'), [false, false, false]);
});

test('values are shown in their measure’s unit', (t) => {
  t.is(formatMeasure('price', 700.125), '700.125');
  t.is(formatMeasure('change', 0.5), '+0.50%');
  t.is(formatMeasure('change', -1.042), '-1.04%');
  t.is(formatMeasure('spread', 5.25), '5.3%');
  t.is(formatMeasure('iv', 40), '40.0%');
  t.is(formatMeasure('put/call', 1.5), '1.50');
  t.is(formatMeasure('budget', 95.4), '95%');
  t.is(formatMeasure('stale', 125_900), '2:05');
  t.is(formatMeasure('expiry', 1_485_000), '24m 45s');
});
