import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { openDatabase } from '../../../../../src/db/sqlite/open-database.ts';
import type { Chain, OptionQuote } from '../../../../../src/market/quotes/chain.ts';
import { type Random, seededRandom } from '../../../../../src/base/random.ts';
import {
  aChain,
  aContract,
  countContractRows,
  minute,
  monday,
  newDatabase,
  statedContractRows,
} from '../../../fixtures.ts';
import { newYorkInstant } from '../../../../../src/market/calendar/new-york-time.ts';
import { lastInstant } from '../../../../../src/market/calendar/instants.ts';

/** The chain of a poll, read from the rows of its own trading day only. */
function readOfDay(path: string, from: number, at: number): unknown[] {
  const raw = new SqliteDatabase(path, { readonly: true });
  try {
    return raw
      .prepare(`
        select symbol, bid from option_contracts as row
        where is_listed = 1 and timestamp >= :from and timestamp <= :at and timestamp = (
          select max(timestamp) from option_contracts where symbol = row.symbol and timestamp <= :at)
        order by symbol`)
      .all({ from, at });
  } finally {
    raw.close();
  }
}

const bidsOf = ({ contracts }: Chain) =>
  contracts
    .map(({ symbol, bid }) => ({ symbol, bid }))
    .sort((one, other) => (one.symbol < other.symbol ? -1 : 1));

test('the first poll of a trading day stores every contract, so that the day can be read alone', async (t) => {
  const { db, path } = await newDatabase(t);
  const expiration = '2026-11-24';
  const evening = newYorkInstant('2026-11-23', '20:00');
  const poll = (timestamp: number, changes: Partial<Chain> = {}) =>
    aChain({ expiration, timestamp, ...changes });
  const at = (timestamp: number) => db.chains.at('SPY', expiration, timestamp);
  t.is((await db.chains.record(poll(monday))).stored, 4);
  t.is((await db.chains.record(poll(evening))).stored, 0, 'the last instant of the trading day');
  t.is(
    (await db.chains.record(poll(evening + minute))).stored,
    4,
    'the night belongs to the next trading day',
  );
  t.is((await db.chains.record(poll(newYorkInstant('2026-11-24', '09:30')))).stored, 0);
  t.deepEqual(readOfDay(path, evening + 1, evening + minute), bidsOf(poll(evening)));

  const first = poll(evening + 1, { contracts: poll(monday).contracts.slice(1), rejectedRows: 1 });
  t.is(
    (await db.chains.record(first)).stored,
    4,
    'an earlier one that comes later, with a contract that stays as it was',
  );
  t.deepEqual(readOfDay(path, evening + 1, evening + 1), bidsOf(poll(evening)));
  t.deepEqual(await at(evening + 1), { ...first, contracts: poll(monday).contracts });
  t.deepEqual(await at(evening + minute), poll(evening + minute));

  t.is((await db.chains.record(poll(evening + 1))).stored, 4, 'the first one again');
  t.deepEqual(await at(evening + 1), poll(evening + 1));
  t.deepEqual(await at(evening), poll(evening));
  t.is(await statedContractRows(db), countContractRows(path));
});

test('a contract that is gone at the first poll of a day is gone, and its day can be read alone', async (t) => {
  const { db, path } = await newDatabase(t);
  const expiration = '2026-11-24';
  const tuesday = newYorkInstant('2026-11-24', '09:30');
  await db.chains.record(aChain({ expiration }));
  const fewer = aChain({
    expiration,
    timestamp: tuesday,
    contracts: aChain({ expiration }).contracts.slice(1),
  });
  t.is((await db.chains.record(fewer)).stored, 4);
  t.deepEqual(await db.chains.at('SPY', expiration, tuesday), fewer);
  t.deepEqual(readOfDay(path, tuesday, tuesday), bidsOf(fewer));
});

test('an empty chain is a poll that found nothing', async (t) => {
  const { db, path } = await newDatabase(t);
  await db.chains.record(aChain());
  const empty = aChain({
    timestamp: monday + minute,
    contracts: [],
    underlyingPrice: null,
    underlyingPriceSource: null,
  });
  await db.chains.record(empty);
  await db.chains.record(aChain({ timestamp: monday + 2 * minute, rejectedRows: 1 }));
  t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday + minute), empty);
  await db.close();
  const raw = new SqliteDatabase(path, { readonly: true });
  t.teardown(() => raw.close());
  t.deepEqual(
    raw.prepare('select contracts, stored, rejected, status from chain_polls order by timestamp').all(),
    [
      { contracts: 4, stored: 4, rejected: 0, status: 'complete' },
      { contracts: 0, stored: 4, rejected: 0, status: 'empty' },
      { contracts: 4, stored: 4, rejected: 1, status: 'partial' },
    ],
  );
});

test('contracts that are missing from an answer with rows that made no sense are not taken for gone', async (t) => {
  const { db, path } = await newDatabase(t);
  const chain = aChain();
  await db.chains.record(chain);
  const [first, second, ...others] = chain.contracts;
  const changed = { ...second!, bid: 2.2, ask: 2.4 };
  const partial = { ...chain, timestamp: monday + minute, contracts: [changed, ...others], rejectedRows: 1 };
  t.is((await db.chains.record(partial)).stored, 1);
  const asOfPartial = { ...partial, contracts: [first!, changed, ...others] };
  t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday + minute), asOfPartial);
  // Also between two polls that are there already.
  const between = { ...partial, timestamp: monday + 30_000, contracts: [second!, ...others] };
  t.is((await db.chains.record(between)).stored, 0);
  t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday + minute), asOfPartial);
  const whole = { ...chain, timestamp: monday + 2 * minute, contracts: [changed, ...others] };
  t.is((await db.chains.record(whole)).stored, 1, 'a whole answer says that it is gone');
  t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday + 2 * minute), whole);
  await db.close();
  const raw = new SqliteDatabase(path, { readonly: true });
  t.teardown(() => raw.close());
  t.deepEqual(
    raw.prepare('select contracts from chain_polls order by timestamp').pluck().all(),
    [4, 4, 4, 3],
  );
});

/** Contracts that drift: most change a little, some do not, some leave the chain and come back. */
function drift(random: Random, contracts: OptionQuote[], at: number): OptionQuote[] {
  return contracts.map((contract) => {
    if (random.next() < 0.3) return contract;
    const hasBid = random.next() > 0.1;
    return {
      ...contract,
      bid: hasBid ? Math.round(random.next() * 500 + 1) / 100 : null,
      volume: random.next() < 0.05 ? null : (contract.volume ?? 0) + random.integer(0, 3),
      delta: random.next() < 0.5 ? contract.delta : random.next() - 0.5,
      greeksSource: random.next() < 0.1 ? 'model' : contract.greeksSource,
      quotedAt: hasBid ? at - random.integer(1, 900) : contract.quotedAt,
    };
  });
}

/** A session of polls of two expirations, 10 to 60 seconds apart. */
function randomSession(seed: string, polls: number): Chain[] {
  const random = seededRandom(seed);
  const expirations = ['2026-11-23', '2026-11-24'];
  const known = new Map(
    expirations.map((expiration) => [
      expiration,
      Array.from({ length: 20 }, (_, index) =>
        aContract({ strike: 660 + (index >> 1), optionType: index % 2 ? 'put' : 'call' }, expiration),
      ),
    ]),
  );
  const chains: Chain[] = [];
  let timestamp = monday;
  for (let poll = 0; poll < polls; poll++) {
    timestamp += random.integer(10, 60) * 1000;
    const expiration = expirations[random.integer(0, 1)]!;
    const contracts = drift(random, known.get(expiration)!, timestamp);
    known.set(expiration, contracts);
    const isOutage = random.next() < 0.03;
    chains.push(
      aChain({
        expiration,
        timestamp,
        contracts: isOutage ? [] : contracts.filter(() => random.next() > 0.08),
        underlyingPrice: random.next() < 0.1 ? null : 671 + random.next(),
        rejectedRows: random.next() < 0.1 ? random.integer(1, 5) : 0,
      }),
    );
  }
  return chains;
}

/** A chain as it is to be read: one with rows that made no sense still has what the poll before had. */
function asRead(chain: Chain, recorded: readonly Chain[]): Chain {
  if (chain.rejectedRows === 0) return chain;
  const before = recorded
    .filter(({ expiration, timestamp }) => expiration === chain.expiration && timestamp < chain.timestamp)
    .sort((one, other) => one.timestamp - other.timestamp)
    .at(-1);
  const named = new Set(chain.contracts.map(({ symbol }) => symbol));
  const kept = before?.contracts.filter(({ symbol }) => !named.has(symbol)) ?? [];
  const contracts = [...chain.contracts, ...kept].sort(
    (one, other) => one.strike - other.strike || one.optionType.localeCompare(other.optionType),
  );
  return { ...chain, contracts };
}

/** Each as it is to be read when they are recorded in this order. */
function allAsRead(chains: readonly Chain[]): Chain[] {
  const recorded: Chain[] = [];
  for (const chain of chains) recorded.push(asRead(chain, recorded));
  return recorded;
}

async function assertExact(
  t: ExecutionContext,
  read: (expiration: string, at: number) => Promise<Chain | null>,
  chains: readonly Chain[],
): Promise<void> {
  const inTime = chains.toSorted((one, other) => one.timestamp - other.timestamp);
  const last = new Map<string, Chain>();
  for (const [index, chain] of inTime.entries()) {
    last.set(chain.expiration, chain);
    const until = (inTime[index + 1]?.timestamp ?? chain.timestamp + minute) - 1;
    for (const [expiration, expected] of last) {
      t.deepEqual(await read(expiration, chain.timestamp), expected, `${expiration} at poll ${index}`);
      t.deepEqual(await read(expiration, until), expected, `${expiration} just before poll ${index + 1}`);
    }
  }
}

for (const seed of ['one', 'two', 'three']) {
  test(`a random session (${seed}) reads at every instant as if each poll had been kept whole`, async (t) => {
    const { db, path, clock } = await newDatabase(t);
    const chains = randomSession(seed, 150);
    let stored = 0;
    for (const chain of chains.slice(0, 80)) stored += (await db.chains.record(chain)).stored;
    await db.close();

    const again = await openDatabase({ path, clock });
    t.teardown(() => again.close());
    for (const chain of chains.slice(80)) stored += (await again.chains.record(chain)).stored;
    await assertExact(t, (expiration, at) => again.chains.at('SPY', expiration, at), allAsRead(chains));

    const whole = chains.reduce((sum, { contracts }) => sum + contracts.length, 0);
    t.true(stored < whole, `${stored} rows instead of ${whole}`);
    t.deepEqual(await again.chains.latest('SPY', lastInstant), allAsRead(chains).at(-1));
    t.is(await statedContractRows(again), countContractRows(path));
    t.is(stored, countContractRows(path));
  });

  test(`polls that come in any order (${seed}) leave each other exactly as they were`, async (t) => {
    const { db, path } = await newDatabase(t);
    const chains = randomSession(seed, 60);
    const random = seededRandom(`${seed} order`);
    const shuffled = chains
      .map((chain) => ({ chain, key: random.next() }))
      .sort((one, other) => one.key - other.key)
      .map(({ chain }) => chain);
    const expected = allAsRead(shuffled);
    for (const [index, chain] of shuffled.entries()) {
      await db.chains.record(chain);
      if (index % 20 === 19) {
        await assertExact(
          t,
          (expiration, at) => db.chains.at('SPY', expiration, at),
          expected.slice(0, index + 1),
        );
        t.is(await statedContractRows(db), countContractRows(path));
      }
    }
  });
}

test('a poll that is stored again, newest or not, leaves the number of rows right', async (t) => {
  const { db } = await newDatabase(t);
  const first = aChain();
  const second = aChain({ timestamp: monday + minute, contracts: [aContract({ bid: 1.5 })] });
  for (const chain of [first, second, second, first]) await db.chains.record(chain);
  t.is(await statedContractRows(db), countContractRows(db.path));
  t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday), first);
  t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday + minute), second);
});
