import type { ExecutionContext } from 'ava';
import { chain } from '../../../src/cli/commands/chain.ts';
import { quote } from '../../../src/cli/commands/quote.ts';
import { status } from '../../../src/cli/commands/status.ts';
import { likePlanMs } from '../../../src/market/pricing/like-age.ts';
import type { FaultName } from '../../../src/simulator/faults.ts';
import { commandOn } from '../../support/command-in-process.ts';
import type { PolledDaemon } from '../polled-daemon.ts';

interface Poll {
  timestamp: number;
  slot_at: number | null;
  spot: number | null;
  source: string | null;
  at: number | null;
}

/** The polls of the chain, the newest first. */
const pollsOf = ({ database }: PolledDaemon) =>
  database
    .prepare<[], Poll>(
      `select timestamp, slot_at, underlying_price as spot, underlying_price_source as source, underlying_price_at as at
       from chain_polls order by timestamp desc`,
    )
    .all();
const quarterMs = 15 * 60_000;

/** With all that it has logged. */
export interface FaultyDaemon extends PolledDaemon {
  logged(): string;
}

/** The last chain stays, the ledger says why there is none since, and the exchange's list was asked for once. */
async function incomplete(t: ExecutionContext, { database, link }: PolledDaemon): Promise<void> {
  const { coverage } = await link.request('status', {});
  t.is(coverage.find(({ job }) => job === 'chain')?.open?.reason, 'upstream error: malformed');
  const listed = (await link.request('chain.get', {}))!.contracts.length;
  t.is(database.prepare('select min(contracts) from chain_polls').pluck().get(), listed);
  const asked = database
    .prepare("select count(*) from api_requests_log where endpoint = '/v3/reference/options/contracts'")
    .pluck();
  t.is(asked.get(), 1);
}

/** What a fault leaves in the recording and in what the daemon says of it, beyond what holds of every fault. */
export const faultTraces: Partial<
  Record<FaultName, (t: ExecutionContext, running: FaultyDaemon) => Promise<void>>
> = {
  async 'delayed-spot'(t, running) {
    const [poll] = pollsOf(running);
    t.is(poll!.source, 'parity');
    t.true(poll!.timestamp - poll!.at! < 10_000, 'of now, and not of a quarter of an hour ago');
    const levels = await running.link.request('levels.get', {});
    t.like(levels, { spot: poll!.spot, spotSource: 'parity', spotAt: poll!.at });
  },
  async 'delayed-chain'(t, running) {
    const polls = pollsOf(running);
    const late = polls.filter(({ source }) => source !== 'chain');
    t.true(late.some(({ spot, source, at }) => spot === null && source === null && at === null));
    const known = late.filter(({ source }) => source === 'quote');
    t.true(known.length >= 2, JSON.stringify(late));
    for (const { timestamp, at } of known) t.true(Math.abs(timestamp - quarterMs - at!) <= likePlanMs);
    t.like(await running.link.request('levels.get', {}), { spot: polls[0]!.spot, spotSource: 'quote' });
  },
  async 'late-chain'(t, running) {
    const late = pollsOf(running).filter(({ timestamp, slot_at }) => timestamp - (slot_at ?? timestamp) > 0);
    t.true(late.length >= 2, 'polls that came after their slots');
    for (const { timestamp, slot_at } of late) t.is(timestamp - slot_at!, 20_000);
    const { coverage } = await running.link.request('status', {});
    const chain = coverage.find(({ job }) => job === 'chain')!;
    t.deepEqual([chain.gaps, chain.open], [1, null], 'no gap but the morning before the start');
  },
  'truncated-at-page-limit': incomplete,
  'empty-second-page': incomplete,
  'vanished-contracts': incomplete,
  async 'bars-of-another-range'(t, { database, link }) {
    const foreign = database
      .prepare("select count(*) from historical_prices where date < '2025-11-01' or close_price = 555.55")
      .pluck();
    t.is(foreign.get(), 0);
    const { rejectedRows } = await link.request('usage.get', {});
    t.like(rejectedRows.reasons[0], { reason: 'a bar of another day than asked for' });
    t.true(rejectedRows.count >= 6);
  },
  async split(t, { database, logged }) {
    const closes = database.prepare<[string], { lowest: number; highest: number; bars: number }>(
      `select min(close_price) as lowest, max(close_price) as highest, count(*) as bars
         from historical_prices where timeframe = ? and date < '2026-11-23'`,
    );
    for (const timeframe of ['daily', '1hour', '15min']) {
      const { lowest, highest, bars } = closes.get(timeframe)!;
      t.true(bars > 200 && lowest > 125 && highest < 225, `${timeframe}: ${bars} bars, ${lowest}–${highest}`);
    }
    t.regex(logged(), /"split":"4 for 1".*every stored bar is fetched anew/);
    t.regex(logged(), /"split":"4 for 1","bars":\d+.*adjusted to the split/);
  },
  async 'adjusted-contracts'(t, { database, link }) {
    const poll = database
      .prepare(
        'select contracts, rejected, adjusted, status from chain_polls order by timestamp desc limit 1',
      )
      .get() as { contracts: number };
    t.like(poll, { rejected: 0, adjusted: 41, status: 'complete' });
    t.true(poll.contracts > 150);
    const others = database
      .prepare(
        "select count(*) from option_contracts where symbol like 'SPY1%' or shares_per_contract <> 100",
      )
      .pluck();
    t.is(others.get(), 0);
    t.is((await link.request('usage.get', {})).rejectedRows.count, 0);
  },
  async 'frozen-feed'(t, running) {
    await lateFeed(t, running, 20);
  },
  async 'late-feed'(t, running) {
    await lateFeed(t, running, 10);
  },
  async halt(t, running) {
    const { price, quotes } = storedAges(running);
    t.true(price >= 20 * minute && price < 22 * minute, `${price} ms`);
    t.true(quotes < minute, 'bid and ask are of now');
    t.is((await commandOn(running, (world) => status(world, {}))).result, 0);
    const { stdout } = await commandOn(running, (world) => quote(world, { json: true }, []));
    t.like(JSON.parse(stdout).freshness, { badge: 'real-time', isLate: false, isQuiet: true });
  },
};

const minute = 60_000;

/** How old the newest stored price, bid and ask, and option quotes were when they came. */
function storedAges({ database }: PolledDaemon) {
  const age = (sql: string) => database.prepare<[], number>(sql).pluck().get()!;
  return {
    price: age('select received_at - timestamp from spy_quotes order by id desc limit 1'),
    quotes: age('select received_at - quoted_at from spy_quotes order by id desc limit 1'),
    options: age(
      `select timestamp - max(quoted_at) from option_contracts
       where timestamp = (select max(timestamp) from chain_polls) and bid is not null group by timestamp`,
    ),
  };
}

/** The feed says of itself that it is real-time, and its times say that it is not. */
async function lateFeed(t: ExecutionContext, running: PolledDaemon, minutes: number): Promise<void> {
  for (const [what, ageMs] of Object.entries(storedAges(running))) {
    t.is(Math.floor(ageMs / minute), minutes, what);
  }
  t.is((await commandOn(running, (world) => status(world, {}))).result, 4);
  const late = { badge: 'late', isLate: true };
  for (const command of [quote, chain]) {
    const { stdout } = await commandOn(running, (world) => command(world, { json: true }, []));
    const { freshness } = JSON.parse(stdout);
    t.like(freshness, late);
    t.is(Math.floor(freshness.behindMs / minute), minutes);
  }
  const { stdout } = await commandOn(running, (world) => quote(world, {}, []));
  t.regex(stdout, new RegExp(`late ${minutes}m`));
}
