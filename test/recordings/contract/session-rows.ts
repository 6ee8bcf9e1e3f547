import test from 'ava';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { tradeDateEnd } from '../../../src/market/calendar/trade-date.ts';
import type { Chain, OptionQuote } from '../../../src/market/quotes/chain.ts';
import { inChainOrder, withoutValues } from '../../../src/market/quotes/chain.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import type { ContractState, SessionKey } from '../../../src/recordings/session-rows.ts';
import { aChain, aContract, anAlert, aQuote, day, minute, monday, someLevels } from '../../db/fixtures.ts';
import type { OpenRecording } from './open-recording.ts';

const key: SessionKey = { underlying: 'SPY', date: '2026-11-23' };
const end = tradeDateEnd('2026-11-23');

/** All contracts of a session, read a few at a time. */
export async function allContracts(
  { sessions }: Pick<Recording, 'sessions'>,
  session: SessionKey,
  limit = 2,
): Promise<ContractState[][]> {
  const found: ContractState[][] = [];
  for (;;) {
    const page = await sessions.contracts(session, found.at(-1)?.[0]?.symbol ?? null, limit);
    found.push(...page);
    if (page.length < limit) return found;
  }
}

/** The contracts of a chain at one of its polls, put together from the states of its session alone. */
export function chainContractsAt(states: ContractState[][], { expiration, timestamp }: Chain): OptionQuote[] {
  return states
    .map((own) => own.findLast((state) => state.timestamp <= timestamp && state.expiration === expiration))
    .filter((state) => state !== undefined)
    .filter(({ isListed }) => isListed)
    .map(({ expiration: _, timestamp: __, isListed: ___, ...contract }: ContractState) => contract)
    .sort(inChainOrder);
}

/** What sessions of any recording must do. */
export function testSessionRows(open: OpenRecording): void {
  test('a session is a symbol and a trade date with polls, quotes or alerts, up to an instant', async (t) => {
    const db = await open(t);
    await db.chains.record(aChain({ timestamp: monday }));
    await db.chains.record(aChain({ expiration: '2026-11-24', timestamp: end + 1 }));
    await db.quotes.record(aQuote({ symbol: 'QQQ', receivedAt: end, timestamp: monday - 3 * day }));
    await db.quotes.record(aQuote({ receivedAt: monday + day }));
    await db.alerts.record(anAlert({ symbol: 'IWM', at: monday + 2 * day }));
    const expected = [
      { underlying: 'QQQ', date: '2026-11-23' },
      { underlying: 'SPY', date: '2026-11-23' },
      { underlying: 'SPY', date: '2026-11-24' },
      { underlying: 'IWM', date: '2026-11-25' },
    ];
    t.deepEqual(await db.sessions.sessions(lastInstant), expected);
    t.deepEqual(await db.sessions.sessions(end), expected.slice(0, 2));
    t.deepEqual(await db.sessions.sessions(monday), [key]);
    t.deepEqual(await db.sessions.sessions(monday - 1), []);
  });

  test('a session has its own rows as the stores give them, and as many as it says', async (t) => {
    const db = await open(t);
    const at = (offset: number) => monday + offset * minute;
    const quotes = [0, 1, 2].map((index) => aQuote({ price: 671 + index, receivedAt: at(index) }));
    for (const quote of [...quotes, aQuote({ symbol: 'QQQ' }), aQuote({ price: 9, receivedAt: end + 1 })]) {
      await db.quotes.record(quote);
    }
    const chains = [
      aChain(),
      aChain({ timestamp: at(1), rejectedRows: 1, contracts: aChain().contracts.slice(1) }),
    ];
    const late = aChain({ expiration: '2026-11-24', timestamp: at(1), contracts: [] });
    const levels = [someLevels(), someLevels({ expiration: '2026-11-24', timestamp: at(1) })];
    for (const chain of [...chains, late, aChain({ timestamp: end + 1 })]) {
      const own = levels.find(
        ({ expiration, timestamp }) => expiration === chain.expiration && timestamp === chain.timestamp,
      );
      await db.chains.record(chain, () => own ?? null);
    }
    const alerts = [anAlert(), anAlert({ at: end })];
    for (const alert of [...alerts, anAlert({ symbol: 'QQQ' }), anAlert({ at: end + 1 })])
      await db.alerts.record(alert);
    const gap = {
      underlying: 'SPY',
      job: 'chain',
      sessionDate: key.date,
      startedAt: at(-5),
      reason: 'asleep',
    };
    await db.gaps.record({ ...gap, endedAt: at(-3) }, { begin: at(0), end: at(0) });
    await db.gaps.record({ ...gap, endedAt: null, sessionDate: '2026-11-24' });

    const { contracts: _, ...first } = chains[0]!;
    const { contracts: __, ...second } = chains[1]!;
    const { contracts: ___, ...third } = late;
    t.deepEqual(await db.sessions.polls(key), [
      { ...first, contracts: 4, stored: 4, status: 'complete' },
      // A row made no sense: the contract that is missing may be the one, and stays.
      { ...second, contracts: 4, stored: 0, status: 'partial' },
      { ...third, contracts: 0, stored: 0, status: 'empty' },
    ]);
    t.deepEqual(await db.sessions.quotes(key), quotes);
    t.deepEqual(await db.sessions.levels(key), levels);
    t.deepEqual(await db.sessions.alerts(key), alerts);
    t.deepEqual(await db.sessions.gaps(key), [
      { ...gap, endedAt: at(-3), noticedAt: at(0), endNoticedAt: at(0) },
    ]);
    t.deepEqual(await db.sessions.counts(key), {
      ...{ polls: 3, contracts: 4, quotes: 3, levels: 2, gaps: 1, alerts: 2 },
    });
    t.deepEqual(await db.sessions.counts({ underlying: 'IWM', date: key.date }), {
      ...{ polls: 0, contracts: 0, quotes: 0, levels: 0, gaps: 0, alerts: 0 },
    });
  });

  test('contracts come in the order of their symbols, of all roots and expirations, each with its states', async (t) => {
    const db = await open(t);
    const contract = (symbol: string, changes: Partial<OptionQuote> = {}) =>
      aContract({ strike: 600, ...changes, symbol });
    const spx = (expiration: string, timestamp: number, contracts: OptionQuote[]) =>
      db.chains.record(aChain({ underlying: 'I:SPX', expiration, timestamp, contracts }));
    const [am, pm, put] = ['SPX261218C00600000', 'SPXW261218C00600000', 'SPXW261218P00600000'] as const;
    const near = 'SPXW261123C00600000';
    const of = { optionType: 'put' } as const;
    await spx('2026-12-18', monday - day, [contract(put, of)]);
    await spx('2026-12-18', monday, [contract(am), contract(pm), contract(put, of)]);
    await spx('2026-11-23', monday + 1, [contract(near)]);
    await spx('2026-12-18', monday + minute, [contract(am, { bid: 2 }), contract(pm)]);
    await spx('2026-12-18', end + 1, [contract(am, { bid: 3 }), contract(pm)]);
    const session = { underlying: 'I:SPX', date: '2026-11-23' };
    const state = (
      symbol: string,
      timestamp: number,
      changes: Partial<ContractState> = {},
    ): ContractState => ({
      ...contract(symbol),
      ...{ expiration: '2026-12-18', timestamp, isListed: true, ...changes },
    });
    const expected = [
      [state(am, monday), state(am, monday + minute, { bid: 2 })],
      [state(near, monday + 1, { expiration: '2026-11-23' })],
      [state(pm, monday)],
      [
        state(put, monday, of),
        {
          ...withoutValues(contract(put, of)),
          expiration: '2026-12-18',
          timestamp: monday + minute,
          isListed: false,
        },
      ],
    ];
    for (const limit of [1, 2, 3, 4, 99])
      t.deepEqual(await allContracts(db, session, limit), expected, `${limit}`);
    t.deepEqual(await db.sessions.contracts(session, put, 9), []);
    t.deepEqual(await db.sessions.contracts({ ...session, date: '2026-11-20' }, null, 9), []);
  });

  test('each poll of a session is put together from the states of the session alone', async (t) => {
    const db = await open(t);
    const chains: Chain[] = [];
    for (const date of ['2026-11-20', '2026-11-23']) {
      for (const [index, time] of (['09:30', '09:31', '09:32', '16:20'] as const).entries()) {
        const contracts = aChain().contracts.map((contract, place) => ({
          ...contract,
          volume: place === index ? index : 1,
        }));
        chains.push(
          aChain({ timestamp: newYorkInstant(date, time), contracts: contracts.slice(index === 2 ? 1 : 0) }),
        );
      }
    }
    for (const chain of chains) await db.chains.record(chain);
    const states = await allContracts(db, key);
    for (const chain of chains.slice(4)) t.deepEqual(chainContractsAt(states, chain), chain.contracts);
    t.is((await db.sessions.counts(key)).contracts, states.flat().length);
  });
}
