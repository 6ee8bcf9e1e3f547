import test from 'ava';
import fc from 'fast-check';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { Chain, OptionQuote } from '../../../src/market/quotes/chain.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import { aChain, aContract, minute, monday } from '../../db/fixtures.ts';
import type { OpenRecording } from './open-recording.ts';

const expiration = '2026-11-25';
const symbols = [670, 671, 672].flatMap((strike) =>
  (['call', 'put'] as const).map((optionType) => aContract({ strike, optionType }, expiration)),
);

/** A poll: which contracts are in it with which bid (0 breaks a rule), and how long after the one before it came. */
const poll = fc.record({
  bids: fc.array(fc.option(fc.constantFrom(0, 1, 1.5, 2), { nil: undefined, freq: 3 }), {
    minLength: symbols.length,
    maxLength: symbols.length,
  }),
  rejectedRows: fc.constantFrom(0, 0, 0, 2),
  knowsListed: fc.boolean(),
  // Mostly a minute; sometimes over the end of a trading day.
  afterMs: fc.constantFrom(minute, minute, minute, 1, 11 * 60 * minute),
});

function chainOf({ bids, rejectedRows, knowsListed }: typeof poll extends fc.Arbitrary<infer P> ? P : never) {
  return (timestamp: number): Chain => {
    const contracts: OptionQuote[] = symbols.flatMap((contract, index) =>
      bids[index] === undefined ? [] : [{ ...contract, bid: bids[index] }],
    );
    const stillListed = symbols.slice(0, 2).map(({ symbol }) => symbol);
    return {
      ...aChain({ expiration, timestamp, contracts, rejectedRows }),
      ...(knowsListed && { stillListed }),
    };
  };
}

/** Goes through all polls of the chain by `next`, and says where it differs from `at`. */
async function differences({ chains }: Pick<Recording, 'chains'>): Promise<number[]> {
  const differing: number[] = [];
  let before: Chain | null = null;
  for (const timestamp of await chains.polledAt('SPY', expiration, 0, lastInstant)) {
    const whole = await chains.at('SPY', expiration, timestamp);
    const found: Chain | null = before ? await chains.next(before, timestamp) : whole;
    if (JSON.stringify(found) !== JSON.stringify(whole)) differing.push(timestamp);
    before = found;
  }
  return differing;
}

/**
 * What going on from poll to poll must do, in any recording.
 * @param runs sequences of polls that are tried, each on a recording of its own
 */
export function testChainSteps(open: OpenRecording, runs = 40): void {
  test('the chain of the next poll is the one that is read by its instant, whatever was polled', async (t) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(poll, { minLength: 2, maxLength: 12 }),
        fc.boolean(),
        async (polls, isMixed) => {
          const db = await open(t);
          let timestamp = monday;
          const all = polls.map((each) => {
            timestamp += each.afterMs;
            return chainOf(each)(timestamp);
          });
          // Every second one afterwards, as after a clock that was set back.
          const late = isMixed ? all.filter((_, index) => index % 2 === 1) : [];
          for (const chain of [...all.filter((chain) => !late.includes(chain)), ...late]) {
            await db.chains.record(chain);
            // Other chains of the same instant are not in it.
            await db.chains.record(aChain({ timestamp: chain.timestamp, expiration: '2026-11-27' }));
          }
          t.deepEqual(await differences(db), []);
          await db.close();
        },
      ),
      { numRuns: runs },
    );
  });

  test('there is no next chain where there is no poll, and one after a poll that the reader has not seen', async (t) => {
    const db = await open(t);
    const bids = [1, 1.1, 1.2];
    const chains = bids.map((bid, index) =>
      aChain({
        timestamp: monday + index * minute,
        contracts: [aContract({ bid }), aContract({ strike: 673 })],
      }),
    );
    const [first, second, third] = chains as [Chain, Chain, Chain];
    for (const chain of [first, second, third]) await db.chains.record(chain);
    t.is(await db.chains.next(first, monday + minute - 1), null);
    t.is(await db.chains.next(first, monday - 1), null);
    t.deepEqual(await db.chains.next(first, third.timestamp), third);
    t.deepEqual(await db.chains.next(third, second.timestamp), second, 'backwards, too');
    const next = (await db.chains.next(first, second.timestamp))!;
    t.deepEqual(next, second);
    t.is(next.contracts[1], first.contracts[1]!, 'what has not changed is the same object');
  });
}

/** What the polls of whole underlyings must do, in any recording. */
export function testPolls(open: OpenRecording): void {
  const tomorrow = '2026-11-24';
  const today = '2026-11-23';
  const record = async (db: Recording, of: string, timestamp: number) =>
    await db.chains.record(aChain({ expiration: of, timestamp }));
  const ofQqq = (timestamp: number) => aChain({ underlying: 'QQQ', timestamp, contracts: [] });

  test('polls of all expirations are read on in their order, and none of one instant is missed', async (t) => {
    const db = await open(t);
    const polls = [
      ...[monday, monday + minute, monday + 2 * minute].map((timestamp) => ({
        expiration: today,
        timestamp,
      })),
      ...[monday + minute, monday + minute + 1].map((timestamp) => ({ expiration: tomorrow, timestamp })),
    ];
    for (const each of polls) await record(db, each.expiration, each.timestamp);
    await db.chains.record(ofQqq(monday + minute));
    const between = (from: number, asOf: number, limit: number) =>
      db.chains.pollsBetween({ underlying: 'SPY', from, asOf, limit });
    const [a, b, c, d, e] = [polls[0]!, polls[1]!, polls[3]!, polls[4]!, polls[2]!];
    t.deepEqual(await between(0, lastInstant, 99), [a, b, c, d, e]);
    t.deepEqual(await between(monday, monday + minute, 99), [b, c]);
    t.deepEqual(await between(0, lastInstant, 2), [a, b, c], 'with all of the last instant');
    t.deepEqual(await between(monday + minute, lastInstant, 1), [d]);
    t.deepEqual(
      await db.chains.pollsBetween({ underlying: 'IWM', from: 0, asOf: lastInstant, limit: 9 }),
      [],
    );
  });

  test('the last poll of each expiration is known at once, and who was polled', async (t) => {
    const db = await open(t);
    t.deepEqual(await db.chains.underlyings(lastInstant), []);
    t.deepEqual(await db.chains.lastPolls('SPY', lastInstant), []);
    for (const at of [monday, monday + minute]) await record(db, today, at);
    await record(db, tomorrow, monday + 3 * minute);
    await db.chains.record(ofQqq(monday + 2 * minute));
    const ofToday = { expiration: today, timestamp: monday + minute };
    t.deepEqual(await db.chains.lastPolls('SPY', lastInstant), [
      ofToday,
      { expiration: tomorrow, timestamp: monday + 3 * minute },
    ]);
    t.deepEqual(await db.chains.lastPolls('SPY', monday + 2 * minute), [ofToday]);
    t.deepEqual(await db.chains.lastPolls('SPY', monday), [{ ...ofToday, timestamp: monday }]);
    t.deepEqual(await db.chains.lastPolls('SPY', monday - 1), []);
    t.deepEqual(await db.chains.underlyings(monday - 1), []);
    t.deepEqual(await db.chains.underlyings(monday), ['SPY']);
    t.deepEqual(await db.chains.underlyings(monday + 2 * minute), ['QQQ', 'SPY']);
  });

  test('days with polls are trade dates, with their first and last poll', async (t) => {
    const db = await open(t);
    const sunday = newYorkInstant('2026-11-22', '22:00');
    const close = newYorkInstant(today, '20:00');
    const wednesday = newYorkInstant('2026-11-25', '09:30');
    for (const at of [sunday, monday, close]) await record(db, today, at);
    for (const at of [monday, close + 1, wednesday]) await record(db, '2026-11-25', at);
    await db.chains.record(ofQqq(newYorkInstant(tomorrow, '12:00')));
    const first = { date: today, first: sunday, last: close, polls: 4 };
    const second = { date: tomorrow, first: close + 1, last: close + 1, polls: 1 };
    const third = { date: '2026-11-25', first: wednesday, last: wednesday, polls: 1 };
    t.deepEqual(await db.chains.polledDays('SPY', lastInstant), [first, second, third]);
    t.deepEqual(await db.chains.polledDays('SPY', monday), [{ ...first, last: monday, polls: 3 }]);
    t.deepEqual(await db.chains.polledDays('SPY', sunday - 1), []);
    t.deepEqual(await db.chains.polledDays('IWM', lastInstant), []);
  });
}
