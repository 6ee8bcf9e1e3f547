import test from 'ava';
import { nameRows, verdictOn } from '../../../src/sources/poll/chain-completeness.ts';

const set = (text: string) => new Set(text.split(' ').filter(Boolean));
const doubt = 'a full last page without a next one';

for (const [what, rows, asked, listing, expected] of [
  ['a full page that is all that is listed', 'a b c', { doubt, missing: '' }, 'a b c', ''],
  [
    'a full page, and more is listed',
    'a b c',
    { doubt, missing: '' },
    'a b c d',
    /^a full last .* 1 of 4 listed/,
  ],
  ['a full page, and the list lacks some of it', 'a b c', { doubt, missing: '' }, 'a b', /is another one/],
  ['contracts that are no longer listed', 'a b', { doubt: null, missing: 'c' }, 'a b', ''],
  [
    'contracts that are listed',
    'a b',
    { doubt: null, missing: 'c' },
    'a b c',
    /without 1 contract of .* 1 of 3/,
  ],
  ['some delisted, some listed', 'a b', { doubt: null, missing: 'c d' }, 'a b c', /without 2 .* 1 of 3/],
] as const) {
  test(`${what}: ${expected === '' ? 'whole' : 'refused'}`, (t) => {
    const verdict = verdictOn(
      { named: set(rows), unnamed: 0 },
      { doubt: asked.doubt, missing: [...set(asked.missing)] },
      set(listing),
    );
    t.is(verdict.isComplete, expected === '');
    if (verdict.isComplete) t.deepEqual(verdict.stillListed, []);
    else t.regex(verdict.reason, expected as RegExp);
  });
}

test('a row that names nobody may stand for a missing contract, and for one only', (t) => {
  const on = (missing: string, listing: string) =>
    verdictOn({ named: set('a b'), unnamed: 1 }, { doubt: null, missing: [...set(missing)] }, set(listing));
  t.deepEqual(on('c', 'a b c'), { isComplete: true, stillListed: ['c'] });
  t.deepEqual(on('c', 'a b'), { isComplete: true, stillListed: [] }, 'it keeps nobody alive who is gone');
  t.deepEqual(on('c d', 'a b d'), { isComplete: true, stillListed: ['d'] });
  t.false(on('c d', 'a b c d').isComplete);
});

test('without the list what is in doubt is refused, and what a refused row explains is kept', (t) => {
  const on = (unnamed: number, missing: string, doubted: string | null = null) =>
    verdictOn({ named: set('a b'), unnamed }, { doubt: doubted, missing: [...set(missing)] }, 'no answer.');
  t.deepEqual(on(1, 'c'), { isComplete: true, stillListed: ['c'] });
  t.like(on(0, 'c'), { isComplete: false });
  t.regex((on(0, '', doubt) as { reason: string }).reason, /could not be asked: no answer\.$/);
});

const asked = { underlying: 'SPY', expiration: '2026-11-23', productChanges: [] };
const row = (ticker: string, strike: number, type = 'call') => ({
  details: { ticker, strike_price: strike, contract_type: type, expiration_date: '2026-11-23' },
});

test('rows are named by a ticker that agrees with its own terms; adjusted ones are nobody’s', (t) => {
  const { named, unnamed } = nameRows(
    [
      row('O:SPY261123C00671000', 671),
      { ...row('O:SPY261123P00671000', 671, 'put'), open_interest: 'nonsense' },
      row('O:SPY261123C00672000', 673),
      row('O:XSP261123C00674000', 674),
      row('O:SPY1261123C00671000', 671),
      null,
      {},
    ],
    asked,
  );
  t.deepEqual([...named], ['SPY261123C00671000', 'SPY261123P00671000']);
  t.is(unnamed, 4);
});
