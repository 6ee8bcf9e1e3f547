import test from 'ava';
import {
  parseContractRows,
  referencedContractOf,
} from '../../../../../src/sources/polygon/parse/options/parse-contracts.ts';

const context = { underlying: 'SPY', expiration: '2026-11-23', productChanges: [] };
const row = (more: object) => ({
  ...{ cfi: 'OCASPS', contract_type: 'call', exercise_style: 'american', expiration_date: '2026-11-23' },
  ...{ primary_exchange: 'BATO', shares_per_contract: 100, underlying_ticker: 'SPY' },
  ...{ strike_price: 671, ticker: 'O:SPY261123C00671000' },
  ...more,
});

test('the reference gives contracts with a strike and nothing else', (t) => {
  const put = row({ ticker: 'O:SPY261123P00670000', strike_price: 670 });
  const { rows, rejections } = parseContractRows([row({}), put], context);
  t.deepEqual(rejections, []);
  t.deepEqual(
    rows.map(({ strike, optionType }) => [strike, optionType]),
    [
      [670, 'put'],
      [671, 'call'],
    ],
  );
  const values = Object.entries(rows[0]!).filter(
    ([name]) => !['symbol', 'strike', 'optionType'].includes(name),
  );
  t.true(values.every(([, value]) => value === null));
});

test('rows that contradict themselves or belong elsewhere are left out', (t) => {
  const { rows, rejections } = parseContractRows(
    [
      row({ strike_price: 672 }),
      row({ ticker: 'O:XSP261123C00671000' }),
      row({ expiration_date: '2026-11-24' }),
      null,
      {},
    ],
    context,
  );
  t.is(rows.length, 0);
  t.is(rejections.length, 5);
});

test('contracts of another underlying are left out, adjusted ones are counted', (t) => {
  const { rows, rejections, adjustedRows } = parseContractRows(
    [
      row({}),
      row({ underlying_ticker: 'QQQ' }),
      row({ ticker: 'O:SPY1261123C00671000', shares_per_contract: 10 }),
    ],
    context,
  );
  t.is(rows.length, 1);
  t.deepEqual(rejections, ['another underlying than asked for']);
  t.is(adjustedRows, 1);
});

test('a row is known by its ticker', (t) => {
  t.is(referencedContractOf(row({})), 'O:SPY261123C00671000 2026-11-23 671');
  t.is(referencedContractOf(null), null);
});

test('the contracts of a ticker with a dot have its root without one', (t) => {
  const brk = row({ ticker: 'O:BRKB261123C00500000', strike_price: 500, underlying_ticker: 'BRK.B' });
  const { rows, rejections } = parseContractRows([brk, row({})], { ...context, underlying: 'BRK.B' });
  t.deepEqual(
    rows.map(({ symbol }) => symbol),
    ['BRKB261123C00500000'],
  );
  t.is(rejections.length, 1, 'SPY’s');
});
