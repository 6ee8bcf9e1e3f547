import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import type { Chain } from '../../src/market/quotes/chain.ts';
import type { Quote } from '../../src/market/quotes/quote.ts';
import { manualClock } from '../support/manual-clock.ts';
import { simulatedPolls } from '../support/simulated-polls.ts';
import { countContractRows, minute, newDatabase } from './fixtures.ts';
import { lastInstant } from '../../src/market/calendar/instants.ts';

const date = '2026-11-23';
const intervalMs = 3 * minute;

test('a simulated session, polled every three minutes, comes back from the database exactly as it was in memory', async (t) => {
  const polls = simulatedPolls();
  const { open, optionClose } = polls.calendar.sessionOn(date)!;
  const clock = manualClock(open);
  const { db, path } = await newDatabase(t, clock);
  const chains: Chain[] = [];
  const quotes: Quote[] = [];
  let contracts = 0;
  for (let at = open; at < optionClose; at += intervalMs) {
    clock.set(at);
    const chain = polls.chain(date, at);
    const quote = polls.quote(at);
    await db.chains.record(chain);
    await db.quotes.record(quote);
    chains.push(chain);
    quotes.push(quote);
    contracts += chain.contracts.length;
  }
  t.is(chains.length, 135);
  t.true(chains.every((chain) => chain.contracts.length >= 340 && chain.rejectedRows === 0));

  for (const chain of chains) {
    for (const at of [chain.timestamp, chain.timestamp + intervalMs - 1]) {
      // AVA's own comparison takes ten times as long on chains of this size; it is asked only for the difference.
      const stored = await db.chains.at('SPY', date, at);
      if (!isDeepStrictEqual(stored, chain)) t.deepEqual(stored, chain);
    }
  }
  t.deepEqual(await db.chains.latest('SPY', lastInstant), chains.at(-1));
  t.is(await db.chains.at('SPY', date, open - 1), null);
  t.true(countContractRows(path) <= contracts);

  for (const quote of quotes) {
    const stored = (await db.quotes.latest('SPY', quote.receivedAt))!;
    const { timestamp, receivedAt } = stored;
    // An unchanged quote adds no row: the values are those of this poll, the times those of the first that had them.
    t.deepEqual({ ...stored }, { ...quote, timestamp, receivedAt });
    t.true(receivedAt <= quote.receivedAt);
  }
});
