import test from 'ava';
import fc from 'fast-check';
import { addDays } from '../../../src/market/calendar/new-york-time.ts';
import {
  formatOptionSymbol,
  type OptionSymbolParts,
  parseOptionSymbol,
} from '../../../src/market/symbols/option-symbol.ts';
import invalid from '../fixtures/osi-invalid.json' with { type: 'json' };
import valid from '../fixtures/osi-valid.json' with { type: 'json' };

for (const { compact, polygon, padded21, root, expiration, type, strikeMilli } of valid) {
  test(`${compact} is read and written in every form`, (t) => {
    const parts = { root, expiration, optionType: type, strikeMills: strikeMilli } as OptionSymbolParts;
    for (const form of [compact, polygon, padded21]) {
      t.deepEqual(parseOptionSymbol(form), { isValid: true, parts }, form);
      t.deepEqual(parseOptionSymbol(form, { roots: [root] }), { isValid: true, parts }, form);
    }
    t.is(formatOptionSymbol(parts, 'compact'), compact);
    t.is(formatOptionSymbol(parts, 'polygon'), polygon);
    t.is(formatOptionSymbol(parts, 'padded'), padded21);
  });
}

for (const { input, reason } of invalid) {
  test(`${JSON.stringify(input)} is refused: ${reason}`, (t) => {
    const parsed = parseOptionSymbol(input);
    t.false(parsed.isValid);
    if (!parsed.isValid) t.regex(parsed.reason, /^(it|its|\d{4}-)/);
  });
}

test('a refusal says what is wrong', (t) => {
  const reasonOf = (text: string, roots?: string[]) => {
    const parsed = parseOptionSymbol(text, roots ? { roots } : {});
    return parsed.isValid ? null : parsed.reason;
  };
  t.is(reasonOf(''), 'it is empty');
  t.is(reasonOf('SPY'), 'it is too short');
  t.is(reasonOf('SPYSPYS241127C00580000'), 'its root is longer than 6 characters');
  t.is(reasonOf('SPY241127X00580000'), 'it does not end in YYMMDD, C or P, and a strike of 8 digits');
  t.is(reasonOf('SPY250229C00580000'), '2025-02-29 is not a calendar date');
  t.is(reasonOf('SPY241127C00000000'), 'its strike is zero');
  t.is(reasonOf('SPY  241127C00580000'), 'its root is not padded to 6 characters');
  t.is(reasonOf('O:SPY   241127C00580000'), 'its root is padded after O:');
  t.is(reasonOf('spy241127C00580000'), 'its root "spy" is not made of capital letters and digits');
  t.is(reasonOf('QQQ241127C00580000', ['SPY']), 'its root QQQ is not SPY');
});

test('a root is padded with spaces only', (t) => {
  for (const white of ['\t', '\u00a0', '\n', '\r', '\v', '\u2003', '\ufeff']) {
    t.false(parseOptionSymbol(`SPY${white}  241127C00580000`).isValid, JSON.stringify(white));
    t.false(parseOptionSymbol(`SPY ${white} 241127C00580000`).isValid, JSON.stringify(white));
  }
});

test('a long date that looks like a root is caught by the roots that can occur', (t) => {
  t.like(parseOptionSymbol('SPY20241127C00580000'), { isValid: true, parts: { root: 'SPY20' } });
  t.false(parseOptionSymbol('SPY20241127C00580000', { roots: ['SPY', 'SPY1'] }).isValid);
});

test('parts that cannot be written are refused by name', (t) => {
  const parts: OptionSymbolParts = {
    root: 'SPY',
    expiration: '2026-11-27',
    optionType: 'call',
    strikeMills: 660_000,
  };
  const refuses = (change: object, message: RegExp) =>
    t.throws(() => formatOptionSymbol({ ...parts, ...change } as OptionSymbolParts, 'compact'), {
      instanceOf: RangeError,
      message,
    });
  for (const root of ['', 'spy', 'BRK.B', 'ABCDEFG', '123', 'SP Y']) refuses({ root }, /root/);
  for (const expiration of ['2026-02-30', '1999-12-31', '2100-01-01', ''])
    refuses({ expiration }, /expiration/);
  for (const strikeMills of [0, -1, 0.5, 100_000_000, Number.NaN]) refuses({ strikeMills }, /strike/);
  refuses({ optionType: 'C' }, /call or put/);
});

const anyParts: fc.Arbitrary<OptionSymbolParts> = fc.record({
  root: fc.stringMatching(/^[0-9]?[A-Z]{1,4}[0-9]?$/),
  expiration: fc.integer({ min: 0, max: 36_524 }).map((days) => addDays('2000-01-01', days)),
  optionType: fc.constantFrom('call', 'put'),
  strikeMills: fc.integer({ min: 1, max: 99_999_999 }),
});

test('whatever is written is read back the same', (t) => {
  fc.assert(
    fc.property(anyParts, fc.constantFrom('compact', 'polygon', 'padded'), (parts, form) => {
      const text = formatOptionSymbol(parts, form);
      t.deepEqual(parseOptionSymbol(text), { isValid: true, parts });
      if (form === 'padded') t.is(text.length, 21);
    }),
  );
});

test('whatever is read is written back the same, and nothing else is read', (t) => {
  const nearly = fc
    .tuple(anyParts, fc.nat(20), fc.string({ minLength: 0, maxLength: 2 }))
    .map(([parts, at, text]) => {
      const symbol = formatOptionSymbol(parts, 'compact');
      return symbol.slice(0, at) + text + symbol.slice(at + 1);
    });
  fc.assert(
    fc.property(nearly, (text) => {
      const parsed = parseOptionSymbol(text);
      if (!parsed.isValid) return true;
      const forms = (['compact', 'polygon', 'padded'] as const).map((form) =>
        formatOptionSymbol(parsed.parts, form),
      );
      return forms.includes(text);
    }),
    { numRuns: 2000 },
  );
  t.pass();
});
