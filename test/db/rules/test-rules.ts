import test, { type ExecutionContext } from 'ava';
import { fitsUnderlying } from '../../../src/market/symbols/roots.ts';
import { underlyingPattern } from '../../../src/market/symbols/ticker.ts';
import { monday } from '../fixtures.ts';
import { cases, type Row, sameKeys, valid } from './rows.ts';

/** The tables of a new database, as far as their rules go. */
export interface RuledTables {
  /** Inserts a row; `refused` by a rule of the table, `twice` by a key that is there already. */
  insert(table: string, row: Row): Promise<'taken' | 'refused' | 'twice'>;
  /** Removes all rows of a table. */
  empty(table: string): Promise<void>;
  rows(select: string): Promise<Row[]>;
  /** The time of the database, epoch ms. */
  now(): Promise<number>;
}

/** Opens new tables of the adapter under test. */
export type OpenTables = (t: ExecutionContext) => Promise<RuledTables>;

/**
 * What the tables of any adapter must take and refuse.
 * @param takesAllDates a date is a type of its own there: another way to write the same one is the same
 */
export function testRules(open: OpenTables, { takesAllDates = false } = {}): void {
  for (const [table, { taken, refused }] of Object.entries(cases)) {
    test(`${table} takes what keeps its rules and refuses what breaks one`, async (t) => {
      const tables = await open(t);
      const row = valid[table]!;
      const wrong = refused.filter((change) => !(takesAllDates && change.expiration_date === '20261127'));
      for (const change of [{}, ...taken]) {
        t.is(await tables.insert(table, { ...row, ...change }), 'taken', JSON.stringify(change));
        await tables.empty(table);
      }
      for (const change of wrong)
        t.is(await tables.insert(table, { ...row, ...change }), 'refused', JSON.stringify(change));
      t.like(await tables.rows(`select count(*) as count from ${table}`), [{ count: 0 }]);
    });
  }

  test('rows that must be unique are refused a second time', async (t) => {
    const tables = await open(t);
    for (const [table, change] of Object.entries(sameKeys)) {
      t.is(await tables.insert(table, valid[table]!), 'taken', table);
      t.is(await tables.insert(table, { ...valid[table], ...change }), 'twice', table);
    }
    const gap: Row = { ...valid.poll_gaps, ended_at: null };
    t.is(await tables.insert('poll_gaps', gap), 'taken');
    t.is(await tables.insert('poll_gaps', { ...gap, started_at: monday + 1 }), 'twice', 'one open gap a job');
    t.is(await tables.insert('poll_gaps', { ...gap, job: 'quote' }), 'taken');
    t.is(await tables.insert('poll_gaps', { ...gap, underlying: 'QQQ' }), 'taken');
  });

  test('26 bars of one day and timeframe fit beside each other', async (t) => {
    const tables = await open(t);
    for (let bar = 0; bar < 26; bar++) {
      const row = { ...valid.historical_prices, bar_start: monday + bar * 900_000 };
      t.is(await tables.insert('historical_prices', row), 'taken');
    }
  });

  test('rows written by hand get the defaults that the specification names', async (t) => {
    const tables = await open(t);
    await tables.insert('spy_quotes', { price: 671.25, timestamp: monday, received_at: monday });
    const { symbol, strike, option_type, expiration_date } = valid.option_contracts!;
    await tables.insert('option_contracts', {
      ...{ symbol, strike, option_type, expiration_date, timestamp: monday },
    });
    await tables.insert('api_requests_log', { endpoint: '/v1/marketstatus/upcoming' });
    const [quote] = await tables.rows('select symbol, source, tier, created_at from spy_quotes');
    t.like(quote, { symbol: 'SPY', source: 'polygon', tier: 'unknown' });
    const [contract] = await tables.rows('select * from option_contracts');
    t.like(contract, { underlying: 'SPY', volume: 0, open_interest: 0, bid: null, is_listed: 1 });
    const [call] = await tables.rows('select method, timestamp from api_requests_log');
    t.is(call?.method, 'GET');
    const now = await tables.now();
    for (const written of [quote?.created_at, contract?.created_at, call?.timestamp]) {
      t.true(Math.abs(Number(written) - now) < 60_000, 'the default is now in epoch milliseconds');
    }
  });

  test('the database takes the tickers and roots that the parsers take, and no other', async (t) => {
    const tables = await open(t);
    const isTaken = async (table: string, change: Row) => {
      const result = await tables.insert(table, { ...valid[table], ...change });
      if (result === 'taken') await tables.empty(table);
      return result === 'taken';
    };
    for (const symbol of tickers)
      t.is(await isTaken('spy_quotes', { symbol }), underlyingPattern.test(symbol), symbol);
    for (const underlying of ['SPY', 'BRK.B', 'I:SPX', 'I:XSP']) {
      for (const root of roots) {
        const isFitting = await isTaken('option_contracts', { underlying, symbol: `${root}261127C00580000` });
        t.is(isFitting, fitsUnderlying(root, underlying), `${root} on ${underlying}`);
      }
    }
  });

  test('the root of a contract is read from its symbol', async (t) => {
    const tables = await open(t);
    const contract = { ...valid.option_contracts, underlying: 'I:SPX', symbol: 'SPXW261127C00580000' };
    t.is(await tables.insert('option_contracts', contract), 'taken');
    t.deepEqual(await tables.rows('select root from option_contracts'), [{ root: 'SPXW' }]);
    await t.throwsAsync(tables.insert('option_contracts', { ...contract, root: 'SPXW' }), {
      message: /generated|non-DEFAULT/,
    });
  });
}

const tickers = [
  ...['SPY', 'BRK.B', 'I:SPX', 'I:VIX9D', 'I:9', 'I:', 'I:S.X', 'I:ABCDEFGH', 'I:ABCDEFGHI'],
  ...['ABCDEFGHIJ', 'ABCDEFGHIJK', 'S1', '.A', 'A..', 'O:SPY', 'II:SPX', ''],
];

const roots = [
  ...['SPY', 'SPY1', 'SPY0', 'SPY10', '1SPY', 'SPYW', 'SPX', 'SPXW', 'SPXP', 'SPX1'],
  ...['BRKB', 'BRKB2', 'XSP'],
];
