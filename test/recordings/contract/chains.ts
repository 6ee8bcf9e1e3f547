import test from 'ava';
import { type OptionQuote, type OptionType, withoutValues } from '../../../src/market/quotes/chain.ts';
import { formatOptionSymbol } from '../../../src/market/symbols/option-symbol.ts';
import { aChain, aContract, minute, monday, someLevels } from '../../db/fixtures.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import type { OpenRecording } from './open-recording.ts';

/** What the chains of any recording must do. */
export function testChains(open: OpenRecording): void {
  test('a chain comes back as it was recorded', async (t) => {
    const db = await open(t);
    const chain = aChain({ rejectedRows: 2 });
    t.deepEqual(await db.chains.record(chain), { stored: 4, refused: [] });
    t.deepEqual(await db.chains.at('SPY', '2026-11-23', lastInstant), chain);
    t.deepEqual(await db.chains.latest('SPY', lastInstant), chain);
    t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday), chain);
    t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday + 59_999), chain);
    t.is(await db.chains.at('SPY', '2026-11-23', monday - 1), null);
    t.is(await db.chains.at('SPY', '2026-11-24', monday), null);
    t.is(await db.chains.latest('QQQ', lastInstant), null);
    t.is(await db.chains.lastPollAt('SPY', '2026-11-23', lastInstant), monday);
    t.is(await db.chains.lastPollAt('SPY', '2026-11-24', lastInstant), null);
  });

  test('a chain of contracts without any value comes back with its nulls', async (t) => {
    const db = await open(t);
    const bare = withoutValues(aContract({ strike: 740 }));
    const chain = aChain({
      contracts: [bare],
      underlyingPrice: null,
      underlyingPriceSource: null,
      tier: 'unknown',
    });
    await db.chains.record(chain);
    t.deepEqual(await db.chains.latest('SPY', lastInstant), chain);
  });

  test('contracts come back sorted by strike, calls before puts, however they were given', async (t) => {
    const db = await open(t);
    const chain = aChain();
    await db.chains.record({ ...chain, contracts: chain.contracts.toReversed() });
    t.deepEqual(await db.chains.latest('SPY', lastInstant), chain);
  });

  test('a chain of two roots comes back with both, by strike and root', async (t) => {
    const db = await open(t);
    const contract = (root: string, strike: number, optionType: OptionType) =>
      aContract({
        ...{ strike, optionType },
        symbol: formatOptionSymbol(
          { root, expiration: '2026-12-18', optionType, strikeMills: strike * 1000 },
          'compact',
        ),
      });
    const contracts = [6600, 6605].flatMap((strike) =>
      ['SPX', 'SPXW'].flatMap((root) => [contract(root, strike, 'call'), contract(root, strike, 'put')]),
    );
    const chain = aChain({
      underlying: 'I:SPX',
      expiration: '2026-12-18',
      contracts,
      underlyingPrice: 6602.5,
    });
    t.deepEqual(await db.chains.record({ ...chain, contracts: contracts.toReversed() }), {
      stored: 8,
      refused: [],
    });
    t.deepEqual(await db.chains.latest('I:SPX', lastInstant), chain);
    t.deepEqual(
      (await db.chains.listedAt('I:SPX', '2026-12-18', lastInstant)).toSorted(),
      contracts.map(({ symbol }) => symbol).toSorted(),
    );
    // One of them changes, and one is gone.
    const [first, ...rest] = contracts;
    const later = {
      ...chain,
      timestamp: monday + minute,
      contracts: [{ ...rest[0]!, bid: 9 }, ...rest.slice(1)],
    };
    t.is((await db.chains.record(later)).stored, 2);
    t.deepEqual(await db.chains.at('I:SPX', '2026-12-18', lastInstant), later);
    t.is((await db.chains.at('I:SPX', '2026-12-18', monday))?.contracts[0]?.symbol, first!.symbol);
  });

  test('only contracts that changed are stored, whichever value it was', async (t) => {
    const db = await open(t);
    const chain = aChain();
    await db.chains.record(chain);
    t.is((await db.chains.record({ ...chain, timestamp: monday + minute, underlyingPrice: 672 })).stored, 0);
    t.is(
      (await db.chains.at('SPY', '2026-11-23', monday + minute))?.underlyingPrice,
      672,
      'the poll is known all the same',
    );

    const changes: Partial<OptionQuote>[] = [
      { bid: 1.2 },
      { ask: null },
      { bidSize: 41 },
      { askSize: null },
      { last: 1.21 },
      { previousClose: 0.88 },
      { volume: 0 },
      { volume: null },
      { openInterest: 0 },
      { impliedVolatility: 0.15 },
      { delta: 0 },
      { gamma: 0.08 },
      { theta: null },
      { vega: 0.1 },
      { greeksSource: 'model' },
      { quotedAt: null },
    ];
    let [first, ...others] = chain.contracts;
    let timestamp = monday + minute;
    for (const change of changes) {
      first = { ...first!, ...change };
      timestamp += minute;
      const next = { ...chain, timestamp, contracts: [first, ...others] };
      t.is((await db.chains.record(next)).stored, 1, JSON.stringify(change));
      t.deepEqual(await db.chains.at('SPY', '2026-11-23', timestamp), next);
    }
  });

  test('a contract that disappears is gone, and back when it returns, even unchanged', async (t) => {
    const db = await open(t);
    const chain = aChain();
    const without = { ...chain, timestamp: monday + minute, contracts: chain.contracts.slice(1) };
    const back = { ...chain, timestamp: monday + 2 * minute };
    await db.chains.record(chain);
    t.is((await db.chains.record(without)).stored, 1);
    t.is((await db.chains.record({ ...without, timestamp: monday + 90_000 })).stored, 0);
    t.is((await db.chains.record(back)).stored, 1);
    t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday), chain);
    t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday + minute), without);
    t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday + 2 * minute), back);
  });

  test('expirations and underlyings do not mix', async (t) => {
    const db = await open(t);
    const today = aChain();
    const tomorrow = aChain({ expiration: '2026-11-24', timestamp: monday + 1 });
    const other = aChain({
      underlying: 'SPYX',
      contracts: aChain().contracts.map((contract) => ({
        ...contract,
        symbol: contract.symbol.replace('SPY', 'SPYX'),
        bid: 9,
      })),
    });
    for (const chain of [tomorrow, today, other]) await db.chains.record(chain);
    t.deepEqual(await db.chains.expirations('SPY', lastInstant), ['2026-11-23', '2026-11-24']);
    t.deepEqual(await db.chains.expirations('QQQ', lastInstant), []);
    t.deepEqual(await db.chains.at('SPY', '2026-11-23', lastInstant), today);
    t.deepEqual(await db.chains.latest('SPY', lastInstant), tomorrow, 'the one polled last');
    t.deepEqual(await db.chains.latest('SPYX', lastInstant), other);
  });

  test('contracts that break a rule are refused by name, and the rest of the chain is kept', async (t) => {
    const db = await open(t);
    const chain = aChain();
    const wrong = [
      aContract({ strike: 672, bid: 0 }),
      { ...aContract({ strike: 673 }), symbol: 'SPY261124C00673000' },
    ];
    const { stored, refused } = await db.chains.record({
      ...chain,
      contracts: [...chain.contracts, ...wrong],
    });
    t.is(stored, 4);
    t.deepEqual(
      refused.map(({ symbol }) => symbol),
      ['SPY261123C00672000', 'SPY261124C00673000'],
    );
    t.regex(refused[0]!.reason, /check constraint/i);
    t.deepEqual(await db.chains.latest('SPY', lastInstant), { ...chain, rejectedRows: 2 });
  });

  test('a contract that was known and is refused now stays as it was', async (t) => {
    const db = await open(t);
    const chain = aChain();
    await db.chains.record(chain);
    const [first, ...others] = chain.contracts;
    const spoilt = { ...chain, timestamp: monday + minute, contracts: [{ ...first!, ask: 0 }, ...others] };
    t.is((await db.chains.record(spoilt)).refused.length, 1);
    t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday + minute), {
      ...chain,
      timestamp: monday + minute,
      rejectedRows: 1,
    });
    const next = { ...chain, timestamp: monday + 2 * minute };
    t.is((await db.chains.record(next)).stored, 0, 'nothing has changed since');
    t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday + 2 * minute), next);
  });

  test('levels are stored with their chain, without the contracts that are refused', async (t) => {
    const db = await open(t);
    const chain = aChain({ contracts: [...aChain().contracts, aContract({ strike: 672, bid: 0 })] });
    const levels = someLevels({ timestamp: chain.timestamp });
    const told: string[][] = [];
    const { levelsRefused } = await db.chains.record(chain, (refused) => {
      told.push(refused.map(({ symbol }) => symbol));
      return levels;
    });
    t.is(levelsRefused, undefined);
    t.deepEqual(told, [['SPY261123C00672000']]);
    t.deepEqual(await db.levels.at('SPY', lastInstant), levels);
  });

  test('levels that break a rule are left out alone, with the reason', async (t) => {
    const db = await open(t);
    const chain = aChain();
    const { stored, levelsRefused } = await db.chains.record(chain, () => someLevels({ spot: -1 }));
    t.is(stored, 4);
    t.regex(levelsRefused!, /check constraint/i);
    t.deepEqual(await db.chains.latest('SPY', lastInstant), chain);
    t.is(await db.levels.at('SPY', lastInstant), null);
  });

  test('a chain whose levels cannot be made is not stored', async (t) => {
    const db = await open(t);
    const impossible = () => {
      throw new Error('no levels');
    };
    await t.throwsAsync(db.chains.record(aChain(), impossible), { message: 'no levels' });
    t.is(await db.chains.latest('SPY', lastInstant), null);
    t.is((await db.chains.record(aChain())).stored, 4, 'nothing of it is remembered');
  });

  test('where it is known whose rows were refused, only those contracts stay', async (t) => {
    const db = await open(t);
    const chain = aChain();
    await db.chains.record(chain);
    const [first, second, ...others] = chain.contracts;
    t.deepEqual(
      [...(await db.chains.listedAt('SPY', '2026-11-23', monday))].sort(),
      chain.contracts.map(({ symbol }) => symbol).sort(),
    );
    t.deepEqual([...(await db.chains.listedAt('SPY', '2026-11-23', monday - 1))], []);
    const partial = {
      ...chain,
      ...{ timestamp: monday + minute, contracts: others, rejectedRows: 1 },
      stillListed: [first!.symbol, 'SPY261123C00999000'],
    };
    t.is((await db.chains.record(partial)).stored, 1, 'the second one has gone');
    const { stillListed: _, ...asRead } = { ...partial, contracts: [first!, ...others] };
    t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday + minute), asRead);
    t.false([...(await db.chains.listedAt('SPY', '2026-11-23', monday + minute))].includes(second!.symbol));
    t.true(
      [...(await db.chains.listedAt('SPY', '2026-11-23', monday))].includes(second!.symbol),
      'as it was then',
    );
    await db.chains.record({ ...partial, timestamp: monday + 2 * minute, stillListed: [] });
    t.deepEqual(
      (await db.chains.at('SPY', '2026-11-23', monday + 2 * minute))!.contracts,
      others,
      'a row that was refused for good keeps nobody',
    );
  });

  test('a contract named twice in one answer is there once, as named last', async (t) => {
    const db = await open(t);
    const [first, ...others] = aChain().contracts;
    const twice = aChain({ contracts: [{ ...first!, bid: 1.1 }, first!, ...others] });
    t.is((await db.chains.record(twice)).stored, 4);
    t.deepEqual(await db.chains.latest('SPY', lastInstant), aChain());
    await db.chains.record({ ...twice, timestamp: monday + minute });
    t.deepEqual(
      await db.chains.at('SPY', '2026-11-23', monday + minute),
      aChain({ timestamp: monday + minute }),
    );
  });

  test('a poll of the same instant takes the place of the one before', async (t) => {
    const db = await open(t);
    const chain = aChain();
    const better = aChain({
      contracts: chain.contracts.slice(1).map((contract) => ({ ...contract, bid: 2 })),
    });
    await db.chains.record(chain);
    await db.chains.record(better);
    t.deepEqual(await db.chains.latest('SPY', lastInstant), better);
  });

  test('an answer that is read again for somebody who presses a key stays the answer of its slot', async (t) => {
    const db = await open(t);
    const chain = aChain();
    const slotAt = chain.timestamp - 40_000;
    await db.chains.record({ ...chain, slotAt });
    await db.chains.record({ ...chain, slotAt: null });
    t.is((await db.chains.latest('SPY', lastInstant))?.slotAt, slotAt);
  });

  test('more chains than are kept in memory at once stay exact', async (t) => {
    const db = await open(t);
    const expirations = Array.from({ length: 25 }, (_, index) => {
      const friday = new Date(Date.parse('2026-11-27') + index * 7 * 86_400_000);
      return friday.toISOString().slice(0, 10);
    });
    for (let round = 0; round < 3; round++) {
      for (const expiration of expirations) {
        const { stored } = await db.chains.record(aChain({ expiration, timestamp: monday + round * minute }));
        t.is(stored, round === 0 ? 4 : 0, `${expiration}, round ${round}`);
      }
    }
  });
}
