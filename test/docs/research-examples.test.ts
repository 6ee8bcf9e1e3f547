import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import test, { type ExecutionContext } from 'ava';
import { writeSession } from '../../src/archive/write/write-session.ts';
import { systemClock, virtualClock } from '../../src/base/clock.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import type { Chain } from '../../src/market/quotes/chain.ts';
import { someLevels } from '../db/fixtures.ts';
import { simulatedPolls } from '../support/simulated-polls.ts';
import { tempDir } from '../support/temp-dir.ts';

/** The date that the page's examples name. */
const date = '2026-11-23';
const at = newYorkInstant(date, '10:30');
const root = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/research.md'), 'utf8');

/** The page's examples in a language, in their order. */
const examples = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^\`]*)\`\`\``, 'g'))].map(([, text]) => text!);

interface Archived {
  /** The directory that `archive` lies in. */
  directory: string;
  chains: Chain[];
}

/** Minutes before and after the instant of the examples. */
const polledMinutes = [-59, -30, -2, -1, 0, 1, 2];

/** An archive with a few polls of the simulated market, half a minute after the full ones. */
async function archived(t: ExecutionContext): Promise<Archived> {
  const directory = await tempDir(t);
  const simulated = simulatedPolls();
  const db = await openDatabase({
    path: path.join(directory, 'spyglass.sqlite'),
    clock: virtualClock(Date.UTC(2100, 0)),
  });
  t.teardown(() => db.close());
  const chains = polledMinutes.map((minutes) => simulated.chain(date, at + minutes * 60_000 - 30_000));
  for (const chain of chains) {
    const { underlying, expiration, timestamp } = chain;
    await db.quotes.record(simulated.quote(timestamp - 5000));
    const levels = someLevels({ underlying, expiration, timestamp, source: 'simulator' });
    await db.chains.record(chain, () => levels);
  }
  await writeSession({
    ...{ directory: path.join(directory, 'archive'), key: { underlying: 'SPY', date }, rows: db.sessions },
    facts: { mode: 'demo', source: 'simulator', plan: null, modelVersion: 3, appVersion: '1.2.3' },
    ...{ clock: systemClock(), signal: new AbortController().signal, mustExist: false },
  });
  return { directory, chains };
}

/** What the page's SQL gives, an example each: the rows of its last statement. */
async function answersOfDuckDb(t: ExecutionContext, directory: string) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  t.teardown(() => {
    connection.closeSync();
    instance.closeSync();
  });
  await connection.run(`set file_search_path = '${directory}'`);
  const answers: Record<string, unknown>[][] = [];
  for (const sql of examples('sql')) answers.push((await connection.runAndReadAll(sql)).getRowObjectsJS());
  const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
  return { answers, ask };
}

const shown = ({ strike, optionType, bid, ask, impliedVolatility, delta }: Chain['contracts'][number]) => ({
  ...{ strike, option_type: optionType, bid, ask },
  ...{ implied_volatility: impliedVolatility, delta },
});

test('the page’s examples for DuckDB give what was recorded', async (t) => {
  const { directory, chains } = await archived(t);
  const { answers, ask } = await answersOfDuckDb(t, directory);
  const [atInstant, , straddles, metadata] = answers;
  const last = chains.findLast(({ timestamp }) => timestamp <= at)!;
  t.deepEqual(
    atInstant!.map(({ since: _, ...row }) => row),
    last.contracts.map(shown),
  );
  t.true(atInstant!.every(({ since }) => (since as Date).getTime() <= last.timestamp));

  const full = await ask(
    'select polled_at, strike, option_type, bid, ask, implied_volatility, delta, price, oi_gamma_flip from full_chain order by polled_at, strike, option_type',
  );
  t.deepEqual(
    full.map(({ polled_at, price: _, oi_gamma_flip, ...row }) => ({
      ...{ at: (polled_at as Date).getTime(), flip: oi_gamma_flip },
      ...row,
    })),
    chains.flatMap(({ timestamp, contracts }) =>
      contracts.map((contract) => ({ at: timestamp, flip: 668.4321, ...shown(contract) })),
    ),
  );
  t.true(full.every(({ price }) => typeof price === 'number'));
  t.deepEqual(
    straddles!.map(({ polled_at }) => (polled_at as Date).getTime()),
    chains.map(({ timestamp }) => timestamp),
  );
  t.true(straddles!.every(({ strike, spot }) => Math.abs(Number(strike) - Number(spot)) <= 1));
  const facts = Object.fromEntries(metadata!.map(({ key, value }) => [key, value]));
  t.like(facts, { 'spyglass.schema': '1', 'spyglass.source': 'simulator' });
});

test('the page’s example for Node gives the chain as it was', async (t) => {
  const { directory, chains } = await archived(t);
  const [example] = examples('js');
  symlinkSync(path.join(root, 'node_modules'), path.join(directory, 'node_modules'));
  const program = `${example}\nconsole.error(JSON.stringify([...at.values()].filter((row) => row.is_listed).map(({ symbol, bid, delta }) => ({ symbol, bid: exact(bid), delta }))));`;
  const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: directory,
    maxBuffer: 2 ** 26,
  });
  const rows = JSON.parse(stderr) as { symbol: string; bid: number | null; delta: number | null }[];
  const last = chains.findLast(({ timestamp }) => timestamp <= at)!;
  t.deepEqual(
    rows.map(({ symbol, bid, delta }) => ({ symbol, bid, delta })),
    last.contracts
      .map(({ symbol, bid, delta }) => ({ symbol, bid, delta }))
      .sort((one, other) => (one.symbol < other.symbol ? -1 : 1)),
  );
});

test('examples that nobody runs say so', (t) => {
  const before = page.slice(0, page.indexOf('```python'));
  t.regex(before.slice(before.lastIndexOf('\n## ')), /The tests do not run these/);
});
